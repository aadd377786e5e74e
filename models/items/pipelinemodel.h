// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/rowsmodel.h"
#include "operations/overview/pipelineoverview.h"

namespace humdrum {

/// The stages as rows, for the outline, screen readers and the picture, which all share one selection model. The picture
/// reads the rows' values and the edges.
class PipelineModel final : public RowsModel<PipelineNode, &PipelineNode::id> {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, FactsColumn, ColumnCount };

    using RowsModel::RowsModel;

    /// Tells what differs; structureChanged() only when stages or edges came or went.
    void setOverview(PipelineOverview overview);
    /// Without its nodes, which are rows().
    [[nodiscard]] const PipelineOverview &overview() const { return m_overview; }
    [[nodiscard]] const std::vector<PipelineEdge> &edges() const { return m_overview.edges; }
    /// Rows before and after a row along the edges, in the order of the edges.
    [[nodiscard]] std::vector<int> before(int row) const;
    [[nodiscard]] std::vector<int> after(int row) const;

    /// The quiet line in the box: "412 tests · 3 m 2 s", "2026.47 → 2026.48".
    [[nodiscard]] QString factsOf(const PipelineNode &node) const;
    /// The whole node as a sentence.
    [[nodiscard]] QString sentenceOf(const PipelineNode &node) const;

Q_SIGNALS:
    void structureChanged();
    /// States of edges changed, or what is chosen.
    void edgesChanged();

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const PipelineNode &node, int column, int role) const override;

private:
    PipelineOverview m_overview;
};

/// Steps of a promotion or attempts of a stage.
class StepsModel final : public RowsModel<StepLine, &StepLine::id> {
public:
    enum Column { TitleColumn, StateColumn, TookColumn, MessageColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const StepLine &line, int column, int role) const override;
};

/// What an environment gets.
class ChangesModel final : public RowsModel<ChangeLine, &ChangeLine::id> {
public:
    enum Column { KindColumn, SummaryColumn, ServiceColumn, ReferenceColumn, ColumnCount };

    using RowsModel::RowsModel;

protected:
    [[nodiscard]] int columns() const override { return ColumnCount; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const ChangeLine &line, int column, int role) const override;
};

} // namespace humdrum
