// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/keychainbench.h"
#include "secrets/secretkeeper.h"

#include <QElapsedTimer>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects what happens with a real keychain: what is kept in it comes back, and where it is closed, refuses or is gone,
/// that is said, and nothing else is taken in its place.
class KeychainTest : public QObject {
    Q_OBJECT
    std::unique_ptr<KeychainBench> m_keychain;
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] SecretKeeper keeper() const
    {
        return SecretKeeper({.settings = m_dir->filePath(u"secrets.json"_s),
                             .file = m_dir->filePath(u"secrets"_s),
                             .keychain = QStringLiteral(HUMDRUM_KEYCHAIN)});
    }
    [[nodiscard]] QString read(const QString &name) const
    {
        const auto value = keeper().read(name);
        return value ? QString::fromUtf8(value->bytes()) : value.error().toString();
    }
    [[nodiscard]] bool isOnDisk(const QByteArray &bytes) const
    {
        for (const QFileInfo &info : QDir(m_dir->path()).entryInfoList(QDir::Files | QDir::Hidden)) {
            QFile file(info.filePath());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void init()
    {
        m_keychain = std::make_unique<KeychainBench>();
        QVERIFY2(m_keychain->problem().isEmpty(), qPrintable(m_keychain->problem()));
        m_dir = std::make_unique<QTemporaryDir>();
    }
    void cleanup() { m_keychain.reset(); }

    void keptAndForgotten()
    {
        // By default, and in no file.
        QCOMPARE(keeper().set(u"aurora-db"_s, SecretValue("hunter22 €\nsecond line")).value(), SecretPlace::Keychain);
        QCOMPARE(read(u"aurora-db"_s), u"hunter22 €\nsecond line"_s);
        QVERIFY(!isOnDisk("hunter22"));
        QVERIFY(!m_keychain->filesContain("hunter22")); // it is encrypted there
        QVERIFY(keeper().set(u"aurora-db"_s, SecretValue("changed")));
        QCOMPARE(read(u"aurora-db"_s), u"changed"_s);
        QVERIFY(keeper().remove(u"aurora-db"_s));
        QCOMPARE(keeper().read(u"aurora-db"_s).error().code, ErrorCode::NotFound);
    }

    void fromOnePlaceToTheOther()
    {
        QVERIFY(keeper().set(u"a"_s, SecretValue("first-value")));
        QVERIFY(keeper().set(u"a"_s, SecretValue("second-value"), SecretPlace::File));
        QCOMPARE(read(u"a"_s), u"second-value"_s);
        QVERIFY(keeper().set(u"a"_s, SecretValue("third-value"), SecretPlace::Keychain));
        QCOMPARE(read(u"a"_s), u"third-value"_s);
        QVERIFY(!isOnDisk("-value"));
    }

    void goneFromTheKeychain()
    {
        QVERIFY(keeper().set(u"a"_s, SecretValue("hunter22")));
        QProcess other;
        other.start(QStringLiteral(HUMDRUM_KEYCHAIN), {u"remove"_s, u"a"_s});
        QVERIFY(other.waitForFinished());
        QCOMPARE(other.exitCode(), 0);
        QVERIFY2(read(u"a"_s).contains(u"The keychain has no secret “a” any more"), qPrintable(read(u"a"_s)));
        QVERIFY(read(u"a"_s).contains(u"humdrumctl secrets set a"));
        QVERIFY(keeper().remove(u"a"_s)); // and so is what is known of it
        QCOMPARE(keeper().list().value(), std::vector<KnownSecret>{});
    }

    void locked()
    {
        QVERIFY(keeper().set(u"a"_s, SecretValue("hunter22")));
        m_keychain->lock();
        QVERIFY2(read(u"a"_s).contains(u"The keychain is locked"), qPrintable(read(u"a"_s)));
        const auto refused = keeper().set(u"b"_s, SecretValue("hunter33"));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"locked"), qPrintable(refused.error().toString()));
        QVERIFY(!isOnDisk("hunter33"));
        QVERIFY(!keeper().knows({u"b"_s}));
        QVERIFY(!keeper().remove(u"a"_s)); // and it is not said to be gone
        QVERIFY(keeper().knows({u"a"_s}));
    }

    void vanished()
    {
        QVERIFY(keeper().set(u"a"_s, SecretValue("hunter22")));
        m_keychain->killKeychain();
        QElapsedTimer clock;
        clock.start();
        QVERIFY2(read(u"a"_s).contains(u"There is no keychain here"), qPrintable(read(u"a"_s)));
        const auto refused = keeper().set(u"b"_s, SecretValue("hunter33"));
        QVERIFY(!refused);
        QVERIFY2(refused.error().hint.contains(u"--in file"), qPrintable(refused.error().toString()));
        QVERIFY(!isOnDisk("hunter33"));
        m_keychain->killBus();
        QVERIFY2(read(u"a"_s).contains(u"There is no keychain here"), qPrintable(read(u"a"_s)));
        QVERIFY(clock.elapsed() < 20'000);
    }
};

QTEST_GUILESS_MAIN(KeychainTest)
#include "keychaintest.moc"
