// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/plan.h"

#include <QHash>

namespace humdrum {

/// The values a command of an environment gets, as environment variables HUMDRUM_PRODUCT, _SERVICE, _VERSION, _COMMIT,
/// _DIGEST, _ENVIRONMENT, _PREVIOUS_VERSION, _PREVIOUS_COMMIT (empty for the first), _REPOSITORY, _RELEASE (empty for a
/// single build), _RUN ("promotion-17") and _FOLDER (of humdrum.yaml). All are always set.
[[nodiscard]] QHash<QString, QString> variablesOf(const Product &product, const Promotion &promotion,
                                                  const PromotionSubject &subject);

/// Those of a stage's command: HUMDRUM_PRODUCT, _STAGE, _SERVICE, _COMMIT, _VERSION, _DIGEST, _REPOSITORY, _RELEASE, _RUN
/// ("stage-5"), _FOLDER and, for a Join, _MANIFEST: {"billing": {"version": "4.18.2", "commit": "…"}, …}.
[[nodiscard]] QHash<QString, QString> variablesOf(const Product &product, const Stage &stage, const StageRun &run,
                                                  const std::optional<Build> &build, const QString &releaseVersion,
                                                  const std::vector<Build> &manifest);

} // namespace humdrum
