// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/undo.h"

#include "ordinaryuser.h"

#include <QDir>
#include <QThread>

#include <unistd.h>

using namespace humdrum;
using namespace humdrum::test;

/// Protects: a file that cannot be opened as asked is a clear error of its own kind, and is left byte for byte as it was.
class StorageOpen final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesFileAndFolder();
    void missingFileIsNotMade();
    void settingsAreDurable();
    void lockedWhenOpening();
    void openingLaterDoesNotWait();
    void openingLaterTellsEveryJobWhyNot();
    void closingDoesNotWaitForTheOpening();
    void lockedWhenWriting();
    void waitsForAShortLock();
    void readOnlyFile();
    void readOnlyFolder();
    void readOnlyFolderBesideALog();
    void readOnlyRefusesToWrite();
    void randomBytesAreNotOverwritten();
    void truncatedFileIsNotOverwritten();
    void damagedPageIsFoundWhenAsked();
    void anotherProgramsFileIsNotTouched();
    void textFileIsNotTouched();
    void newerFileIsRefused();
    void newerButCompatibleFileIsOpened();
    void olderFileIsBackedUpAndMigrated();
    void failedMigrationChangesNothing();
    void fullDiskKeepsWhatWasCommitted();
    void schemaFilesAreNumberedAndCompiledIn();
    void twoProcessesMayMakeTheFileAtOnce();
};

namespace {

QByteArray bytesOf(const QString &file)
{
    QFile f(file);
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
}

void writeBytes(const QString &file, const QByteArray &bytes)
{
    QFile f(file);
    if (!f.open(QIODevice::WriteOnly) || f.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(file));
}

ErrorCode openError(const SqliteOptions &options)
{
    const Error error = refusal(SqliteStore::open(options));
    if (error.message.isEmpty() || error.hint.isEmpty() || !error.message.contains(options.file))
        qFatal("the error does not say enough: %s", qUtf8Printable(error.toString()));
    return error.code;
}

Result<HoldId> addHold(Fixture &f)
{
    return f.write([](Session &s) { return s.holds().set({{}, {}, {}, u"why"_s, {}, {}, {}, {}}); });
}

size_t holds(Fixture &f)
{
    return must(f.read([](Session &s) { return s.holds().active(); })).size();
}

/// Makes a path read-only, and writable again at the end.
class WriteProtected {
public:
    explicit WriteProtected(const QString &path) : m_path(path), m_before(QFile::permissions(path))
    {
        QFile::setPermissions(
            path, m_before & ~(QFile::WriteOwner | QFile::WriteUser | QFile::WriteGroup | QFile::WriteOther));
    }
    ~WriteProtected() { QFile::setPermissions(m_path, m_before); }
    Q_DISABLE_COPY_MOVE(WriteProtected)

private:
    QString m_path;
    QFile::Permissions m_before;
};

} // namespace

void StorageOpen::makesFileAndFolder()
{
    Fixture f(false);
    f.options.file = f.folder.filePath(u"a/b c/ü%#?.db"_s);
    f.open();
    must(addHold(f));
    f.close();
    QVERIFY(QFile::exists(f.options.file));
    QCOMPARE(QDir(f.folder.filePath(u"a/b c"_s)).entryList(QDir::Files).size(), 1); // the log is gone once closed
    f.options.readOnly = true;
    f.open();
    QCOMPARE(holds(f), 1u);
}

void StorageOpen::missingFileIsNotMade()
{
    Fixture f(false);
    f.options.create = false;
    QCOMPARE(openError(f.options), ErrorCode::NotFound);
    f.options.create = true;
    f.options.readOnly = true;
    QCOMPARE(openError(f.options), ErrorCode::NotFound);
    QVERIFY(QDir(f.folder.path()).isEmpty());
    f.options.file = f.folder.path();
    QCOMPARE(refusal(SqliteStore::open(f.options)).code, ErrorCode::InvalidInput);
}

