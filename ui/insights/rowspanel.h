// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/insightmodels.h"
#include "ui/shell/snapshotfeed.h"
#include "ui/widgets/sidepanel.h"

namespace humdrum {

class DataTable;
class ErrorBanner;
class Label;

/// The rows behind a figure, at the side of the page. Return opens one on its page; Escape closes the panel.
class RowsPanel final : public SidePanel {
    Q_OBJECT
public:
    explicit RowsPanel(Store &store, QWidget *parent = nullptr);

    /// Reads and shows `rows`, headed by `title`.
    void ask(const InsightRowsAsk &rows, const QString &title, const QByteArray &zone);
    [[nodiscard]] DataTable *table() const { return m_table; }
    /// Lets it read while its page is in front and it is shown.
    void setActive(bool active) { m_feed->setActive(active); }

Q_SIGNALS:
    /// A row was opened: "release:17".
    void opened(const QString &subject);

private:
    void show(const InsightRows &rows);

    SnapshotFeed<InsightRows> *m_feed;
    InsightRowsModel *m_model;
    InsightRowsAsk m_ask;
    Label *m_count;
    ErrorBanner *m_error;
    DataTable *m_table;
};

} // namespace humdrum
