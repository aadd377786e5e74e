// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/icons.h"

#include "ui/theme/colours.h"

#include <BreezeIcons>

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace humdrum::icons {

using namespace Qt::StringLiterals;

namespace {

QString fileOf(const QString &name)
{
    [[maybe_unused]] static const bool initialised = (BreezeIcons::initIcons(), true);
    for (const QLatin1StringView folder :
         {"actions/16"_L1, "status/16"_L1, "places/16"_L1, "devices/16"_L1, "actions/22"_L1}) {
        const QString file = u":/icons/breeze/"_s + folder + u'/' + name + u".svg"_s;
        if (QFile::exists(file))
            return file;
    }
    return {};
}

/// Renders the SVG's shape and fills it with one colour, so that one set serves light, dark and a user's own theme.
class BreezeEngine final : public QIconEngine {
public:
    explicit BreezeEngine(QString file) : m_file(std::move(file)) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        const QColor colour = colourFor(mode);
        const QString key =
            u"humdrum/%1/%2x%3/%4"_s.arg(m_file).arg(size.width()).arg(size.height()).arg(colour.rgba());
        QPixmap result;
        if (QPixmapCache::find(key, &result))
            return result;
        QImage image(size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        QSvgRenderer(m_file).render(&painter, QRectF(QPointF(), size));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
        painter.end();
        result = QPixmap::fromImage(std::move(image));
        QPixmapCache::insert(key, result);
        return result;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new BreezeEngine(m_file); }

private:
    static QColor colourFor(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return colours::blend(colours::text(palette), colours::card(palette), 0.55);
        case QIcon::Selected:
            return colours::accent(palette);
        case QIcon::Normal:
        case QIcon::Active:
            break;
        }
        return colours::text(palette);
    }
    QString m_file;
};

} // namespace

QIcon icon(const QString &name)
{
    if (name.isEmpty())
        return {};
    const QString file = fileOf(name);
    return file.isEmpty() ? QIcon() : QIcon(new BreezeEngine(file));
}

} // namespace humdrum::icons
