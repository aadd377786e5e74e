// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTranslator>

namespace humdrum::test {

/// Makes every text 40 % longer, as German does: short words grow, longer texts get more words.
class LongTexts final : public QTranslator {
public:
    [[nodiscard]] QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        qsizetype more = (text.size() * 2 + 4) / 5;
        QString padded = text;
        if (text.isEmpty() || text.contains(QStringLiteral("MMM")))
            return text;
        while (more > 0) {
            const qsizetype word = std::min<qsizetype>(more, 8);
            if (text.size() > 12)
                padded += u' ';
            padded += QString(word, u'ö');
            more -= word + 1;
        }
        return padded;
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

inline QString whereIs(const QWidget *widget)
{
    QStringList path;
    for (const QWidget *w = widget; w && path.size() < 4; w = w->parentWidget())
        path.prepend(QString::fromLatin1(w->metaObject()->className()) +
                     (w->objectName().isEmpty() ? QString() : u'#' + w->objectName()));
    return path.join(u'/');
}

inline QList<QWidget *> visibleWidgets(QWidget *root)
{
    QList<QWidget *> list = root->findChildren<QWidget *>();
    list.prepend(root);
    list.removeIf([](const QWidget *w) { return !w->isVisible(); });
    return list;
}

/// What can be reached with the keyboard and has no name for who cannot see it.
inline QStringList withoutName(QWidget *root)
{
    QStringList found;
    for (QWidget *w : visibleWidgets(root)) {
        const bool reachable =
            (w->focusPolicy() & Qt::TabFocus) || (w->isEnabled() && qobject_cast<QAbstractButton *>(w));
        if (!reachable || w->focusProxy() || qobject_cast<QScrollBar *>(w))
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(w);
        if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
            found << whereIs(w);
    }
    return found;
}

/// Labels that would take data for rich text.
inline QStringList guessingLabels(QWidget *root)
{
    QStringList found;
    for (QLabel *label : root->findChildren<QLabel *>()) {
        if (label->textFormat() != Qt::PlainText && label->pixmap().isNull())
            found << whereIs(label) + QStringLiteral(": ") + label->text();
    }
    return found;
}

/// Why the text of a widget cannot be read whole; empty when it can, or says "…" with the rest in its tooltip.
inline QString cutIn(const QWidget *w)
{
    if (const auto *label = qobject_cast<const ElidingLabel *>(w))
        return label->isElided() && label->toolTip().isEmpty() ? QStringLiteral("elided without a tooltip") : QString();
    if (const auto *label = qobject_cast<const QLabel *>(w)) {
        const QRect room = label->contentsRect();
        const QFontMetrics metrics(label->font());
        const QRect needed = metrics.boundingRect(QRect(0, 0, label->wordWrap() ? room.width() : 100'000, 100'000),
                                                  static_cast<int>(label->alignment() & ~Qt::AlignVertical_Mask) |
                                                      (label->wordWrap() ? Qt::TextWordWrap : 0),
                                                  label->text());
        if (needed.width() > room.width() + 1)
            return QStringLiteral("needs %1 px across, has %2").arg(needed.width()).arg(room.width());
        if (needed.height() > room.height() + 2)
            return QStringLiteral("needs %1 px down, has %2").arg(needed.height()).arg(room.height());
        return {};
    }
    const bool sized = qobject_cast<const QAbstractButton *>(w) || qobject_cast<const StatusChip *>(w);
    if (sized && w->sizeHint().width() > w->width() + 1 && w->toolTip().isEmpty())
        return QStringLiteral("needs %1 px across, has %2").arg(w->sizeHint().width()).arg(w->width());
    return {};
}

inline QString textIn(const QWidget *w)
{
    if (const auto *label = qobject_cast<const QLabel *>(w))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(w))
        return button->text();
    if (const auto *chip = qobject_cast<const StatusChip *>(w))
        return chip->text();
    return {};
}

/// Texts that do not fit, stick out of what they are in, or lie upon each other. What is scrolled away is not cut.
inline QStringList cutTexts(QWidget *root)
{
    QStringList found;
    QList<QWidget *> texts;
    for (QWidget *w : visibleWidgets(root)) {
        if (textIn(w).isEmpty())
            continue;
        const auto complain = [&](const QString &why) {
            found << u'"' + textIn(w) + QStringLiteral("\" in ") + whereIs(w) + QStringLiteral(": ") + why;
        };
        texts << w;
        if (const QString why = cutIn(w); !why.isEmpty())
            complain(why);
        QWidget *parent = w->parentWidget();
        if (parent && w != root && !w->isWindow() && !parent->rect().adjusted(-1, -1, 1, 1).contains(w->geometry()))
            complain(QStringLiteral("sticks out of its parent"));
    }
    for (qsizetype i = 0; i < texts.size(); ++i) {
        for (qsizetype k = i + 1; k < texts.size(); ++k) {
            const bool siblings = texts[i]->parentWidget() == texts[k]->parentWidget();
            if (siblings &&
                texts[i]->geometry().adjusted(0, 0, -1, -1).intersects(texts[k]->geometry().adjusted(0, 0, -1, -1)))
                found << u'"' + textIn(texts[i]) + QStringLiteral("\" lies upon \"") + textIn(texts[k]) +
                        QStringLiteral("\" in ") + whereIs(texts[i]);
        }
    }
    for (QHeaderView *header : root->findChildren<QHeaderView *>()) {
        if (!header->isVisible() || header->orientation() != Qt::Horizontal || !header->model() ||
            !QByteArrayView(header->metaObject()->className()).endsWith("QHeaderView"))
            continue;
        const QFontMetrics metrics(header->font());
        for (int section = 0; section < header->count(); ++section) {
            if (header->isSectionHidden(section))
                continue;
            const QString title = header->model()->headerData(section, Qt::Horizontal).toString();
            if (metrics.horizontalAdvance(title) + 12 > header->sectionSize(section))
                found << u'"' + title + QStringLiteral("\" in the header of ") + whereIs(header->parentWidget());
        }
    }
    return found;
}

} // namespace humdrum::test
