// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/example.h"
#include "bench/table.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

using namespace humdrum::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int overBudgetCode = 1;
constexpr int wrongUse = 2;
constexpr double enteringBudget = 300; ///< milliseconds

struct Part {
    QString name;
    QList<Figure> (*measure)(const Places &);
};

/// What packaging/bench measured before it came here: a ready root cannot be entered from within.
QList<Figure> entering(const QString &milliseconds)
{
    std::vector<double> times;
    for (const QString &word : milliseconds.split(u',', Qt::SkipEmptyParts))
        times.push_back(word.toDouble());
    if (times.empty())
        return {};
    return {{.name = u"packaging/shell true"_s,
             .value = median(times),
             .reference = 0,
             .unit = u"ms"_s,
             .referenceName = {},
             .limit = enteringBudget}};
}

void print(const QString &text) { std::fputs(qUtf8Printable(text), stdout); }

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const QList<Part> parts{{u"start"_s, startup},        {u"pages"_s, pages},     {u"insights"_s, insights},
                            {u"imports"_s, imports},      {u"storage"_s, storage}, {u"promotions"_s, promotions},
                            {u"throughput"_s, throughput}};
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Prints the table of benchmarks: PART is start, pages, insights, imports, storage, promotions or throughput."_s);
    parser.addHelpOption();
    const QCommandLineOption entered(u"entered"_s, u"How long it took to enter the root, several times."_s,
                                     u"MS,MS…"_s);
    parser.addOption(entered);
    parser.addPositionalArgument(u"PART"_s, u"Only these parts."_s, u"[PART…]"_s);
    parser.process(application);
    const QStringList wanted = parser.positionalArguments();
    for (const QString &name : wanted) {
        if (std::ranges::find(parts, name, &Part::name) == parts.end()) {
            std::fprintf(stderr, "humdrum_bench: there is no part '%s'\n", qUtf8Printable(name));
            return wrongUse;
        }
    }
    const Example example;
    QList<Figure> figures = entering(parser.value(entered));
    for (const Part &part : parts) {
        if (!wanted.isEmpty() && !wanted.contains(part.name))
            continue;
        std::fprintf(stderr, "humdrum_bench: measuring %s\n", qUtf8Printable(part.name));
        figures += part.measure(example.places());
        if (part.name == u"imports")
            figures += example.figures();
    }
    print(tableOf(figures));
    const qsizetype over = overBudget(figures).size();
    print(over ? u"%1 over budget\n"_s.arg(over) : u"all within budget\n"_s);
    return over ? overBudgetCode : 0;
}
