// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/insightwords.h"
#include "items/rowsmodel.h"

namespace humdrum {

/// The rows behind a figure. What the columns are depends on what the rows are of.
class InsightRowsModel final : public RowsModel<InsightRow, &InsightRow::key> {
public:
    using RowsModel::RowsModel;
    void show(const InsightRows &rows);
    enum Column { WhenColumn, TitleColumn, WhereColumn, StateColumn };

protected:
    [[nodiscard]] int columns() const override { return 4; }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const InsightRow &row, int column, int role) const override;

private:
    RowKind m_kind = RowKind::Deployment;
};

/// One part with its figures as texts.
struct PartRow {
    QString key;
    QString name;
    std::vector<FigureText> figures; ///< in the order of measures, without the trains
    friend bool operator==(const PartRow &, const PartRow &) = default;
};

/// The same measures for each service or environment.
class PartsModel final : public RowsModel<PartRow, &PartRow::key> {
public:
    using RowsModel::RowsModel;
    void show(const std::vector<InsightsPart> &parts, bool environments);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(measures.size()); }
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const PartRow &row, int column, int role) const override;

private:
    bool m_environments = false;
};

struct ScoreRow {
    TrainId train;
    QString version;
    QString score; ///< "0.85", or why there is none
    std::optional<double> value;
    bool boring = false;
    std::array<BoringMark, 8> marks{};
    friend bool operator==(const ScoreRow &, const ScoreRow &) = default;
};

/// Trains with their boring score and its components, each under its weight. Newest first.
class ScoresModel final : public RowsModel<ScoreRow, &ScoreRow::train> {
public:
    using RowsModel::RowsModel;
    void show(const std::vector<TrainBar> &trains);
    enum Column { TrainColumn, ScoreColumn, FirstComponentColumn };

protected:
    [[nodiscard]] int columns() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(const ScoreRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace humdrum
