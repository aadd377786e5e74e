// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/secretsmodel.h"

#include "domain/states.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace humdrum;

/// Protects that a secret is told where it is kept and who uses it, and that its model is sound.
class SecretsModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatIsKeptAndWhatIsMissing()
    {
        SecretsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const ListedSecret db{.name = u"aurora-db"_s,
                              .known = KnownSecret{.name = u"aurora-db"_s, .place = SecretPlace::Keychain},
                              .uses = {{u"environments.dev.deploy"_s, u"DB_PASSWORD"_s, u"aurora-db"_s},
                                       {u"environments.dev.smoke"_s, u"PW"_s, u"aurora-db"_s}}};
        const ListedSecret token{
            .name = u"token"_s, .known = {}, .uses = {{u"stages.web.commit"_s, u"T"_s, u"token"_s}}};
        ListedSecret printed{
            .name = u"vault"_s,
            .known = KnownSecret{.name = u"vault"_s, .place = SecretPlace::Command, .command = {u"pass"_s, u"x"_s}},
            .uses = {}};
        model.setRows({db, token});
        model.setRows({db, printed, token});
        const auto cell = [&model](int row, int column, int role = Qt::DisplayRole) {
            return model.index(row, column).data(role);
        };
        QCOMPARE(cell(0, SecretsModel::NameColumn).toString(), u"aurora-db"_s);
        QCOMPARE(cell(0, SecretsModel::StateColumn).toString(), u"in the keychain"_s);
        QCOMPARE(cell(0, SecretsModel::UsedByColumn).toString(),
                 u"environments.dev.deploy as DB_PASSWORD, environments.dev.smoke as PW"_s);
        QCOMPARE(cell(1, SecretsModel::StateColumn, Qt::ToolTipRole).toString(), u"pass x"_s);
        QCOMPARE(cell(1, SecretsModel::UsedByColumn).toString(), u"no command"_s);
        QCOMPARE(cell(2, SecretsModel::StateColumn).toString(), u"missing"_s);
        QCOMPARE(cell(2, SecretsModel::StateColumn, MarkRole).toInt(), int(Mark::Attention));
        QCOMPARE(cell(2, SecretsModel::NameColumn, SubjectRole).toString(), u"secret:token"_s);
    }
};

QTEST_GUILESS_MAIN(SecretsModelTest)
#include "secretsmodeltest.moc"
