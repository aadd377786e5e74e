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
        lines << (fact.also.isEmpty() ? fact.text
                                      : Text::tr("%1; likewise %2").arg(fact.text, fact.also.join(u", "_s)));
    }
    return lines.join(u'\n');
}

} // namespace humdrum
