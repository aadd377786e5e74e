// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productreader.h"

#include "config/text.h"
#include "config/values.h"

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

void ProductReader::readPipeline(const Fields &top)
{
    const Fields f(m_complaints, Section::Pipeline, top.node(u"pipeline"_s), top.keyOf(u"pipeline"_s));
    readRows(f);
    readExtraStages(f);
    const bool any = std::ranges::any_of(m_drafts, [](const StageDraft &d) { return !d.stage.service.isEmpty(); });
    if (!any && !m_product.services.empty())
        top.missing(u"pipeline"_s,
                    Text::tr("Describe at least one stage under “service-stages”, so that something is tested before "
                             "it is promoted."));
    addDeployStages(top);
    linkStages();
    if (checkCycle())
        readRanks();
}

void ProductReader::addDraft(StageDraft draft)
{
    const auto same =
        std::ranges::find_if(m_drafts, [&](const StageDraft &d) { return d.stage.key == draft.stage.key; });
    if (same != m_drafts.end()) {
        m_complaints.add(*draft.at,
                         Text::tr("Two stages have the key “%1”; the other is in line %2")
                             .arg(draft.stage.key.value, QString::number(same->at->line)),
                         Text::tr("A deploy stage has the key of its environment; rename one of the two."));
        return;
    }
    m_drafts.push_back(std::move(draft));
}

void ProductReader::readRows(const Fields &pipeline)
{
    const auto entries = pipeline.things(u"service-stages"_s);
    QStringList row;
    for (const YamlNode::Entry &entry : entries)
        row.append(entry.key->text);
    std::vector<Stage> stages;
    for (const YamlNode::Entry &entry : entries) {
        const Fields f(m_complaints, Section::RowStage, entry.value, entry.key);
        Stage s;
        s.key = {entry.key->text};
        s.name = f.text(u"name"_s, s.key.value);
        s.kind = f.word<StageKind>(u"kind"_s, StageKind::Test, {u"commit"_s, u"test"_s});
        s.command = readCommand(f);
        s.junit = readGlobs(f);
        const auto known = [&](const Words &words) {
            Words in;
            for (const auto &[word, at] : words) {
                if (isKnown(word, *at, row, Text::tr("stage in this row")))
                    in.emplace_back(word, at);
            }
            return in;
        };
        Words needs = known(f.list(u"needs"_s));
        Words oneOf = known(readOneOf(f, u"needs-one-of"_s));
        if (!f.has(u"needs"_s) && !f.has(u"needs-one-of"_s) && !stages.empty())
            needs.emplace_back(stages.back().key.value, entry.key);
        m_row.push_back({s.key.value, std::move(needs), std::move(oneOf)});
        stages.push_back(std::move(s));
    }
    for (const Service &service : m_product.services) {
        const auto full = [&](const QString &word) { return QString(service.key.value + u'.' + word); };
        for (size_t i = 0; i < stages.size(); ++i) {
            StageDraft draft{stages[i], entries[i].key, {}};
            draft.stage.key = {full(stages[i].key.value)};
            draft.stage.service = service.key;
            for (const auto &[word, at] : m_row[i].needs)
                draft.needs.emplace_back(full(word), at);
            for (const auto &[word, at] : m_row[i].oneOf)
                draft.oneOf.emplace_back(full(word), at);
            addDraft(std::move(draft));
        }
    }
}

std::vector<StageKey> ProductReader::endsOfRow(const ServiceKey &service) const
{
    std::vector<StageKey> ends;
    for (const RowStage &stage : m_row) {
        const auto names = [&](const auto &need) { return need.first == stage.key; };
        const bool needed = std::ranges::any_of(m_row, [&](const RowStage &other) {
            return other.key != stage.key &&
                (std::ranges::any_of(other.needs, names) || std::ranges::any_of(other.oneOf, names));
        });
        if (!needed)
            ends.push_back({QString(service.value + u'.' + stage.key)});
    }
    return ends;
}

std::vector<StageKey> ProductReader::endsOfRows() const
{
    std::vector<StageKey> ends;
    for (const Service &s : m_product.services) {
        const std::vector<StageKey> own = endsOfRow(s.key);
        ends.insert(ends.end(), own.begin(), own.end());
    }
    return ends;
}

