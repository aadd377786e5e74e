// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/pipelinemodel.h"

#include "items/wording.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(PipelineModel)
};

constexpr qsizetype shortHash = 7;

} // namespace

void PipelineModel::setOverview(PipelineOverview overview)
{
    std::vector<PipelineNode> nodes = std::exchange(overview.nodes, {});
    const auto sameEnds = [](const PipelineEdge &a, const PipelineEdge &b) { return a.from == b.from && a.to == b.to; };
    const bool sameStructure = std::ranges::equal(nodes, rows(), {}, &PipelineNode::id, &PipelineNode::id) &&
        std::ranges::equal(overview.edges, m_overview.edges, sameEnds) &&
        overview.rows.size() == m_overview.rows.size();
    const bool sameEdges = sameStructure && overview.edges == m_overview.edges && overview.rows == m_overview.rows;
    m_overview = std::move(overview);
    setRows(std::move(nodes));
    if (!sameStructure)
        Q_EMIT structureChanged();
    else if (!sameEdges)
        Q_EMIT edgesChanged();
}

std::vector<int> PipelineModel::before(int row) const
{
    std::vector<int> result;
    for (const PipelineEdge &e : m_overview.edges) {
        if (e.to == row)
            result.push_back(e.from);
    }
    return result;
}

std::vector<int> PipelineModel::after(int row) const
{
    std::vector<int> result;
    for (const PipelineEdge &e : m_overview.edges) {
        if (e.from == row)
            result.push_back(e.to);
    }
    return result;
}

QString PipelineModel::factsOf(const PipelineNode &node) const
{
    QStringList facts;
    if (node.kind != StageKind::Deploy) {
        if (node.kind == StageKind::Join && !node.version.isEmpty())
            facts << node.version;
        if (const QString tests = wording::tests(node.tests); !tests.isEmpty())
            facts << tests;
        if (const QString took = wording::took(node.took); !took.isEmpty())
            facts << took;
        return facts.isEmpty() ? node.word : facts.join(u" · "_s);
    }
    if (node.mark == Mark::Running) {
        facts << node.comes;
        if (!node.step.isEmpty())
            facts << node.step.toLower();
        if (node.tests.total > 0)
            facts << u"%1/%2"_s.arg(node.tests.passed()).arg(node.tests.total);
        return facts.join(u" · "_s);
    }
    if (!node.comes.isEmpty())
        return (node.runs.isEmpty() ? QString() : QString(node.runs + u' ')) + u"→ " + node.comes;
    if (node.runs.isEmpty())
        return Text::tr("runs nothing yet");
    facts << node.runs;
    if (node.since != noTime && m_overview.now > node.since)
        facts << wording::age(m_overview.now - node.since);
    return facts.join(u" · "_s);
}

QString PipelineModel::sentenceOf(const PipelineNode &node) const
{
    QStringList parts{node.name};
    if (!node.service.isEmpty())
        parts.prepend(node.service.value);
    parts << titleOf(node.mark);
    if (node.word != titleOf(node.mark))
        parts << node.word;
    if (const QString facts = factsOf(node); facts != node.word)
        parts << facts;
    if (!node.note.isEmpty())
        parts << node.note;
    return parts.join(u", "_s);
}

QString PipelineModel::title(int column) const
{
    switch (column) {
    case NameColumn:
        return Text::tr("Stage");
    case StateColumn:
        return Text::tr("State");
    default:
        return Text::tr("Facts");
    }
}

QVariant PipelineModel::cell(const PipelineNode &node, int column, int role) const
{
    if (role == SubjectRole)
        return node.kind == StageKind::Deploy ? QString(u"environment:" + node.environment.value)
                                              : QString(u"stage:" + node.id);
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return sentenceOf(node);
    switch (column) {
    case NameColumn:
        if (role == Qt::DisplayRole)
            return node.service.isEmpty() ? node.name : QString(node.service.value + u' ' + node.name);
        return role == StrongRole ? QVariant(node.strong) : QVariant();
    case StateColumn:
        if (role == Qt::DisplayRole)
            return node.word;
        return role == MarkRole ? QVariant(static_cast<int>(node.mark)) : QVariant();
    default:
        return role == Qt::DisplayRole ? QVariant(factsOf(node)) : QVariant();
    }
}

QString StepsModel::title(int column) const
{
    switch (column) {
    case TitleColumn:
        return Text::tr("Step");
    case StateColumn:
        return Text::tr("State");
    case TookColumn:
        return Text::tr("Took");
    default:
        return {};
    }
}

QVariant StepsModel::cell(const StepLine &line, int column, int role) const
{
    if (role == SubjectRole)
        return line.promotion.isValid() ? QVariant(u"promotion:%1"_s.arg(line.promotion.value)) : QVariant();
    if (role == Qt::ToolTipRole)
        return line.message.isEmpty() ? QVariant() : QVariant(line.message);
    switch (column) {
    case TitleColumn:
        return role == Qt::DisplayRole ? QVariant(line.title) : QVariant();
    case StateColumn:
        if (role == Qt::DisplayRole) {
            if (line.underWay && line.tests.total > 0)
                return Text::tr("%1 of %2").arg(line.tests.passed()).arg(line.tests.total);
            return line.word;
        }
        return role == MarkRole ? QVariant(static_cast<int>(line.mark)) : QVariant();
    case TookColumn:
        if (role == Qt::DisplayRole)
            return wording::took(line.took);
        return role == MonospaceRole ? QVariant(true) : QVariant();
    default:
        if (role == Qt::DisplayRole) {
            const QString tests = wording::tests(line.tests);
            return line.message.isEmpty() ? tests
                : tests.isEmpty()         ? line.message
                                          : QString(tests + u" · " + line.message);
        }
        return role == MutedRole ? QVariant(true) : QVariant();
    }
}

QString ChangesModel::title(int column) const
{
    switch (column) {
    case KindColumn:
        return {};
    case SummaryColumn:
        return Text::tr("Change");
    case ServiceColumn:
        return Text::tr("Service");
    default:
        return Text::tr("Reference");
    }
}

QVariant ChangesModel::cell(const ChangeLine &line, int column, int role) const
{
    const QString commit = line.commit.first(std::min(shortHash, line.commit.size()));
    if (role == Qt::ToolTipRole)
        return QString(line.summary + u"\n" + commit + u" · " + line.author);
    switch (column) {
    case KindColumn:
        if (role == Qt::DisplayRole)
            return wording::kindOfChange(line.type, line.breaking);
        if (role == StrongRole)
            return line.breaking;
        return role == MutedRole ? QVariant(!line.breaking) : QVariant();
    case SummaryColumn:
        return role == Qt::DisplayRole ? QVariant(line.summary) : QVariant();
    case ServiceColumn:
        return role == Qt::DisplayRole ? QVariant(line.service.value) : QVariant();
    default:
        if (role == Qt::DisplayRole)
            return line.references.isEmpty() ? commit : line.references.join(u' ');
        return role == MonospaceRole ? QVariant(true) : QVariant();
    }
}

} // namespace humdrum
