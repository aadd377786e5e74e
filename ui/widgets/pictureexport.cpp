// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/pictureexport.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPalette>
#include <QPdfWriter>
#include <QPrinter>
#include <QSaveFile>
#include <QScreen>
#include <QSvgGenerator>
#include <QSvgRenderer>

#include <cmath>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr double imageScale = 2;
constexpr double largestSide = 16'000; ///< pixels; beyond it an image is scaled down
constexpr double pointsPerInch = 72;

/// What the sizes of fonts were reckoned with when the picture was laid out.
int dotsPerInch()
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    return screen ? qRound(screen->logicalDotsPerInchX()) : 96;
}

void paintInto(QPaintDevice &device, const QRectF &bounds, double scale, const std::function<void(QPainter &)> &paint)
{
    QPainter painter(&device);
    painter.scale(scale, scale);
    painter.translate(-bounds.topLeft());
    painter.fillRect(bounds, QGuiApplication::palette().base());
    paint(painter);
}

void writeSvg(QIODevice &out, const QRectF &bounds, const QString &title, const std::function<void(QPainter &)> &paint)
{
    QSvgGenerator svg;
    svg.setOutputDevice(&out);
    svg.setTitle(title);
    svg.setResolution(dotsPerInch());
    svg.setSize(bounds.size().toSize());
    svg.setViewBox(QRectF(QPointF(0, 0), bounds.size()));
    paintInto(svg, bounds, 1, paint);
}

void writePdf(QIODevice &out, const QRectF &bounds, const QString &title, const std::function<void(QPainter &)> &paint)
{
    QPdfWriter pdf(&out);
    pdf.setTitle(title);
    pdf.setResolution(dotsPerInch());
    pdf.setPageMargins({});
    pdf.setPageSize(
        QPageSize(bounds.size() * pointsPerInch / dotsPerInch(), QPageSize::Point, title, QPageSize::ExactMatch));
    paintInto(pdf, bounds, 1, paint);
}

bool writePng(QIODevice &out, const QRectF &bounds, const std::function<void(QPainter &)> &paint)
{
    const double scale = std::min(imageScale, largestSide / std::max(bounds.width(), bounds.height()));
    QImage image((bounds.size() * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    paintInto(image, bounds, scale, paint);
    return image.save(&out, "PNG");
}

} // namespace

Result<void> exportPicture(const QString &file, const QRectF &bounds, const QString &title,
                           const std::function<void(QPainter &)> &paint)
{
    const auto failed = [&](const QString &why) {
        return fail(ErrorCode::FileFailed,
                    QCoreApplication::translate("PictureExport", "“%1” could not be written.").arg(file), {}, why);
    };
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix != "svg"_L1 && suffix != "png"_L1 && suffix != "pdf"_L1)
        return fail(ErrorCode::InvalidInput,
                    QCoreApplication::translate("PictureExport", "Pictures are written as .svg, .png or .pdf."));
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return failed(out.errorString());
    bool good = true;
    if (suffix == "svg"_L1)
        writeSvg(out, bounds, title, paint);
    else if (suffix == "pdf"_L1)
        writePdf(out, bounds, title, paint);
    else
        good = writePng(out, bounds, paint);
    if (!good || !out.commit())
        return failed(out.errorString());
    return {};
}

void printPicture(QPrinter &printer, const QRectF &bounds, const QString &title,
                  const std::function<void(QPainter &)> &paint)
{
    // By way of SVG: a widget painted onto a printer would become an image as coarse as the screen.
    QBuffer buffer;
    buffer.open(QIODevice::ReadWrite);
    writeSvg(buffer, bounds, title, paint);
    QSvgRenderer picture(buffer.data());
    printer.setDocName(title);
    QPainter painter(&printer);
    const QSizeF paper = printer.pageLayout().paintRectPixels(printer.resolution()).size();
    const double scale = paper.width() / std::max(1.0, bounds.width());
    const double sheet = std::floor(paper.height() / scale);
    for (double top = 0; top < bounds.height(); top += sheet) {
        if (top > 0)
            printer.newPage();
        const double height = std::min(sheet, bounds.height() - top);
        const QRectF target(0, 0, paper.width(), height * scale);
        painter.setClipRect(target);
        picture.setViewBox(QRectF(0, top, bounds.width(), height));
        picture.render(&painter, target);
    }
}

} // namespace humdrum
