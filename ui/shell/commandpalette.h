// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/palettemodel.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QListView;

namespace humdrum {

class Label;

/// Ctrl+K: finds pages, actions, releases, changes, builds, environments, services and people. Typing narrows, Up and Down
/// choose, Return goes there, Escape closes; the focus never leaves the field. The store is asked off the GUI thread,
/// debounced, and an answer to an older question is dropped. Lives in the window it was made for.
class CommandPalette : public QWidget {
    Q_OBJECT
public:
    CommandPalette(ActionRegistry &actions, Store &store, Navigator &navigator,
                   const std::vector<PageDescription> &pages, QWidget *window);

    /// Opens it on `query`, which stands in the field.
    void popup(const QString &query = {});
    void dismiss();
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] PaletteModel *model() const { return m_model; }
    /// Whether an answer of the store is still awaited.
    [[nodiscard]] bool isSearching() const { return m_searching; }

Q_SIGNALS:
    /// Somebody wants that action done, be it of the page in front or of another.
    void actionChosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    void narrow();
    void ask();
    void move(int by);
    void choose(const QModelIndex &index);
    void selectFirst();
    void showOutcome();

    Store &m_store;
    Navigator &m_navigator;
    QWidget *m_panel;
    QLineEdit *m_field;
    QListView *m_list;
    Label *m_outcome;  ///< in the place of the list when there is nothing on it
    QString m_problem; ///< why the store did not answer the last question
    PaletteModel *m_model;
    QTimer m_debounce;
    QPointer<QWidget> m_before;
    quint64 m_generation = 0;
    bool m_searching = false;
};

} // namespace humdrum
