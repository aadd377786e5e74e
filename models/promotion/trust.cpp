// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/trust.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QPromise>
#include <QSaveFile>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int bookVersion = 1;
constexpr qint64 largestBook = 16 * 1024 * 1024;
constexpr int keptForEach = 20; ///< of one product in one folder: several databases may hold different texts of it
constexpr std::chrono::seconds lockWait{5};
constexpr qsizetype shortestDigest = 12;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

QString asJson(const QStringList &words)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(words)).toJson(QJsonDocument::Compact));
}

QString textOf(const CommandSpec &spec)
{
    QStringList lines{u"run: "_s + asJson(spec.argv)};
    if (spec.shell)
        lines << u"shell: true"_s;
    if (!spec.workingFolder.isEmpty())
        lines << u"working-folder: "_s + spec.workingFolder;
    QStringList names = spec.environment.keys();
    names.sort();
    for (const QString &name : names)
        lines << u"environment: %1"_s.arg(asJson({name, spec.environment.value(name)}));
    QStringList variables = spec.secrets.keys();
    variables.sort();
    for (const QString &variable : variables)
        lines << u"secret: %1"_s.arg(asJson({variable, spec.secrets.value(variable)}));
    if (!spec.cleanup.isEmpty())
        lines << u"cleanup: "_s + asJson(spec.cleanup);
    if (spec.idempotent)
        lines << u"idempotent: true"_s;
    return lines.join(u'\n');
}

/// One set of commands that was accepted.
struct Entry {
    QString product;
    QString folder;
    QByteArray digest;
    QString by;
    Timestamp at = noTime;
    std::vector<DescribedCommand> commands;
};

QJsonObject toJson(const Entry &entry)
{
    QJsonArray commands;
    for (const DescribedCommand &command : entry.commands)
        commands.append(QJsonObject{{u"where"_s, command.where}, {u"text"_s, command.text}});
    return {{u"product"_s, entry.product},
            {u"folder"_s, entry.folder},
            {u"digest"_s, QString::fromLatin1(entry.digest)},
            {u"by"_s, entry.by},
            {u"at"_s, static_cast<qint64>(entry.at.time_since_epoch().count())},
            {u"commands"_s, commands}};
}

Entry entryFrom(const QJsonObject &object)
{
    Entry entry{.product = object[u"product"].toString(),
                .folder = object[u"folder"].toString(),
                .digest = object[u"digest"].toString().toLatin1(),
                .by = object[u"by"].toString(),
                .at = Timestamp{Duration{object[u"at"].toInteger()}},
                .commands = {}};
    for (const QJsonValue value : object[u"commands"].toArray()) {
        const QJsonObject command = value.toObject();
        entry.commands.push_back({command[u"where"].toString(), command[u"text"].toString()});
    }
    return entry;
}

SourcePosition positionIn(const QString &file, const QByteArray &text, qsizetype offset)
{
    const QByteArrayView before = QByteArrayView(text).first(std::clamp<qsizetype>(offset, 0, text.size()));
    return {file, static_cast<int>(before.count('\n')) + 1, static_cast<int>(before.size() - before.lastIndexOf('\n'))};
}

Result<std::vector<Entry>> readBook(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::vector<Entry>{};
    const QString hint =
        Text::tr("Nothing is run until it can be read; what it lists can be accepted again after it is moved away.");
    if (file.permissions().testAnyFlags(QFile::WriteGroup | QFile::WriteOther))
        return fail(ErrorCode::FileFailed, Text::tr("%1 may be written by others than its owner.").arg(path),
                    Text::tr("Look what it accepts, then: chmod go-w %1").arg(path));
    if (file.size() > largestBook || !file.open(QIODevice::ReadOnly))
        return fail(
            ErrorCode::FileFailed,
            Text::tr("%1 cannot be read: %2.")
                .arg(path, file.size() > largestBook ? Text::tr("it is larger than 16 MiB") : file.errorString()),
            hint);
    const QByteArray text = file.readAll();
    QJsonParseError mistake;
    const QJsonObject root = QJsonDocument::fromJson(text, &mistake).object();
    if (mistake.error != QJsonParseError::NoError || root[u"version"].toInt() != bookVersion) {
        Error error{ErrorCode::ParseFailed, {}, hint, {}, positionIn(path, text, mistake.offset)};
        error.message = mistake.error != QJsonParseError::NoError
            ? Text::tr("The list of accepted commands is no JSON: %1.").arg(mistake.errorString())
            : Text::tr("The list of accepted commands is of another version of Humdrum.");
        return std::unexpected(std::move(error));
    }
    std::vector<Entry> entries;
    for (const QJsonValue value : root[u"accepted"].toArray())
        entries.push_back(entryFrom(value.toObject()));
    return entries;
}

