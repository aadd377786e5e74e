// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/version.h"

#include <QRegularExpression>

namespace humdrum {

bool isPreRelease(const QString &version)
{
    static const QRegularExpression form(QStringLiteral(R"(\Av?\d+\.\d+\.\d+-[0-9A-Za-z.-]+(?:\+[0-9A-Za-z.-]+)?\z)"));
    return form.match(version).hasMatch();
}

} // namespace humdrum
