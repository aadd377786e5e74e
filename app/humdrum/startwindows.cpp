// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "startwindows.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/meter.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {
constexpr int leastWidth = 520, leastHeight = 200;
}

ProgressWindow::ProgressWindow(QWidget *parent)
    : QWidget(parent)
    , m_text(new Label(tr("Making the example product"), TextRole::Title))
    , m_step(new ElidingLabel({}, TextRole::Muted))
    , m_meter(new Meter)
{
    setWindowTitle(tr("Humdrum"));
    setAccessibleName(m_text->text());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4 * gridUnit, 4 * gridUnit, 4 * gridUnit, 4 * gridUnit);
    auto *why = new Label(tr("“Harbour” has three services, six environments and thirty weeks of history, all on this "
                             "computer. It is made once."));
    why->setWordWrap(true);
    m_meter->setMark(Mark::Running);
    m_meter->setAccessibleName(tr("Progress"));
    column->addWidget(m_text);
    column->addWidget(why);
    column->addStretch(1);
    column->addWidget(m_step);
    column->addWidget(m_meter);
    // Once, before it is shown: the steps that come change nothing in its size.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(leastWidth, std::max(leastHeight, column->totalHeightForWidth(leastWidth)));
    resize(minimumSize());
}

void ProgressWindow::setProgress(double fraction, const QString &step)
{
    m_step->setText(step);
    m_meter->setValue(fraction, tr("%1 %").arg(qRound(fraction * 100)));
}

void ProgressWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT leaving();
    QWidget::closeEvent(event);
}

QString intactAfter(ErrorCode code)
{
    switch (code) {
    case ErrorCode::StorageLocked:
        return ErrorWindow::tr("Nothing was changed. Another program is writing to the database right now.");
    case ErrorCode::StorageReadOnly:
        return ErrorWindow::tr("Nothing was changed. Everything that is stored can still be read.");
    case ErrorCode::StorageCorrupt:
        return ErrorWindow::tr("Humdrum did not touch the file. Copies made before earlier upgrades stand beside it.");
    case ErrorCode::StorageTooNew:
        return ErrorWindow::tr("Nothing was changed. The newer version of Humdrum that wrote it can still open it.");
    case ErrorCode::StorageFull:
        return ErrorWindow::tr("What was stored before is intact. Only what was being written now was not kept.");
    default:
        return ErrorWindow::tr("What is stored was not changed.");
    }
}

ErrorWindow::ErrorWindow(const Error &error, const QString &databaseFile, QWidget *parent) : QWidget(parent)
{
    setWindowTitle(tr("Humdrum can't start"));
    resize(640, 360);
    const QString intact = intactAfter(error.code);
    m_copied = error.toString() + u'\n' + intact + u"\n\n"_s + databaseFile +
        (error.details.isEmpty() ? QString() : u"\n\n"_s + error.details);
    setAccessibleName(windowTitle());
    setAccessibleDescription(m_copied);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4 * gridUnit, 3 * gridUnit, 4 * gridUnit, 3 * gridUnit);
    column->setSpacing(gridUnit);
    const auto add = [column](const QString &text, TextRole role) {
        if (text.isEmpty())
            return;
        auto *label = new Label(text, role);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        column->addWidget(label);
    };
    add(error.message, TextRole::Title);
    add(intact, TextRole::Body);
    add(error.hint, TextRole::Body);
    add(databaseFile, TextRole::Monospaced);
    if (!error.details.isEmpty()) {
        auto *details = new QPlainTextEdit(error.details);
        details->setReadOnly(true);
        details->setFont(fonts::monospaced());
        details->setAccessibleName(tr("Details"));
        column->addWidget(details, 1);
    } else {
        column->addStretch(1);
    }
    auto *row = new QHBoxLayout;
    auto *copy = new QPushButton(tr("Copy details"));
    auto *quit = new QPushButton(tr("Quit"));
    auto *again = new QPushButton(tr("Try again"));
    setPrimary(again);
    row->addWidget(copy);
    row->addStretch(1);
    row->addWidget(quit);
    row->addWidget(again);
    column->addLayout(row);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_copied); });
    connect(quit, &QPushButton::clicked, this, &QWidget::close);
    connect(again, &QPushButton::clicked, this, &ErrorWindow::tryAgain);
    again->setFocus();
}

} // namespace humdrum