Result<void> writeBook(const QString &path, const std::vector<Entry> &entries)
{
    QJsonArray accepted;
    for (const Entry &entry : entries)
        accepted.append(toJson(entry));
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(QJsonObject{{u"version"_s, bookVersion}, {u"accepted"_s, accepted}}).toJson();
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(text) != text.size() || !file.commit())
        return fail(ErrorCode::FileFailed, Text::tr("%1 could not be written: %2.").arg(path, file.errorString()));
    return {};
}

bool isOf(const Entry &entry, const Product &product)
{
    return entry.product == product.key && entry.folder == product.folder;
}

std::vector<CommandDifference> differencesOf(const std::vector<DescribedCommand> &before,
                                             const std::vector<DescribedCommand> &now)
{
    std::vector<CommandDifference> found;
    const auto textAt = [](const std::vector<DescribedCommand> &commands, const QString &where) {
        const auto it = std::ranges::find(commands, where, &DescribedCommand::where);
        return it == commands.end() ? QString() : it->text;
    };
    for (const DescribedCommand &command : now) {
        if (const QString old = textAt(before, command.where); old != command.text)
            found.push_back({command.where, old, command.text});
    }
    for (const DescribedCommand &command : before) {
        if (textAt(now, command.where).isEmpty())
            found.push_back({command.where, command.text, {}});
    }
    return found;
}

/// Whether a person who has seen `digest`, or its beginning, has seen `now`; an empty one means whatever there is.
bool agrees(const QByteArray &digest, const QByteArray &now)
{
    return digest.isEmpty() || (digest.size() >= shortestDigest && now.startsWith(digest.toLower()));
}

std::unexpected<Error> changedMeanwhile()
{
    return fail(ErrorCode::RuleRefused, Text::tr("The commands have changed since they were shown."),
                Text::tr("Look at them again."));
}

Result<TrustStanding> acceptNow(const TrustBook &book, const Product &product, const QString &person, Timestamp at)
{
    auto standing = book.standing(product);
    if (!standing || standing->accepted)
        return standing;
    return book.accept(product, standing->digest, person, at).and_then([&] { return book.standing(product); });
}

Result<Product> describedProduct(Session &session)
{
    auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (!*product)
        return fail(ErrorCode::ConfigInvalid, Text::tr("No product is described yet."),
                    Text::tr("Run humdrumctl init --config humdrum.yaml"));
    return std::move(**product);
}

} // namespace

std::vector<DescribedCommand> commandsOf(const Product &product)
{
    std::vector<DescribedCommand> commands;
    forEachCommand(product, [&commands](const QString &where, const CommandSpec &spec) {
        commands.push_back({where, textOf(spec)});
    });
    return commands;
}

QByteArray commandsDigest(const Product &product)
{
    QJsonArray all{product.folder};
    for (const DescribedCommand &command : commandsOf(product))
        all.append(QJsonArray{command.where, command.text});
    return QCryptographicHash::hash(QJsonDocument(all).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256)
        .toHex();
}

QStringList linesOf(const CommandDifference &difference)
{
    const QStringList before = difference.before.split(u'\n', Qt::SkipEmptyParts);
    const QStringList now = difference.now.split(u'\n', Qt::SkipEmptyParts);
    QStringList lines;
    for (const QString &line : before) {
        if (!now.contains(line))
            lines << u"- "_s + line;
    }
    for (const QString &line : now)
        lines << (before.contains(line) ? u"  "_s : u"+ "_s) + line;
    return lines;
}

Result<TrustStanding> TrustBook::standing(const Product &product) const
{
    TrustStanding standing;
    standing.commands = commandsOf(product);
    standing.digest = commandsDigest(product);
    if (m_file.isEmpty()) {
        standing.accepted = true;
        return standing;
    }
    const auto book = readBook(m_file);
    if (!book)
        return std::unexpected(book.error());
    const Entry *last = nullptr;
    for (const Entry &entry : *book) {
        if (!isOf(entry, product))
            continue;
        standing.anyBefore = true;
        last = &entry;
        if (entry.digest == standing.digest) {
            standing.accepted = true;
            break;
        }
    }
    if (last) {
        standing.acceptedBy = last->by;
        standing.acceptedAt = last->at;
    }
    if (!standing.accepted)
        standing.differences =
            differencesOf(last ? last->commands : std::vector<DescribedCommand>{}, standing.commands);
    return standing;
}

