// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/appcontext.h"

#include "app/context/housekeeper.h"
#include "app/context/workerpresence.h"
#include "config/productfile.h"
#include "intake/git.h"
#include "intake/junit.h"
#include "promotion/workerdesk.h"
#include "storage/sqlitestore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// The account of the machine: who works when nobody said it.
QString account()
{
    for (const char *name : {"USER", "LOGNAME"}) {
        if (const QString user = qEnvironmentVariable(name); !user.isEmpty())
            return user;
    }
    const passwd *entry = ::getpwuid(::geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::geteuid());
}

Result<TestTally> readTests(const QStringList &files)
{
    return readJUnit(files).transform(
        [](JUnitReport report) { return TestTally{report.tests, std::move(report.failures)}; });
}

/// git through models/intake, for a worker that must not know it.
SourceAccess gitAccess()
{
    SourceAccess access;
    access.resolve = [](const Service &service, const QString &revision) -> Result<QString> {
        return GitRepository::open(service.repository).and_then([&](const GitRepository &repository) {
            return revision.isEmpty() ? repository.mainLineTip(service) : repository.resolve(revision);
        });
    };
    access.exportTo = [](const Service &service, const QString &commit, const QString &folder) -> Result<void> {
        return GitRepository::open(service.repository).and_then([&](const GitRepository &repository) {
            return repository.exportTo(commit, folder);
        });
    };
    access.build = [](const Service &service, const QString &commit) -> Result<Build> {
        return GitRepository::open(service.repository).and_then([&](const GitRepository &repository) {
            return repository.buildFor(service, commit);
        });
    };
    return access;
}

/// Beside this program where it was built, and where it was installed to otherwise.
QString helperProgram(const QString &name)
{
    const QString folder = QCoreApplication::applicationDirPath() + u'/';
    const QString built = folder + name;
    return QFileInfo::exists(built) ? built : QDir::cleanPath(folder + u"" HUMDRUM_HELPERS "/"_s + name);
}

WorkerOptions workerOptions(const QString &databaseFile, const Clock &clock)
{
    // Logs belong to the database they speak of; checked-out commits are a cache.
    const QFileInfo database(databaseFile);
    WorkerOptions options;
    options.logFolder = database.absolutePath() + u"/logs/"_s + database.completeBaseName();
    options.runFolder = database.absolutePath() + u"/runs/"_s + database.completeBaseName();
    options.launcher = helperProgram(u"humdrum-launch"_s);
    options.workFolder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + u"/humdrum/work"_s;
    options.clock = &clock;
    options.readTests = readTests;
    options.source = gitAccess();
    return options;
}

} // namespace

struct AppContext::Parts {
    AppOptions options;
    TrustBook trust{AppContext::trustFile()};
    QString databaseFile;
    SystemClock clock;
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<WorkerDesk> desk;
    std::unique_ptr<Housekeeper> housekeeper; // goes first: it uses the others
    std::unique_ptr<WorkerPresence> presence;
};

AppContext::AppContext() : m_parts(std::make_unique<Parts>()) {}
AppContext::~AppContext() = default;

Result<std::unique_ptr<AppContext>> AppContext::open(const AppOptions &options)
{
    std::unique_ptr<AppContext> context = openLater(options);
    if (auto opened = context->opened().result(); !opened)
        return std::unexpected(opened.error());
    if (options.work)
        context->startWork();
    return context;
}

std::unique_ptr<AppContext> AppContext::openLater(const AppOptions &options)
{
    std::unique_ptr<AppContext> context(new AppContext);
    Parts &parts = *context->m_parts;
    parts.options = options;
    parts.databaseFile =
        options.databaseFile.isEmpty() ? defaultDatabaseFile() : QFileInfo(options.databaseFile).absoluteFilePath();
    if (parts.options.person.isEmpty())
        parts.options.person = qEnvironmentVariable("HUMDRUM_PERSON");

    SqliteOptions storage;
    storage.file = parts.databaseFile;
    storage.clock = &parts.clock;
    storage.parser = parseProduct;
    storage.create = !options.mustExist;
    storage.readOnly = options.readOnly;
    parts.store = SqliteStore::openLater(storage);
    WorkerOptions worker = workerOptions(parts.databaseFile, parts.clock);
    worker.ownOnly = options.ownWorkOnly;
    worker.trust = parts.trust;
    worker.secrets = secretKeeper();
    parts.desk = std::make_unique<WorkerDesk>(*parts.store, worker);
    return context;
}

QFuture<Result<void>> AppContext::opened() const { return m_parts->store->opened(); }

void AppContext::startWork()
{
    Parts &parts = *m_parts;
    if (parts.options.readOnly || parts.housekeeper)
        return;
    parts.desk->start();
    if (!parts.options.ownWorkOnly)
        parts.presence = std::make_unique<WorkerPresence>(parts.databaseFile);
    parts.housekeeper = std::make_unique<Housekeeper>(*parts.store, parts.clock);
    // What nobody asked for has nobody to tell but whoever looks after the store.
    QObject::connect(parts.housekeeper.get(), &Housekeeper::failed, parts.store.get(), &Store::failed);
}

QFuture<void> AppContext::poolsKnown() const
{
    return m_parts->housekeeper ? m_parts->housekeeper->poolsKnown() : QtFuture::makeReadyVoidFuture();
}

const TrustBook &AppContext::trust() const { return m_parts->trust; }

Store &AppContext::store() { return *m_parts->store; }

PromotionDesk &AppContext::desk() { return *m_parts->desk; }

const Clock &AppContext::clock() const { return m_parts->clock; }

Actor AppContext::actor() const
{
    return {m_parts->options.person.isEmpty() ? account() : m_parts->options.person, m_parts->options.program,
            QSysInfo::machineHostName()};
}

QString AppContext::databaseFile() const { return m_parts->databaseFile; }

QString AppContext::defaultDatabaseFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/humdrum/humdrum.db"_s;
}

QString AppContext::defaultExampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/humdrum/harbour"_s;
}

SecretKeeper AppContext::secretKeeper()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/humdrum/"_s;
    const QString file = qEnvironmentVariable("HUMDRUM_SECRETS_FILE");
    SecretPaths paths;
    paths.settings = folder + u"secrets.json"_s;
    paths.file = file.isEmpty() ? folder + u"secrets"_s : QFileInfo(file).absoluteFilePath();
    paths.keychain = helperProgram(u"humdrum-keychain"_s);
    return SecretKeeper(paths);
}

QString AppContext::trustFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/humdrum/accepted-commands.json"_s;
}

} // namespace humdrum