void StorageOpen::settingsAreDurable()
{
    Fixture f;
    RawConnection raw(f.options.file);
    QCOMPARE(raw.value(u"PRAGMA journal_mode"_s).toString(), u"wal"_s);
    QCOMPARE(raw.value(u"PRAGMA user_version"_s).toInt(), schemaVersion());
    QCOMPARE(raw.value(u"SELECT value FROM meta WHERE name = 'written_by'"_s).toString(),
             QStringLiteral(HUMDRUM_VERSION));
    // Foreign keys are on: a build that is not there is refused.
    QCOMPARE(refusal(f.queue(u"billing"_s, u"prod"_s, BuildId{5})).code, ErrorCode::InvalidInput);
}

void StorageOpen::lockedWhenOpening()
{
    Fixture f;
    f.close();
    std::optional<RawConnection> raw(std::in_place, f.options.file);
    raw->run(u"PRAGMA locking_mode = EXCLUSIVE"_s);
    raw->run(u"BEGIN EXCLUSIVE"_s);
    f.options.patience = std::chrono::milliseconds{300};
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(openError(f.options), ErrorCode::StorageLocked);
    QVERIFY(timer.elapsed() >= 300);
    QVERIFY(timer.elapsed() < 3000);
    raw.reset();
    f.open();
    must(addHold(f));
}

void StorageOpen::openingLaterDoesNotWait()
{
    Fixture f;
    must(addHold(f));
    f.close();
    std::optional<RawConnection> raw(std::in_place, f.options.file);
    raw->run(u"PRAGMA locking_mode = EXCLUSIVE"_s);
    raw->run(u"BEGIN EXCLUSIVE"_s);
    f.store = SqliteStore::openLater(f.options);
    auto future = f.store->read([](Session &s) { return s.holds().active(); });
    QVERIFY(!f.store->opened().isFinished());
    QVERIFY(!future.isFinished());
    raw.reset();
    QCOMPARE(must(future.takeResult()).size(), 1u);
    QVERIFY(f.store->opened().result());
}

void StorageOpen::openingLaterTellsEveryJobWhyNot()
{
    Fixture f(false);
    writeBytes(f.options.file, "humdrum: 1\n");
    f.store = SqliteStore::openLater(f.options);
    auto before = f.store->read([](Session &s) { return s.holds().active(); });
    QCOMPARE(refusal(f.store->opened().result()).code, ErrorCode::StorageCorrupt);
    QCOMPARE(refusal(before.takeResult()).code, ErrorCode::StorageCorrupt);
    QCOMPARE(refusal(addHold(f)).code, ErrorCode::StorageCorrupt);
    QCOMPARE(bytesOf(f.options.file), "humdrum: 1\n"_ba);
}

void StorageOpen::closingDoesNotWaitForTheOpening()
{
    Fixture f;
    f.close();
    RawConnection raw(f.options.file);
    raw.run(u"PRAGMA locking_mode = EXCLUSIVE"_s);
    raw.run(u"BEGIN EXCLUSIVE"_s);
    f.options.patience = std::chrono::hours{1};
    f.store = SqliteStore::openLater(f.options);
    const auto opened = f.store->opened();
    auto job = f.store->read([](Session &s) { return s.holds().active(); });
    f.close();
    QCOMPARE(refusal(opened.result()).code, ErrorCode::Cancelled);
    QCOMPARE(refusal(job.takeResult()).code, ErrorCode::Cancelled);
}

void StorageOpen::lockedWhenWriting()
{
    Fixture f(false);
    f.options.patience = std::chrono::milliseconds{300};
    f.open();
    RawConnection raw(f.options.file);
    raw.run(u"BEGIN IMMEDIATE"_s);
    const Error error = refusal(addHold(f));
    QCOMPARE(error.code, ErrorCode::StorageLocked);
    QVERIFY(!error.hint.isEmpty());
    QCOMPARE(holds(f), 0u); // reading goes on meanwhile
    raw.run(u"COMMIT"_s);
    must(addHold(f));
    QCOMPARE(holds(f), 1u);
}

