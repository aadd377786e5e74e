// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/decisionrepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns = u"d.id, d.promotion, d.choice, d.reason, d.decided_by, d.decided_at, d.rollback_group"_s;

Decision readDecision(const Row &r)
{
    return {r.id<DecisionId>(0), r.id<PromotionId>(1),     r.word<DecisionChoice>(2), r.text(3), r.text(4),
            r.time(5),           r.id<PromotionGroupId>(6)};
}

/// Decisions with the promotion `p` that each is about.
QString decisions(const QString &condition)
{
    return u"SELECT " + columns + u" FROM promotion p JOIN promotion_decision d ON d.promotion = p.id WHERE " +
        condition + u" ORDER BY d.decided_at, d.id";
}

} // namespace

Result<DecisionId> SqliteDecisionRepository::record(const Decision &decision)
{
    const auto before = ofPromotion(decision.promotion);
    if (!before)
        return std::unexpected(before.error());
    if (*before)
        return fail(ErrorCode::AlreadyExists,
                    Storage::tr("Promotion %1 was decided on already, by %2: %3")
                        .arg(QString::number(decision.promotion.value), (*before)->by, titleOf((*before)->choice)),
                    (*before)->reason);
    const auto state = m_context.db.one(
        u"SELECT state FROM promotion WHERE id = ?"_s, [](const Row &r) { return r.word<PromotionState>(0); },
        decision.promotion);
    if (!state)
        return std::unexpected(state.error());
    using enum PromotionState;
    if (!*state || (**state != Failed && **state != Errored && **state != Denied))
        return fail(ErrorCode::RuleRefused,
                    Storage::tr("Promotion %1 is none that did not succeed.").arg(decision.promotion.value));
    const QString by = m_context.intent.actor.person;
    const auto id =
        m_context.db.insert(u"INSERT INTO promotion_decision (promotion, choice, reason, decided_by, decided_at, "
                            u"rollback_group) VALUES (?, ?, ?, ?, ?, ?)"_s,
                            decision.promotion, decision.choice, decision.reason, by, m_context.now, decision.rollback);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Promotion, decision.promotion.value);
    QJsonObject after{{u"choice"_s, wordOf(decision.choice)}, {u"decided-by"_s, by}};
    if (decision.rollback.isValid())
        after[u"rollback-group"] = decision.rollback.value;
    auto ok = m_context.record(u"decision."_s + wordOf(decision.choice),
                               subjectOf("promotion"_L1, decision.promotion.value), {}, after, decision.reason);
    if (!ok)
        return std::unexpected(ok.error());
    return DecisionId{*id};
}

Result<std::optional<Decision>> SqliteDecisionRepository::ofPromotion(PromotionId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM promotion_decision d WHERE d.promotion = ?", readDecision,
                            id.value);
}

Result<std::vector<Decision>> SqliteDecisionRepository::ofGroup(PromotionGroupId id)
{
    return m_context.db.all(decisions(u"p.group_id = ?"_s), readDecision, id.value);
}

Result<std::vector<Decision>> SqliteDecisionRepository::ofRelease(ReleaseId id)
{
    return m_context.db.all(decisions(u"p.release = ?"_s), readDecision, id.value);
}

} // namespace humdrum
