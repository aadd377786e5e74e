// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/whynot.h"

#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

constexpr qsizetype mostNamed = 4; ///< services, before they are counted

struct Fact {
    QString text;
    QStringList also; ///< further services that the same gate stops
};

} // namespace

Result<QString> whyNot(Session &session, const WayAsk &ask)
{
    static const GateSources sources = defaultGateSources();
    std::optional<Manifest> manifest;
    if (ask.release) {
        manifest.emplace();
        manifest->id = ask.release->manifest;
        for (const auto &[service, build] : ask.builds)
            manifest->builds.emplace(service, build.id);
    }
    std::map<GateKind, Fact> facts;
    for (const auto &[service, build] : ask.builds) {
        const auto running = ask.there.find(service);
        if (running != ask.there.end() && running->second.build == build.id)
            continue;
        Result<std::vector<GateOutcome>> gates = judgeGates(session,
                                                            {.product = ask.product,
                                                             .environment = ask.environment,
                                                             .build = build,
                                                             .release = ask.release,
                                                             .manifest = manifest,
                                                             .person = ask.person},
                                                            sources);
        if (!gates)
            return std::unexpected(gates.error());
        std::erase_if(*gates, [](const GateOutcome &g) { return g.kind == GateKind::Resource || letsPass(g); });
        for (const GateOutcome &gate : *gates) {
            Fact &fact = facts[gate.kind];
            if (fact.text.isEmpty())
                fact.text = gate.text;
            else if (fact.text != gate.text)
                fact.also << service.value;
        }
    }
    QStringList lines;
    for (const auto &[gate, fact] : facts) {
        const QString others = fact.also.first(std::min(mostNamed, fact.also.size())).join(u", "_s);
        const qsizetype more = fact.also.size() - mostNamed;
        lines << (others.isEmpty() ? fact.text
                      : more > 0
                      ? Text::tr("%1; likewise %2 and %n more", nullptr, static_cast<int>(more)).arg(fact.text, others)
                      : Text::tr("%1; likewise %2").arg(fact.text, others));
    }
    return lines.join(u'\n');
}

} // namespace humdrum