void StorageOpen::waitsForAShortLock()
{
    std::atomic<bool> writing = false;
    Fixture f;
    f.close();
    f.options.statementSeen = [&](const QString &sql) {
        if (sql == u"BEGIN IMMEDIATE")
            writing = true;
    };
    f.open();
    RawConnection raw(f.options.file);
    raw.run(u"BEGIN IMMEDIATE"_s);
    auto future =
        f.store->write(f.intent, [](Session &s) { return s.holds().set({{}, {}, {}, u"why"_s, {}, {}, {}, {}}); });
    QTRY_VERIFY(writing);
    QVERIFY(!future.isFinished());
    raw.run(u"COMMIT"_s);
    must(future.takeResult());
}

void StorageOpen::readOnlyFile()
{
    Fixture f;
    must(addHold(f));
    f.close();
    const QByteArray before = bytesOf(f.options.file);
    const WriteProtected protection(f.options.file);
    asOrdinaryUser([&] {
        QCOMPARE(openError(f.options), ErrorCode::StorageReadOnly);
        f.options.readOnly = true;
        f.open();
        QCOMPARE(holds(f), 1u);
        f.close();
    });
    QCOMPARE(bytesOf(f.options.file), before);
}

void StorageOpen::readOnlyFolder()
{
    Fixture f;
    must(addHold(f));
    f.close();
    const QByteArray before = bytesOf(f.options.file);
    const WriteProtected protection(f.folder.path());
    asOrdinaryUser([&] {
        QCOMPARE(openError(f.options), ErrorCode::StorageReadOnly);
        SqliteOptions missing = f.options;
        missing.file = f.folder.filePath(u"new/other.db"_s);
        QCOMPARE(openError(missing), ErrorCode::StorageReadOnly);
        f.options.readOnly = true;
        f.open();
        QCOMPARE(holds(f), 1u);
        f.close();
    });
    QCOMPARE(bytesOf(f.options.file), before);
}

void StorageOpen::readOnlyFolderBesideALog()
{
    // While somebody who may write has it open, the log holds commits that the file does not have yet.
    Fixture f;
    must(addHold(f));
    SqliteOptions options = f.options;
    options.readOnly = true;
    const WriteProtected protection(f.folder.path());
    asOrdinaryUser([&] {
        const auto reader = must(SqliteStore::open(options));
        QCOMPARE(must(reader->read([](Session &s) { return s.holds().active(); }).takeResult()).size(), 1u);
        must(addHold(f));
        QCOMPARE(must(reader->read([](Session &s) { return s.holds().active(); }).takeResult()).size(), 2u);
    });
}

void StorageOpen::readOnlyRefusesToWrite()
{
    Fixture f;
    f.close();
    const QByteArray before = bytesOf(f.options.file);
    f.options.readOnly = true;
    f.open();
    QCOMPARE(refusal(addHold(f)).code, ErrorCode::StorageReadOnly);
    f.close();
    QCOMPARE(bytesOf(f.options.file), before);
}

void StorageOpen::randomBytesAreNotOverwritten()
{
    Fixture f(false);
    QByteArray bytes(100000, 0);
    QRandomGenerator(7).fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / 4);
    writeBytes(f.options.file, bytes);
    QCOMPARE(openError(f.options), ErrorCode::StorageCorrupt);
    QCOMPARE(bytesOf(f.options.file), bytes);
    QCOMPARE(QDir(f.folder.path()).entryList(QDir::Files).size(), 1);
}

void StorageOpen::truncatedFileIsNotOverwritten()
{
    Fixture f;
    must(addHold(f));
    f.close();
    const QByteArray bytes = bytesOf(f.options.file);
    for (const qsizetype size : {bytes.size() - 4096, bytes.size() / 2, qsizetype{4096}, qsizetype{50}}) {
        writeBytes(f.options.file, bytes.left(size));
        QCOMPARE(openError(f.options), ErrorCode::StorageCorrupt);
        QCOMPARE(bytesOf(f.options.file), bytes.left(size));
    }
}

