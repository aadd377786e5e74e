// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include <QCoreApplication>

#include <cstdio>

/// Prints the figures of the storage; an argument is the folder to measure in.
int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QList<humdrum::bench::Figure> figures = humdrum::bench::storage(QCoreApplication::arguments().value(1));
    for (const humdrum::bench::Figure &figure : figures)
        std::printf("%-55s %12.2f %s\n", qUtf8Printable(figure.name), figure.value, qUtf8Printable(figure.unit));
    return 0;
}
