// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/page.h"

#include <QDialog>
#include <QTimer>

class QStandardItemModel;

namespace humdrum {

/// F1: every action with its page and its key, grouped as in the registry. Beside the work, not over it.
class KeyboardHelp : public QDialog {
    Q_OBJECT
public:
    KeyboardHelp(const ActionRegistry &actions, std::vector<PageDescription> pages, QWidget *parent = nullptr);
    [[nodiscard]] QStandardItemModel *model() const { return m_model; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();

    const ActionRegistry &m_actions;
    std::vector<PageDescription> m_pages;
    QTimer m_soon; ///< a page brings many actions at once
    QStandardItemModel *m_model;
};

} // namespace humdrum
