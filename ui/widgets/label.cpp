// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/label.h"

#include "ui/theme/colours.h"
#include "ui/theme/fonts.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace humdrum {

QString asToolTip(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<span>") + text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")) +
        QStringLiteral("</span>");
}

Label::Label(const QString &text, TextRole role, QWidget *parent) : QLabel(parent), m_role(role)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    restyle();
}

void Label::setRole(TextRole role)
{
    m_role = role;
    restyle();
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    // PaletteChange is what arrives when the theme switches; our own setPalette() below makes no other than the last.
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::StyleChange)
        restyle();
}

void Label::restyle()
{
    bool quiet = false;
    QFont wanted = fonts::body();
    switch (m_role) {
    case TextRole::Body:
        break;
    case TextRole::Strong:
        wanted = fonts::strong();
        break;
    case TextRole::Caption:
        wanted = fonts::small();
        quiet = true;
        break;
    case TextRole::SmallStrong:
        wanted = fonts::smallStrong();
        break;
    case TextRole::Title:
        wanted = fonts::title();
        break;
    case TextRole::Figure:
        wanted = fonts::figure();
        break;
    case TextRole::Monospaced:
        wanted = fonts::monospaced();
        break;
    case TextRole::Muted:
        quiet = true;
        break;
    }
    if (const QFont whole = fonts::tabular(wanted); whole != font())
        setFont(whole);
    // A palette of its own only where the colour differs, so that everything else goes on inheriting.
    QPalette own;
    if (quiet)
        own.setColor(QPalette::WindowText, colours::muted(QGuiApplication::palette()));
    const bool differs = testAttribute(Qt::WA_SetPalette) != quiet ||
        (quiet && palette().color(QPalette::WindowText) != own.color(QPalette::WindowText));
    if (differs)
        setPalette(own);
}

ElidingLabel::ElidingLabel(const QString &text, TextRole role, QWidget *parent) : Label(text, role, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void ElidingLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

bool ElidingLabel::isElided() const { return fontMetrics().horizontalAdvance(text()) > contentsRect().width(); }

QSize ElidingLabel::sizeHint() const
{
    const QMargins m = contentsMargins();
    return {fontMetrics().horizontalAdvance(text()) + m.left() + m.right() + 1,
            fontMetrics().height() + m.top() + m.bottom()};
}

QSize ElidingLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 6), sizeHint().height()};
}

void ElidingLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect box = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_mode, box.width());
    style()->drawItemText(&painter, box, static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment())),
                          palette(), isEnabled(), shown, foregroundRole());
    updateToolTip();
}

void ElidingLabel::updateToolTip()
{
    if (toolTip() != m_shownTip)
        m_tip = toolTip();
    m_shownTip = !isElided() ? m_tip : asToolTip(m_tip.isEmpty() ? text() : text() + u'\n' + m_tip);
    if (toolTip() != m_shownTip)
        setToolTip(m_shownTip);
}

void ElidingLabel::resizeEvent(QResizeEvent *event)
{
    Label::resizeEvent(event);
    updateToolTip();
    update();
}

} // namespace humdrum