void ProductReader::readExtraStages(const Fields &pipeline)
{
    for (const YamlNode::Entry &entry : pipeline.things(u"stages"_s)) {
        const Fields f(m_complaints, Section::Stage, entry.value, entry.key);
        StageDraft draft{{}, entry.key, {}};
        Stage &s = draft.stage;
        s.key = {entry.key->text};
        s.name = f.text(u"name"_s, s.key.value);
        s.service = {f.text(u"service"_s)};
        s.kind = f.word<StageKind>(u"kind"_s, s.service.isEmpty() ? StageKind::Join : StageKind::Test,
                                   {u"commit"_s, u"test"_s, u"join"_s});
        if (!s.service.isEmpty())
            isKnown(s.service.value, f.at(u"service"_s), m_product.services, Text::tr("service"));
        if (s.kind == StageKind::Join && !s.service.isEmpty())
            m_complaints.add(f.at(u"service"_s), Text::tr("A join belongs to all services, not to one"),
                             Text::tr("Take “service” out, or write “kind: test”."));
        if (s.kind != StageKind::Join && s.service.isEmpty() && !f.has(u"service"_s))
            f.missing(u"service"_s,
                      Text::tr("Name the service that is tested, or write “kind: join” to test all together."));
        s.environment = {f.text(u"in"_s)};
        if (!s.environment.isEmpty()) {
            isKnown(s.environment.value, f.at(u"in"_s), m_product.environments, Text::tr("environment"));
            if (s.kind != StageKind::Join)
                m_complaints.add(f.at(u"in"_s), Text::tr("Only a join runs in an environment"),
                                 Text::tr("Take “in” out."));
        }
        s.command = readCommand(f);
        s.junit = readGlobs(f);
        draft.oneOf = readOneOf(f, u"needs-one-of"_s);
        if (f.has(u"needs"_s)) {
            draft.needs = f.list(u"needs"_s);
        } else if (!f.has(u"needs-one-of"_s)) {
            for (const StageKey &key : s.kind == StageKind::Join ? endsOfRows() : endsOfRow(s.service))
                draft.needs.emplace_back(key.value, entry.key);
        }
        addDraft(std::move(draft));
    }
}

void ProductReader::addDeployStages(const Fields &top)
{
    std::vector<StageKey> joins;
    for (const StageDraft &d : m_drafts) {
        if (d.stage.kind == StageKind::Join)
            joins.push_back(d.stage.key);
    }
    const std::vector<StageKey> usual = joins.empty() ? endsOfRows() : joins;
    const YamlPtr map = top.node(u"environments"_s);
    for (const Environment &e : m_product.environments) {
        const YamlNode::Entry *entry = map->find(e.key.value);
        StageDraft draft{{}, entry->key, {}};
        draft.stage.key = {e.key.value};
        draft.stage.name = e.name;
        draft.stage.kind = StageKind::Deploy;
        draft.stage.environment = e.key;
        draft.needs = m_after.value(e.key.value);
        draft.oneOf = m_afterOneOf.value(e.key.value);
        if (!m_after.contains(e.key.value) && !m_afterOneOf.contains(e.key.value)) {
            for (const StageKey &key : usual)
                draft.needs.emplace_back(key.value, entry->key);
        }
        addDraft(std::move(draft));
    }
}

void ProductReader::linkStages()
{
    for (const StageDraft &d : m_drafts)
        m_product.stages.push_back(d.stage);
    for (size_t i = 0; i < m_drafts.size(); ++i) {
        Stage &stage = m_product.stages[i];
        const auto link = [&](const Words &words) {
            std::vector<StageKey> linked;
            for (const auto &[word, at] : words) {
                if (!isKnown(word, *at, m_product.stages, Text::tr("stage or environment")) ||
                    !isNew(word, *at, stage.needs))
                    continue;
                stage.needs.push_back({word});
                linked.push_back({word});
                checkNeed(m_drafts[i], *m_product.stage({word}), *at);
            }
            return linked;
        };
        link(m_drafts[i].needs);
        stage.oneOf = link(m_drafts[i].oneOf);
    }
}

/// Of one alone it would say no more than `needs` does.
ProductReader::Words ProductReader::readOneOf(const Fields &f, const QString &key) const
{
    Words words = f.list(key);
    if (f.has(key) && words.size() < 2)
        m_complaints.add(f.at(key), Text::tr("“%1” names fewer than two").arg(key),
                         Text::tr("Name those of which one is enough, or write what is needed in any case as “%1”.")
                             .arg(key == u"after-one-of" ? u"after"_s : u"needs"_s));
    return words;
}

/// A stage of a service runs for a build, a join for a manifest: a build cannot wait for what only a manifest goes through.
void ProductReader::checkNeed(const StageDraft &draft, const Stage &need, const YamlNode &at)
{
    const Stage &s = draft.stage;
    if (!s.service.isEmpty() && need.service != s.service)
        m_complaints.add(at,
                         Text::tr("“%1” belongs to the service “%2” and cannot need “%3”, which does not")
                             .arg(s.key.value, s.service.value, need.key.value),
                         Text::tr("Let it need stages of its own service only; a join tests services together."));
}

bool ProductReader::checkCycle()
{
    std::vector<std::pair<QString, QStringList>> graph;
    for (const Stage &s : m_product.stages) {
        QStringList needs;
        for (const StageKey &key : s.needs)
            needs.append(key.value);
        graph.emplace_back(s.key.value, needs);
    }
    const std::vector<QString> cycle = findCycle(graph);
    if (cycle.empty())
        return true;
    const auto last =
        std::ranges::find_if(m_drafts, [&](const StageDraft &d) { return d.stage.key.value == cycle.back(); });
    const auto names = [&](const auto &n) { return n.first == cycle.front(); };
    const auto all = std::ranges::find_if(last->needs, names);
    const auto need = all != last->needs.end() ? all : std::ranges::find_if(last->oneOf, names);
    m_complaints.add(*need->second,
                     Text::tr("The stages need each other in a circle: %1")
                         .arg(QStringList(cycle.begin(), cycle.end()).join(u" → "_s) + u" → " + cycle.front()),
                     Text::tr("Take one of these edges out of “needs” or “after”."));
    return false;
}

} // namespace humdrum