void StorageOpen::damagedPageIsFoundWhenAsked()
{
    std::atomic<int> failures = 0;
    Fixture f;
    for (int i = 0; i < 200; ++i)
        must(addHold(f));
    const qint64 page =
        RawConnection(f.options.file).value(u"SELECT rootpage FROM sqlite_schema WHERE name = 'hold'"_s).toLongLong();
    f.close();
    QByteArray bytes = bytesOf(f.options.file);
    std::fill_n(bytes.begin() + (page - 1) * 4096, 4096, '\x5a');
    writeBytes(f.options.file, bytes);
    f.options.checkIntegrity = true;
    QCOMPARE(openError(f.options), ErrorCode::StorageCorrupt);
    QCOMPARE(bytesOf(f.options.file), bytes);
    // Without the check it opens, and says so when the damage is met.
    f.options.checkIntegrity = false;
    f.open();
    connect(
        f.store.get(), &Store::failed, this,
        [&](const Error &error) { failures += error.code == ErrorCode::StorageCorrupt; }, Qt::DirectConnection);
    QCOMPARE(refusal(f.read([](Session &s) { return s.holds().active(); })).code, ErrorCode::StorageCorrupt);
    QTRY_COMPARE(failures.load(), 1);
}

void StorageOpen::anotherProgramsFileIsNotTouched()
{
    Fixture f(false);
    RawConnection(f.options.file).run(u"CREATE TABLE songs (title TEXT)"_s);
    const QByteArray before = bytesOf(f.options.file);
    QCOMPARE(openError(f.options), ErrorCode::StorageCorrupt);
    QCOMPARE(bytesOf(f.options.file), before);
}

void StorageOpen::textFileIsNotTouched()
{
    Fixture f(false);
    writeBytes(f.options.file, "humdrum: 1\n");
    QCOMPARE(openError(f.options), ErrorCode::StorageCorrupt);
    QCOMPARE(bytesOf(f.options.file), "humdrum: 1\n"_ba);
}

void StorageOpen::newerFileIsRefused()
{
    Fixture f;
    must(addHold(f));
    f.close();
    const auto set = [&](const QString &version, const QString &minimum) {
        RawConnection raw(f.options.file);
        raw.run(u"PRAGMA user_version = "_s + version);
        raw.run(u"UPDATE meta SET value = '"_s + minimum + u"' WHERE name = 'minimum_version'");
        raw.run(u"UPDATE meta SET value = '9.8.7' WHERE name = 'written_by'"_s);
    };
    set(u"900"_s, u"850"_s);
    const QByteArray before = bytesOf(f.options.file);
    const Error error = refusal(SqliteStore::open(f.options));
    QCOMPARE(error.code, ErrorCode::StorageTooNew);
    QVERIFY(error.message.contains(u"9.8.7"_s));
    QVERIFY(error.message.contains(u"900"_s));
    QVERIFY(!error.hint.isEmpty());
    f.options.readOnly = true;
    QCOMPARE(openError(f.options), ErrorCode::StorageTooNew);
    QCOMPARE(bytesOf(f.options.file), before);
}

void StorageOpen::newerButCompatibleFileIsOpened()
{
    Fixture f;
    must(addHold(f));
    f.close();
    {
        RawConnection raw(f.options.file);
        raw.run(u"PRAGMA user_version = 900"_s);
        raw.run(u"ALTER TABLE hold ADD COLUMN colour TEXT DEFAULT 'red'"_s);
    }
    f.open();
    must(addHold(f));
    QCOMPARE(holds(f), 2u);
    f.close();
    RawConnection raw(f.options.file);
    QCOMPARE(raw.value(u"PRAGMA user_version"_s).toInt(), 900); // not turned back
}

