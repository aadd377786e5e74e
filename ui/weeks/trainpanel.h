// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/weeksoverview.h"
#include "ui/widgets/sidepanel.h"

class QGridLayout;
class QPushButton;

namespace humdrum {

class StatusChip;

/// One train at the side of the weeks: what it is, what rides it, what still needs somebody.
class TrainPanel final : public SidePanel {
    Q_OBJECT
public:
    explicit TrainPanel(QWidget *parent = nullptr);

    void show(const TrainOverview &train);
    void clear();
    [[nodiscard]] TrainId train() const { return m_train; }

Q_SIGNALS:
    void notesAsked(humdrum::ReleaseId release);
    void pipelineAsked(humdrum::ReleaseId release);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
    [[nodiscard]] bool needsTwoRows() const;
    void showHead(const TrainOverview &t);
    void showManifest(const TrainOverview &t);
    void showAttention(const TrainOverview &t);
    void showBatch(const TrainOverview &t);

    TrainOverview m_shown;
    bool m_stacked = false; ///< there is no room for a line of the manifest in one row
    TrainId m_train;
    ReleaseId m_release;
    StatusChip *m_state;
    StatusChip *m_bag;
    Label *m_leaves;
    Label *m_cutoff;
    Label *m_people;
    Label *m_manifestCaption;
    QGridLayout *m_manifest;
    QVBoxLayout *m_attention;
    Label *m_batch;
    QPushButton *m_notes;
    QPushButton *m_pipeline;
};

} // namespace humdrum
