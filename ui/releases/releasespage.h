// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/releasemodels.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace humdrum {

class Card;
class ChoiceButton;
class ComparePanel;
class CreatePanel;
class DataTable;
class PromotePanel;
class ReleasePanel;

/// The list of releases, and at its side the chosen one, or what is asked about it.
class ReleasesPage final : public Page {
    Q_OBJECT
public:
    ReleasesPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void activated() override;
    void deactivated() override;
    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addActions();
    void buildWidgets();
    QWidget *buildBar(QWidget *parent);
    QWidget *buildList(QWidget *parent);
    QWidget *buildSide(QWidget *parent);
    void readList();
    void showList(const ReleasesOverview &list);
    void showFinding(const ReleasesOverview &list);
    void narrow();
    void clearFilter();
    void readMore();
    void exportList();
    void choose(ReleaseId release);
    void showChosen();
    void showRelease(const ReleaseOverview &release);
    void showRights();
    void promote();
    void promoteTo(const EnvironmentKey &environment);
    void withdraw(const QString &reason);
    void showSide(QWidget *panel);
    [[nodiscard]] const ReleaseOverview *chosen() const;
    [[nodiscard]] ReleaseFilter filter() const;

    ReleasesModel *m_model;
    SnapshotFeed<ReleasesOverview> *m_list;
    SnapshotFeed<ReleaseOverview> *m_release;
    ReleaseId m_chosen;
    bool m_wanted = false; ///< m_chosen was asked for and is to be scrolled to
    int m_limit = 0;
    bool m_moreWanted = false; ///< it was scrolled to the end while it was being read
    bool m_exporting = false;
    bool m_filling = false; ///< rows come and go: what becomes current by that has not been chosen
    QTimer *m_typing;

    QLineEdit *m_text = nullptr;
    ChoiceButton *m_state = nullptr;
    ChoiceButton *m_kind = nullptr;
    QSplitter *m_split = nullptr;
    bool m_placed = false; ///< the splitter stands where it was remembered, or where it belongs
    Card *m_card = nullptr;
    QStackedWidget *m_tableStack = nullptr;
    DataTable *m_table = nullptr;
    QStackedWidget *m_side = nullptr;
    ReleasePanel *m_panel = nullptr;
    ComparePanel *m_compare = nullptr;
    CreatePanel *m_create = nullptr;
    PromotePanel *m_promote = nullptr;
};

} // namespace humdrum
