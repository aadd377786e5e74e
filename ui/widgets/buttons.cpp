// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/buttons.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QButtonGroup>
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

PageToolbar::PageToolbar(QWidget *parent) : QWidget(parent), m_left(new QHBoxLayout), m_right(new QHBoxLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    for (QHBoxLayout *side : {m_left, m_right})
        side->setSpacing(gridUnit);
    row->addLayout(m_left);
    row->addStretch(1);
    row->addLayout(m_right);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PageToolbar::addLeft(QWidget *widget) { m_left->addWidget(widget); }

void PageToolbar::addRight(QWidget *widget) { m_right->addWidget(widget); }

ActionButton *PageToolbar::addAction(QAction *action, bool primary)
{
    auto *button = new ActionButton(action);
    setPrimary(button, primary);
    m_right->addWidget(button);
    return button;
}

} // namespace humdrum
