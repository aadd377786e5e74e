// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteAuditLog final : public AuditLog {
public:
    explicit SqliteAuditLog(SessionContext &context) : m_context(context) {}
    Result<void> append(const QString &action, const QString &subject, const QByteArray &before,
                        const QByteArray &after) override;
    [[nodiscard]] Result<std::vector<AuditEvent>> list(int limit, const QString &subject) override;
    [[nodiscard]] Result<Verdict> verify() override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
