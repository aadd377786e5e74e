// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

inline const QByteArray inLine =
    R"({"release": "2026.47", "text": "# 2026.47\n\n- **billing**: retries (#1234)\n", "author": "nr", "written": "2026-11-13T17:00:00+01:00", "publisher": "tm", "published": "2026-11-16T15:00:00+01:00"})";
inline const QByteArray inFile =
    R"({"release": "2026.46", "file": "2026.46.md", "author": "Ivo Kränz", "written": "2026-11-06T16:00:00Z"})";
inline const QByteArray signature =
    R"({"release": "2026.47", "role": "support-lead", "person": "wc", "signed": "2026-11-16T11:00:00+01:00", "comment": "read twice"})";
inline const QByteArray otherSignature =
    R"({"release": "2026.47", "role": "support-lead", "person": "pl", "signed": "2026-11-15T11:00:00+01:00"})";
