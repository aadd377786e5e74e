// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteTrainRepository final : public TrainRepository {
public:
    explicit SqliteTrainRepository(SessionContext &context) : m_context(context) {}
    Result<int> plan(std::span<const Train> trains) override;
    Result<void> change(const Train &train, const QString &reason) override;
    Result<void> transition(TrainId id, TrainState to, Timestamp at, const QString &reason) override;
    [[nodiscard]] Result<std::optional<Train>> byId(TrainId id) override;
    [[nodiscard]] Result<std::optional<Train>> byVersion(const QString &version) override;
    [[nodiscard]] Result<std::vector<Train>> between(Timestamp from, Timestamp to) override;
    [[nodiscard]] Result<std::optional<Train>> next() override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
