// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/promotionmodels.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QSplitter;
class QStackedWidget;

namespace humdrum {

class Card;
class ChoiceButton;
class DataTable;
class HoldsCard;
class PromotePanel;
class PromotionPanel;
class QueueBar;

/// What runs and waits, what waits for a person, and everything that was promoted; the chosen one at the side.
class PromotionsPage final : public Page {
    Q_OBJECT
public:
    PromotionsPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void activated() override;
    void deactivated() override;
    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// One of the three lists.
    struct List {
        PromotionsModel *model = nullptr;
        Card *card = nullptr;
        DataTable *table = nullptr;
    };
    void addActions();
    void buildWidgets();
    QWidget *buildLists(QWidget *parent);
    QWidget *buildFilter(QWidget *parent);
    QWidget *buildSide(QWidget *parent);
    List addList(QWidget *parent, const QString &name);
    void readList();
    void showList(const PromotionsOverview &list);
    [[nodiscard]] static QString attentionTitle(const PromotionsOverview &list);
    void showFindings(const PromotionsOverview &list);
    void showChoices(const PromotionsOverview &list);
    void chooseFirst();
    void selectOnly(PromotionId promotion);
    void narrow();
    void readMore();
    void exportHistory();
    void choose(PromotionId promotion);
    void showPromotion(const PromotionOverview &promotion);
    void showRights();
    void ask(PromotionKind kind);
    void showSide(QWidget *panel);
    [[nodiscard]] const PromotionOverview *chosen() const;
    [[nodiscard]] PromotionFilter filter() const;
    [[nodiscard]] QString valueOf(const QString &name, const ChoiceButton *choice) const;
    [[nodiscard]] std::array<std::pair<QString, ChoiceButton *>, 5> choices() const;

    SnapshotFeed<PromotionsOverview> *m_feed;
    SnapshotFeed<PromotionOverview> *m_promotion;
    PromotionId m_chosen;
    QJsonObject m_remembered; ///< values of the filter whose choices have not been read yet
    int m_limit = 0;
    bool m_moreWanted = false; ///< it was scrolled to the end while it was being read
    bool m_exporting = false;
    bool m_filling = false; ///< rows come and go: what becomes current by that has not been chosen

    QStackedWidget *m_stack = nullptr; ///< the lists, or that there is nothing yet
    QSplitter *m_split = nullptr;
    bool m_placed = false; ///< the splitter stands where it was remembered
    QueueBar *m_queue = nullptr;
    List m_now, m_attention, m_history;
    HoldsCard *m_holds = nullptr;
    QStackedWidget *m_historyStack = nullptr;
    ChoiceButton *m_environment = nullptr;
    ChoiceButton *m_service = nullptr;
    ChoiceButton *m_state = nullptr;
    ChoiceButton *m_person = nullptr;
    ChoiceButton *m_time = nullptr;
    QStackedWidget *m_side = nullptr;
    PromotionPanel *m_panel = nullptr;
    PromotePanel *m_promote = nullptr;
};

} // namespace humdrum
