// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringView>

#include <variant>
#include <vector>

namespace humdrum {

/// A field of a flat JSON object and where it stands; columns count characters from 1. QJsonDocument knows no places.
struct JsonField {
    QString name;
    std::variant<std::nullptr_t, bool, double, QString> value;
    int nameColumn = 0;
    int valueColumn = 0;
};

struct JsonFault {
    int column = 0;
    QString message;
};

/// Reads one JSON object (RFC 8259) whose values are no objects or arrays. False with a fault where it is none. Doubled names are a fault.
[[nodiscard]] bool readJsonLine(QStringView line, std::vector<JsonField> &fields, JsonFault &fault);

} // namespace humdrum
