// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/variables.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace humdrum {

QHash<QString, QString> variablesOf(const Product &product, const Promotion &promotion, const PromotionSubject &subject)
{
    const Service *service = product.service(promotion.request.service);
    return {
        {u"HUMDRUM_PRODUCT"_s, product.key},
        {u"HUMDRUM_SERVICE"_s, promotion.request.service.value},
        {u"HUMDRUM_VERSION"_s, subject.build.version},
        {u"HUMDRUM_COMMIT"_s, subject.build.commit},
        {u"HUMDRUM_DIGEST"_s, subject.build.digest},
        {u"HUMDRUM_ENVIRONMENT"_s, promotion.request.environment.value},
        {u"HUMDRUM_PREVIOUS_VERSION"_s, subject.replaces ? subject.replaces->version : QString()},
        {u"HUMDRUM_PREVIOUS_COMMIT"_s, subject.replaces ? subject.replaces->commit : QString()},
        {u"HUMDRUM_REPOSITORY"_s, service ? service->repository : QString()},
        {u"HUMDRUM_RELEASE"_s, subject.release ? subject.release->version : QString()},
        {u"HUMDRUM_RUN"_s, u"promotion-%1"_s.arg(promotion.id.value)},
        {u"HUMDRUM_FOLDER"_s, product.folder},
    };
}

QHash<QString, QString> variablesOf(const Product &product, const Stage &stage, const StageRun &run,
                                    const std::optional<Build> &build, const QString &releaseVersion,
                                    const std::vector<Build> &manifest)
{
    const Service *service = product.service(stage.service);
    QHash<QString, QString> values{
        {u"HUMDRUM_PRODUCT"_s, product.key},
        {u"HUMDRUM_STAGE"_s, stage.key.value},
        {u"HUMDRUM_SERVICE"_s, stage.service.value},
        {u"HUMDRUM_COMMIT"_s, run.commit},
        {u"HUMDRUM_VERSION"_s, build ? build->version : QString()},
        {u"HUMDRUM_DIGEST"_s, build ? build->digest : QString()},
        {u"HUMDRUM_REPOSITORY"_s, service ? service->repository : QString()},
        {u"HUMDRUM_RELEASE"_s, releaseVersion},
        {u"HUMDRUM_RUN"_s, u"stage-%1"_s.arg(run.id.value)},
        {u"HUMDRUM_FOLDER"_s, product.folder},
    };
    if (stage.kind == StageKind::Join) {
        QJsonObject builds;
        for (const Build &b : manifest)
            builds.insert(b.service.value, QJsonObject{{u"version"_s, b.version}, {u"commit"_s, b.commit}});
        values.insert(u"HUMDRUM_MANIFEST"_s, QString::fromUtf8(QJsonDocument(builds).toJson(QJsonDocument::Compact)));
    }
    return values;
}

} // namespace humdrum
