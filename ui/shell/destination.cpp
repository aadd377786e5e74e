// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/destination.h"

namespace humdrum {

using namespace Qt::StringLiterals;

QString subjectOf(ReleaseId id) { return u"release:"_s + QString::number(id.value); }
QString subjectOf(TrainId id) { return u"train:"_s + QString::number(id.value); }
QString subjectOf(PromotionId id) { return u"promotion:"_s + QString::number(id.value); }
QString subjectOf(BuildId id) { return u"build:"_s + QString::number(id.value); }
QString subjectOf(ChangeId id) { return u"change:"_s + QString::number(id.value); }
QString subjectOf(const EnvironmentKey &key) { return u"environment:"_s + key.value; }
QString subjectOf(const ServiceKey &key) { return u"service:"_s + key.value; }
QString subjectOf(const StageKey &key) { return u"stage:"_s + key.value; }
QString subjectOf(const PersonKey &key) { return u"person:"_s + key.value; }

QString kindOfSubject(const QString &subject) { return subject.section(u':', 0, 0); }

QString keyOfSubject(const QString &subject) { return subject.section(u':', 1); }

} // namespace humdrum
