// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/buttons.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>

namespace humdrum {

void setPrimary(QPushButton *button, bool primary)
{
    button->setProperty(HumdrumStyle::primaryProperty, primary);
    button->update();
}

bool isPrimary(const QWidget *button) { return button->property(HumdrumStyle::primaryProperty).toBool(); }

ActionButton::ActionButton(QAction *action, QWidget *parent) : QPushButton(parent)
{
    setAction(action);
    connect(this, &QPushButton::clicked, this, [this] {
        if (m_action)
            m_action->trigger();
    });
}

void ActionButton::setAction(QAction *action)
{
    if (action == m_action)
        return;
    if (m_action)
        disconnect(m_action, nullptr, this, nullptr);
    m_action = action;
    setObjectName(action->objectName());
    follow();
    connect(action, &QAction::changed, this, &ActionButton::follow);
    connect(action, &QObject::destroyed, this, [this] {
        m_action = nullptr;
        setEnabled(false);
    });
}

void ActionButton::setIconOnly()
{
    m_iconOnly = true;
    follow();
}

void ActionButton::follow()
{
    setText(m_iconOnly ? QString() : m_action->text());
    setIcon(m_action->icon());
    setEnabled(m_action->isEnabled());
    // Only what changes: a page may hide the button of an action that is there.
    if (std::exchange(m_actionVisible, m_action->isVisible()) != m_action->isVisible())
        setVisible(m_action->isVisible());
    setToolTip(m_action->toolTip());
    setAccessibleName(m_action->iconText());
    setAccessibleDescription(m_action->statusTip());
}

ChoiceButton::ChoiceButton(const QString &name, QWidget *parent)
    : QPushButton(parent)
    , m_name(name)
    , m_menu(new QMenu(this))
{
    setMenu(m_menu);
    showValue();
}

void ChoiceButton::setChoices(const std::vector<std::pair<QString, QString>> &valuesAndTexts)
{
    if (valuesAndTexts == m_choices)
        return;
    m_choices = valuesAndTexts;
    m_menu->clear();
    auto *group = new QActionGroup(m_menu);
    for (const auto &[value, text] : m_choices) {
        QString shown = text;
        QAction *entry = m_menu->addAction(shown.replace(u'&', QStringLiteral("&&")));
        entry->setCheckable(true);
        entry->setData(value);
        group->addAction(entry);
        connect(entry, &QAction::triggered, this, [this, chosenValue = value] {
            if (chosenValue == m_value)
                return;
            setValue(chosenValue);
            Q_EMIT chosen(chosenValue);
        });
    }
    if (!setValue(m_value) && !m_choices.empty())
        setValue(m_choices.front().first);
}

bool ChoiceButton::setValue(const QString &value)
{
    const auto known = std::ranges::find(m_choices, value, &std::pair<QString, QString>::first);
    if (known == m_choices.end())
        return false;
    m_value = value;
    showValue();
    return true;
}

void ChoiceButton::showValue()
{
    const auto known = std::ranges::find(m_choices, m_value, &std::pair<QString, QString>::first);
    QString text = known == m_choices.end() ? m_name : known->second;
    setAccessibleName(m_name + QStringLiteral(": ") + text);
    setText(text.replace(u'&', QStringLiteral("&&")));
    for (QAction *entry : m_menu->actions())
        entry->setChecked(entry->data().toString() == m_value);
}

SegmentedChoice::SegmentedChoice(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    setAccessibleName(name);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton *button) { Q_EMIT chosen(button->objectName()); });
}

void SegmentedChoice::addChoice(const QString &value, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(value);
    button->setCheckable(true);
    button->setAccessibleName(accessibleName() + QStringLiteral(": ") + text);
    m_group->addButton(button);
    m_layout->addWidget(button);
    if (!m_group->checkedButton())
        button->setChecked(true);
}

QString SegmentedChoice::value() const
{
    return m_group->checkedButton() ? m_group->checkedButton()->objectName() : QString();
}

bool SegmentedChoice::setValue(const QString &value)
{
    for (QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == value) {
            button->setChecked(true);
            return true;
        }
    }
    return false;
}

PageToolbar::PageToolbar(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QBoxLayout(QBoxLayout::LeftToRight, this))
    , m_left(new QHBoxLayout)
    , m_right(new QHBoxLayout)
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(gridUnit);
    for (QHBoxLayout *side : {m_left, m_right})
        side->setSpacing(gridUnit);
    m_left->addStretch(0);
    m_right->addStretch(1);
    m_right->addStretch(0);
    m_rows->addLayout(m_left);
    m_rows->addLayout(m_right, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize PageToolbar::minimumSizeHint() const
{
    const QSize left = m_left->sizeHint(), right = m_right->sizeHint();
    const int height =
        needsTwoRows() ? left.height() + gridUnit + right.height() : std::max(left.height(), right.height());
    return {std::max(left.width(), right.width()), height};
}

bool PageToolbar::needsTwoRows() const
{
    return !m_left->isEmpty() && width() < m_left->sizeHint().width() + m_right->sizeHint().width() + gridUnit;
}

void PageToolbar::arrange()
{
    const auto direction = needsTwoRows() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    if (direction == m_rows->direction())
        return;
    m_rows->setDirection(direction);
    // Beside each other the right one fills up, below each other both start at the same edge.
    m_left->setStretch(m_left->count() - 1, direction == QBoxLayout::LeftToRight ? 0 : 1);
    m_right->setStretch(0, direction == QBoxLayout::LeftToRight ? 1 : 0);
    m_right->setStretch(m_right->count() - 1, direction == QBoxLayout::LeftToRight ? 0 : 1);
    updateGeometry();
}

void PageToolbar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool PageToolbar::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        arrange(); // a text became longer
    return QWidget::event(event);
}

void PageToolbar::addLeft(QWidget *widget) { m_left->insertWidget(m_left->count() - 1, widget); }

void PageToolbar::addRight(QWidget *widget) { m_right->insertWidget(m_right->count() - 1, widget); }

ActionButton *PageToolbar::addAction(QAction *action, bool primary)
{
    auto *button = new ActionButton(action);
    setPrimary(button, primary);
    addRight(button);
    return button;
}

} // namespace humdrum
