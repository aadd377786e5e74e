// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/insights.h"

#include <QCoreApplication>
#include <QTextStream>

/// Prints the figures of the page Insights; an argument is the folder to measure in.
int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QTextStream out(stdout);
    for (const humdrum::bench::Figure &f : humdrum::bench::insights(QCoreApplication::arguments().value(1)))
        out << f.name.leftJustified(60) << QString::number(f.value, 'f', 1) << ' ' << f.unit << '\n';
    return 0;
}
