// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "example/harbour.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <cstdio>
int main(int c, char **v) { QCoreApplication a(c, v); QElapsedTimer t; t.start();
 humdrum::HarbourOptions o; o.folder = QString::fromLocal8Bit(v[1]); if (c > 2) o.until = QDate::fromString(QString::fromLocal8Bit(v[2]), Qt::ISODate); if (c > 3) o.portBase = atoi(v[3]);
 auto r = humdrum::createHarbour(o, [&](double f, const QString &s) { std::printf("%5lld %.2f %s\n", t.elapsed(), f, qPrintable(s)); });
 if (!r) { std::printf("ERR %s\n%s\n", qPrintable(r.error().toString()), qPrintable(r.error().details)); return 1; }
 std::printf("%lld ms train %s port %d\n", t.elapsed(), qPrintable(r->nextTrain), r->portBase); return 0; }
