// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/insightmodels.h"
#include "ui/shell/snapshotfeed.h"

#include <QWidget>

class QToolButton;

namespace humdrum {

class DataTable;
class ErrorBanner;
class Label;

/// The rows behind a figure, at the side of the page. Return opens one on its page; Escape closes the panel.
class RowsPanel final : public QWidget {
    Q_OBJECT
public:
    explicit RowsPanel(Store &store, QWidget *parent = nullptr);

    /// Reads and shows `rows`, headed by `title`.
    void ask(const InsightRowsAsk &rows, const QString &title, const QByteArray &zone);
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] QString title() const;
    /// Lets it read while its page is in front and it is shown.
    void setActive(bool active) { m_feed->setActive(active); }

Q_SIGNALS:
    /// A row was opened: "release:17".
    void opened(const QString &subject);
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void show(const InsightRows &rows);

    SnapshotFeed<InsightRows> *m_feed;
    InsightRowsModel *m_model;
    InsightRowsAsk m_ask;
    Label *m_title;
    Label *m_count;
    QToolButton *m_close;
    ErrorBanner *m_error;
    DataTable *m_table;
};

} // namespace humdrum
