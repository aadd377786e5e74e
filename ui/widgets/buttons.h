// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPushButton>
#include <QWidget>

#include <vector>

class QAction;
class QBoxLayout;
class QButtonGroup;
class QHBoxLayout;
class QMenu;

namespace humdrum {

/// Marks a button as the one main action of its page: filled with the accent.
void setPrimary(QPushButton *button, bool primary = true);
[[nodiscard]] bool isPrimary(const QWidget *button);

/// A button that is an action: text, icon, enabled and tooltip (with the reason while disabled) follow it.
class ActionButton : public QPushButton {
    Q_OBJECT
public:
    explicit ActionButton(QAction *action, QWidget *parent = nullptr);
    [[nodiscard]] QAction *action() const { return m_action; }
    /// Makes it the button of another action.
    void setAction(QAction *action);
    /// Shows the icon alone; the text stays its accessible name.
    void setIconOnly();

private:
    void follow();
    QAction *m_action = nullptr;
    bool m_iconOnly = false;
    bool m_actionVisible = true;
};

/// "8 weeks ▾": a button whose text is the chosen entry of its menu. `name` is what is chosen, for screen readers.
class ChoiceButton : public QPushButton {
    Q_OBJECT
public:
    explicit ChoiceButton(const QString &name, QWidget *parent = nullptr);

    /// Replaces the entries; keeps what is chosen where it is still there, else takes the first.
    void setChoices(const std::vector<std::pair<QString, QString>> &valuesAndTexts);
    [[nodiscard]] QString value() const { return m_value; }
    /// False when there is no such entry. Emits chosen() only for a user's choice.
    bool setValue(const QString &value);

Q_SIGNALS:
    void chosen(const QString &value);

private:
    void showValue();
    QString m_name;
    QString m_value;
    std::vector<std::pair<QString, QString>> m_choices;
    QMenu *m_menu;
};

/// Two to five exclusive choices side by side; arrow keys move between them.
class SegmentedChoice : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedChoice(const QString &name, QWidget *parent = nullptr);
    void addChoice(const QString &value, const QString &text);
    [[nodiscard]] QString value() const;
    bool setValue(const QString &value);

Q_SIGNALS:
    void chosen(const QString &value);

private:
    QButtonGroup *m_group;
    QHBoxLayout *m_layout;
};

/// The row of buttons at the top of a page: what narrows at the left, what acts at the right. Where both do not fit beside
/// each other they stand in two rows.
class PageToolbar : public QWidget {
    Q_OBJECT
public:
    explicit PageToolbar(QWidget *parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;
    void addLeft(QWidget *widget);
    void addRight(QWidget *widget);
    /// An action of the registry as a button at the right; `primary` for the one main action.
    ActionButton *addAction(QAction *action, bool primary = false);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void arrange();
    [[nodiscard]] bool needsTwoRows() const;
    QBoxLayout *m_rows;
    QHBoxLayout *m_left;
    QHBoxLayout *m_right;
};

} // namespace humdrum