Result<void> TrustBook::allows(const Product &product) const
{
    const auto now = standing(product);
    if (!now)
        return std::unexpected(now.error());
    if (now->accepted)
        return {};
    const auto count = static_cast<int>(now->differences.size());
    return fail(
        ErrorCode::RuleRefused,
        now->anyBefore
            ? Text::tr("%n command(s) of humdrum.yaml differ from what was accepted on this machine", nullptr, count)
            : Text::tr("The %n command(s) of humdrum.yaml have not been accepted on this machine", nullptr, count),
        Text::tr(
            "See them with “humdrumctl trust show”, then “humdrumctl trust accept”, or accept them in the window"));
}

Result<void> TrustBook::accept(const Product &product, const QByteArray &digest, const QString &person,
                               Timestamp at) const
{
    if (m_file.isEmpty())
        return {};
    const QByteArray now = commandsDigest(product);
    if (digest.isEmpty() || !agrees(digest, now))
        return changedMeanwhile();
    if (!QDir().mkpath(QFileInfo(m_file).absolutePath()))
        return fail(ErrorCode::FileFailed,
                    Text::tr("The folder %1 could not be made.").arg(QFileInfo(m_file).absolutePath()));
    QLockFile lock(m_file + u".lock"_s);
    if (!lock.tryLock(lockWait))
        return fail(ErrorCode::FileFailed, Text::tr("%1 is in use by another program.").arg(m_file),
                    Text::tr("Try it again."));
    auto book = readBook(m_file);
    if (!book)
        return std::unexpected(book.error());
    std::erase_if(*book, [&](const Entry &entry) { return isOf(entry, product) && entry.digest == now; });
    auto older = *book | std::views::filter([&](const Entry &entry) { return isOf(entry, product); });
    if (std::ranges::distance(older) >= keptForEach)
        book->erase(std::ranges::find_if(*book, [&](const Entry &entry) { return isOf(entry, product); }));
    book->push_back({product.key, product.folder, now, person, at, commandsOf(product)});
    return writeBook(m_file, *book);
}

QFuture<Result<TrustStanding>> trustStanding(Store &store, const TrustBook &book)
{
    return store.read([book](Session &session) -> Result<TrustStanding> {
        return describedProduct(session).and_then([&](const Product &product) { return book.standing(product); });
    });
}

QFuture<Result<TrustStanding>> acceptCommands(Store &store, const TrustBook &book, const Intent &intent,
                                              const QByteArray &digest)
{
    // The event is on the disk before the book is: a book that accepts what no audit knows of would be worse than an event
    // whose commands have to be accepted once more.
    // A future of a continuation cannot be waited for before it has begun; this one can.
    const auto promise = std::make_shared<QPromise<Result<TrustStanding>>>();
    promise->start();
    store
        .write(intent,
               [book, digest](Session &session) -> Result<Product> {
                   auto product = describedProduct(session);
                   if (!product)
                       return product;
                   const auto before = book.standing(*product);
                   if (!before)
                       return std::unexpected(before.error());
                   if (before->accepted)
                       return product;
                   if (!agrees(digest, before->digest))
                       return changedMeanwhile();
                   QJsonArray commands;
                   for (const CommandDifference &d : before->differences)
                       commands.append(d.where);
                   const QByteArray after =
                       QJsonDocument(
                           QJsonObject{{u"digest"_s, QString::fromLatin1(before->digest)}, {u"differs"_s, commands}})
                           .toJson(QJsonDocument::Compact);
                   if (auto r = session.audit().append(u"commands.accepted"_s, u"product "_s + product->key, {}, after);
                       !r)
                       return std::unexpected(r.error());
                   return product;
               })
        .then([book, intent, promise, now = QDateTime::currentDateTimeUtc()](const Result<Product> &product) {
            promise->addResult(product.and_then([&](const Product &described) {
                return acceptNow(book, described, intent.actor.person, toTimestamp(now));
            }));
            promise->finish();
        });
    return promise->future();
}

} // namespace humdrum
