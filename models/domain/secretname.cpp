// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/secretname.h"

#include <algorithm>

namespace humdrum {

bool isSecretName(QStringView name)
{
    const auto plain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
    };
    return !name.isEmpty() && name.size() <= longestSecretName && plain(name.front()) &&
        std::ranges::all_of(name, [plain](QChar c) { return plain(c) || c == u'.' || c == u'_' || c == u'-'; });
}

} // namespace humdrum