void StorageOpen::olderFileIsBackedUpAndMigrated()
{
    Fixture f;
    must(addHold(f));
    f.close();
    {
        RawConnection raw(f.options.file); // as it was before the last migration
        undo(raw, migrations().back());
        raw.run(u"PRAGMA user_version = %1"_s.arg(schemaVersion() - 1));
    }
    f.options.readOnly = true;
    QCOMPARE(openError(f.options), ErrorCode::StorageReadOnly);
    f.options.readOnly = false;
    f.open();
    QCOMPARE(holds(f), 1u);
    must(f.write([](Session &s) {
        const std::vector<PoolSample> one{{{u"p"_s}, u"disk"_s, 1, 2, at(0)}};
        return s.pools().add(one);
    }));
    const QStringList backups = QDir(f.folder.path()).entryList({u"*.backup"_s}, QDir::Files);
    QCOMPARE(backups.size(), 1);
    QVERIFY(backups[0].startsWith(u"humdrum.db.v%1-"_s.arg(schemaVersion() - 1)));
    RawConnection backup(f.folder.filePath(backups[0]));
    QCOMPARE(backup.value(u"PRAGMA user_version"_s).toInt(), schemaVersion() - 1);
    QCOMPARE(backup.value(u"SELECT count(*) FROM hold"_s).toInt(), 1);
    QCOMPARE(backup.value(u"PRAGMA integrity_check"_s).toString(), u"ok"_s);
    f.reopen(); // and only once
    QCOMPARE(QDir(f.folder.path()).entryList({u"*.backup"_s}, QDir::Files).size(), 1);
}

void StorageOpen::failedMigrationChangesNothing()
{
    Fixture f;
    must(addHold(f));
    f.close();
    {
        // Two to do: the first would work, the second meets what is there already.
        RawConnection raw(f.options.file);
        undo(raw, migrations()[migrations().size() - 2]);
        QVERIFY(Made(migrations().back()).isIn(raw));
        raw.run(u"PRAGMA user_version = %1"_s.arg(schemaVersion() - 2));
    }
    const Error error = refusal(SqliteStore::open(f.options));
    QVERIFY(error.details.contains(migrations().back().name));
    RawConnection raw(f.options.file);
    QCOMPARE(raw.value(u"PRAGMA user_version"_s).toInt(), schemaVersion() - 2);
    QVERIFY(!Made(migrations()[migrations().size() - 2]).isIn(raw));
    QCOMPARE(raw.value(u"SELECT count(*) FROM hold"_s).toInt(), 1);
}

void StorageOpen::fullDiskKeepsWhatWasCommitted()
{
    std::atomic<int> failures = 0;
    Fixture f;
    const qint64 size = RawConnection(f.options.file).value(u"PRAGMA page_count"_s).toLongLong() * 4096;
    f.close();
    f.options.sizeLimit = size + 20 * 4096;
    f.open();
    connect(
        f.store.get(), &Store::failed, this,
        [&](const Error &error) { failures += error.code == ErrorCode::StorageFull; }, Qt::DirectConnection);
    size_t stored = 0;
    Result<HoldId> last;
    for (int i = 0; i < 2000 && last; ++i) {
        last = addHold(f);
        stored += last.has_value();
    }
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::StorageFull);
    QVERIFY(!last.error().hint.isEmpty());
    QTRY_COMPARE(failures.load(), 1);
    QVERIFY(stored > 0);
    QCOMPARE(holds(f), stored);
    QVERIFY(f.verify().intact);
    f.options.sizeLimit = 0; // room again
    f.reopen();
    must(addHold(f));
    QCOMPARE(holds(f), stored + 1);
}

void StorageOpen::schemaFilesAreNumberedAndCompiledIn()
{
    const QStringList files = QDir(QStringLiteral(HUMDRUM_SOURCE_DIR) + u"/resources/schema/sqlite")
                                  .entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    QCOMPARE(files.size(), schemaVersion());
    for (int i = 0; i < files.size(); ++i) {
        QCOMPARE(migrations()[static_cast<size_t>(i)].name, files[i]);
        QCOMPARE(migrations()[static_cast<size_t>(i)].version, i + 1);
    }
    QVERIFY(minimumCompatibleVersion <= schemaVersion());
}

void StorageOpen::twoProcessesMayMakeTheFileAtOnce()
{
    std::atomic<int> opened = 0;
    Fixture f(false);
    constexpr int count = 6;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back(QThread::create([&] {
            if (auto store = SqliteStore::open(f.options))
                ++opened;
            else
                qWarning() << store.error().toString() << store.error().details;
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    QCOMPARE(opened.load(), count);
    QVERIFY(QDir(f.folder.path()).entryList({u"*.backup"_s}).isEmpty());
    f.open();
    QVERIFY(f.verify().intact);
}

QTEST_GUILESS_MAIN(StorageOpen)
#include "storage_open.moc"
