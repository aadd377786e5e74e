// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/secretsdialog.h"
#include "promotion/bench.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {
constexpr int patience = 30'000;
}

/// Protects that a person sees what is missing, keeps it and removes it, and that a value is never shown.
class SecretsDialogTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<SecretsDialog> m_dialog;
    QString m_keychain;

    [[nodiscard]] SecretKeeper keeper() const
    {
        return SecretKeeper({.settings = m_dir->filePath(u"secrets.json"_s),
                             .file = m_dir->filePath(u"secrets"_s),
                             .keychain = m_keychain});
    }
    void open()
    {
        m_dialog = std::make_unique<SecretsDialog>(*m_bench->store, keeper());
        QSignalSpy refreshed(m_dialog.get(), &SecretsDialog::refreshed);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QTRY_VERIFY_WITH_TIMEOUT(!refreshed.isEmpty(), patience);
    }
    template <class W>
    [[nodiscard]] W *named(const QString &name) const
    {
        for (W *widget : m_dialog->findChildren<W *>()) {
            if (widget->accessibleName() == name)
                return widget;
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *b : m_dialog->findChildren<QPushButton *>()) {
            if (b->text() == text)
                return b;
        }
        return nullptr;
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return m_dialog->findChild<DataTable *>()->model()->index(row, column).data().toString();
    }
    void type(const QString &name, const QString &value) const
    {
        auto *nameEdit = named<QLineEdit>(u"Name of the secret"_s);
        nameEdit->setFocus();
        nameEdit->selectAll();
        QTest::keyClicks(nameEdit, name);
        auto *valueEdit = named<QLineEdit>(u"New value, which is not shown"_s);
        valueEdit->setFocus();
        valueEdit->selectAll();
        QTest::keyClicks(valueEdit, value);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_keychain = u"/nowhere/humdrum-keychain"_s;
        m_bench = std::make_unique<Bench>();
        m_bench->environment(u"dev"_s).deploy.secrets.insert(u"DB_PASSWORD"_s, u"aurora-db"_s);
        m_bench->open();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_bench.reset();
    }

    void whatIsMissingIsChosenAndKept()
    {
        open();
        QCOMPARE(cell(0, SecretsModel::NameColumn), u"aurora-db"_s);
        QCOMPARE(cell(0, SecretsModel::StateColumn), u"missing"_s);
        QVERIFY(!button(u"Keep"_s)->isEnabled());
        QCOMPARE(button(u"Keep"_s)->toolTip(), u"Name the secret."_s);
        QVERIFY(m_dialog->findChild<DataTable *>()->selectSubject(u"secret:aurora-db"_s));
        QCOMPARE(named<QLineEdit>(u"Name of the secret"_s)->text(), u"aurora-db"_s);
        QCOMPARE(button(u"Keep"_s)->toolTip(), u"Type its value."_s);
        QVERIFY(!button(u"Remove"_s)->isEnabled());

        type(u"aurora-db"_s, u"hunter22"_s);
        auto *value = named<QLineEdit>(u"New value, which is not shown"_s);
        QVERIFY(!value->displayText().contains(u"hunter22"));
        m_dialog->findChild<SegmentedChoice *>()->setValue(wordOf(SecretPlace::File));
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, SecretsModel::StateColumn), u"in the file"_s, patience);
        QVERIFY(value->text().isEmpty());
        QCOMPARE(keeper().read(u"aurora-db"_s)->bytes(), "hunter22");

        QTRY_VERIFY_WITH_TIMEOUT(button(u"Remove"_s)->isEnabled(), patience);
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, SecretsModel::StateColumn), u"missing"_s, patience);
        QCOMPARE(keeper().list()->size(), 0U);
    }

    void whereThereIsNoKeychainItSaysSo()
    {
        open();
        type(u"token"_s, u"hunter22"_s);
        QTest::mouseClick(button(u"Keep"_s), Qt::LeftButton);
        auto *error = m_dialog->findChild<ErrorBanner *>();
        QTRY_VERIFY_WITH_TIMEOUT(error->hasError(), patience);
        QVERIFY(!QFile::exists(m_dir->filePath(u"secrets"_s)));
        // What was typed is still there, to be kept elsewhere.
        QCOMPARE(named<QLineEdit>(u"New value, which is not shown"_s)->text(), u"hunter22"_s);
    }

    void aNameThatIsNoneIsNotKept()
    {
        open();
        type(u"a b"_s, u"hunter22"_s);
        QVERIFY(!button(u"Keep"_s)->isEnabled());
        QVERIFY(button(u"Keep"_s)->toolTip().contains(u"begins with a letter"));
    }

    void closingDoesNotWaitForAKeychain()
    {
        m_keychain = m_dir->filePath(u"keychain"_s);
        QFile slow(m_keychain);
        QVERIFY(slow.open(QIODevice::WriteOnly));
        slow.write("#!/bin/sh\n: > " + m_dir->filePath(u"asked"_s).toUtf8() + "\nexec sleep 1000\n");
        slow.close();
        QVERIFY(slow.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        open();
        type(u"token"_s, u"hunter22"_s);
        QTest::mouseClick(button(u"Keep"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_dir->filePath(u"asked"_s)), patience);
        QVERIFY(!button(u"Keep"_s)->isEnabled());
        QElapsedTimer clock;
        clock.start();
        m_dialog.reset();
        QVERIFY(clock.elapsed() < 5'000);
        QVERIFY(!keeper().knows({u"token"_s}));
    }
};

QTEST_MAIN(SecretsDialogTest)
#include "secretsdialogtest.moc"
