// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

inline const QByteArray plain =
    R"({"service": "billing", "environment": "aurora-prod", "version": "4.18.2", "commit": "A41F9C2", "from": "2026-11-24T10:05:00+01:00", "started": "2026-11-24T10:00:00+01:00", "deployer": "nr", "kind": "regular", "outcome": "succeeded"})";
inline const QByteArray full =
    R"({"service":"ledger","environment":"aurora-prod","version":"1.9.1","commit":"0123456789abcdef0123456789abcdef01234567","from":"2026-11-24T12:00:00.5Z","started":"2026-11-24T11:00:00Z","deployer":"Ivo \"I\" Kr\u00e4nz","release":"2026.48.1","train":"2026.48","kind":"patch","patches":"2026.48","outcome":"failed","cause":"environment","message":"disk full","remedies":"2026-11-24T10:05:00+01:00","attended":true})";
inline const QByteArray sample =
    R"({"pool":"aurora","resource":"disk","used":1.5e9,"capacity":2000000000,"at":"2026-11-24T09:00:00Z"})";

inline const QByteArray leadingZero =
    R"({"pool":"a","resource":"disk","used":01,"capacity":1,"at":"2026-11-24T09:00:00Z"})";
inline const QByteArray negativeUse =
    R"({"pool":"a","resource":"disk","used":-1,"capacity":1,"at":"2026-11-24T09:00:00Z"})";
inline const QByteArray misspeltSample =
    R"({"pool":"a","resorce":"disk","used":1,"capacity":1,"at":"2026-11-24T09:00:00Z"})";
inline const QByteArray remediesFirst = R"({"remedies": "2026-11-24T10:05:00+01:00", )";
inline const QByteArray messageFirst = R"({"message": "disk full", )";
inline const QByteArray causeFirst = R"({"cause": "change", )";
inline const QByteArray patchesFirst = R"({"patches": "2026.47", )";
