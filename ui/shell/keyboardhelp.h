// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

class QStandardItemModel;

namespace humdrum {

class ActionRegistry;

/// F1: every action with its key, grouped as in the registry. Beside the work, not over it.
class KeyboardHelp : public QDialog {
    Q_OBJECT
public:
    explicit KeyboardHelp(const ActionRegistry &actions, QWidget *parent = nullptr);
    [[nodiscard]] QStandardItemModel *model() const { return m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    const ActionRegistry &m_actions;
    QStandardItemModel *m_model;
};

} // namespace humdrum
