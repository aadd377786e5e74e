// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/secretkeeper.h"

#include "domain/secretname.h"
#include "secrets/keychaincodes.h"
#include "secrets/ownedfile.h"
#include "secrets/quietcommand.h"
#include "secrets/secretsfile.h"
#include "secrets/text.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int settingsVersion = 1;
constexpr std::chrono::seconds lockWait{5};

struct PlaceWord {
    SecretPlace place;
    QLatin1StringView word;
};
constexpr std::array placeWords{PlaceWord{SecretPlace::Keychain, "keychain"_L1},
                                PlaceWord{SecretPlace::File, "file"_L1}, PlaceWord{SecretPlace::Command, "command"_L1}};

std::unexpected<Error> notUnderstood(const QString &path, const QString &why)
{
    return fail(ErrorCode::ParseFailed,
                SecretText::tr("%1, which says where secrets are kept, is not understood: %2.").arg(path, why),
                SecretText::tr("Move it away and set the secrets again."));
}

QString setHint(const QString &name) { return SecretText::tr("Run humdrumctl secrets set %1").arg(name); }

/// One file is changed by one program at a time.
template <class Change>
Result<void> locked(const QString &path, Change change)
{
    if (path.isEmpty())
        return fail(ErrorCode::FileFailed, SecretText::tr("No secrets are kept here."));
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return fail(ErrorCode::FileFailed,
                    SecretText::tr("The folder %1 could not be made.").arg(QFileInfo(path).absolutePath()));
    QLockFile lock(path + u".lock"_s);
    if (!lock.tryLock(lockWait))
        return fail(ErrorCode::FileFailed, SecretText::tr("%1 is in use by another program.").arg(path),
                    SecretText::tr("Try it again."));
    return change();
}

} // namespace

QString wordOf(SecretPlace place) { return std::ranges::find(placeWords, place, &PlaceWord::place)->word; }

std::optional<SecretPlace> secretPlaceFrom(QStringView word)
{
    const auto it = std::ranges::find_if(placeWords, [word](const PlaceWord &w) { return w.word == word; });
    return it == placeWords.end() ? std::nullopt : std::optional(it->place);
}

Result<void> SecretKeeper::checkName(const QString &name)
{
    if (isSecretName(name))
        return {};
    return fail(ErrorCode::InvalidInput, SecretText::tr("“%1” cannot be the name of a secret.").arg(name),
                SecretText::tr("Use at most %1 letters, digits, '.', '_' and '-', beginning with a letter or a digit.")
                    .arg(longestSecretName));
}

// What is known --------------------------------------------------------------------------------------------------------

Result<SecretKeeper::Settings> SecretKeeper::settings() const
{
    Settings found;
    if (m_paths.settings.isEmpty())
        return found;
    const auto content = readOwned(m_paths.settings);
    if (!content)
        return std::unexpected(content.error());
    if (!*content)
        return found;
    QJsonParseError mistake;
    const QJsonObject root = QJsonDocument::fromJson(**content, &mistake).object();
    if (mistake.error != QJsonParseError::NoError)
        return notUnderstood(m_paths.settings, mistake.errorString());
    if (root[u"version"].toInt() != settingsVersion)
        return notUnderstood(m_paths.settings, SecretText::tr("it is of another version of Humdrum"));
    const QJsonObject secrets = root[u"secrets"].toObject();
    for (auto it = secrets.begin(); it != secrets.end(); ++it) {
        const QJsonObject entry = it.value().toObject();
        const auto place = secretPlaceFrom(entry[u"in"].toString());
        KnownSecret secret{.name = it.key(), .place = place.value_or(SecretPlace::Keychain), .command = {}};
        for (const QJsonValue word : entry[u"command"].toArray())
            secret.command << word.toString();
        if (!place || !isSecretName(secret.name) || (*place == SecretPlace::Command) == secret.command.isEmpty())
            return notUnderstood(m_paths.settings, SecretText::tr("what it says of “%1”").arg(secret.name));
        found.emplace(secret.name, std::move(secret));
    }
    return found;
}

Result<void> SecretKeeper::writeSettings(const Settings &settings) const
{
    QJsonObject secrets;
    for (const auto &[name, secret] : settings) {
        QJsonObject entry{{u"in"_s, wordOf(secret.place)}};
        if (secret.place == SecretPlace::Command)
            entry.insert(u"command"_s, QJsonArray::fromStringList(secret.command));
        secrets.insert(name, entry);
    }
    return writeOwned(m_paths.settings,
                      QJsonDocument(QJsonObject{{u"version"_s, settingsVersion}, {u"secrets"_s, secrets}}).toJson());
}

Result<SecretKeeper::Settings> SecretKeeper::known() const
{
    auto all = settings();
    if (!all || m_paths.file.isEmpty())
        return all;
    const auto content = readOwned(m_paths.file);
    if (!content)
        return std::unexpected(content.error());
    const auto file = SecretsFile::parse(content->value_or(QByteArray()), m_paths.file);
    if (!file)
        return std::unexpected(file.error());
    const QStringList names = file->names();
    // What is said to be there and is not, is not known.
    std::erase_if(*all, [&](const auto &entry) {
        return entry.second.place == SecretPlace::File && !names.contains(entry.first);
    });
    for (const QString &name : names)
        all->try_emplace(name, KnownSecret{.name = name, .place = SecretPlace::File, .command = {}});
    return all;
}

Result<std::vector<KnownSecret>> SecretKeeper::list() const
{
    return known().transform([](const Settings &all) {
        std::vector<KnownSecret> list;
        for (const auto &[name, secret] : all)
            list.push_back(secret);
        return list;
    });
}

Result<void> SecretKeeper::knows(const QStringList &names) const
{
    if (names.isEmpty())
        return {};
    const auto all = known();
    if (!all)
        return std::unexpected(all.error());
    QStringList missing;
    for (const QString &name : names) {
        if (!all->contains(name) && !missing.contains(name))
            missing << name;
    }
    if (missing.isEmpty())
        return {};
    return fail(ErrorCode::NotFound,
                missing.size() == 1
                    ? SecretText::tr("The secret “%1” is not kept on this machine").arg(missing.first())
                    : SecretText::tr("The secrets %1 are not kept on this machine").arg(missing.join(u", "_s)),
                setHint(missing.first()));
}

// Reading --------------------------------------------------------------------------------------------------------------

Result<SecretValue> SecretKeeper::read(const QString &name, const std::stop_token &stop) const
{
    const auto all = known();
    if (!all)
        return std::unexpected(all.error());
    const auto it = all->find(name);
    if (it == all->end())
        return knows({name}).transform([] { return SecretValue(); });
    const auto value = [&]() -> Result<SecretValue> {
        switch (it->second.place) {
        case SecretPlace::File:
            return fromFile(name);
        case SecretPlace::Command:
            return fromCommand(it->second, stop);
        case SecretPlace::Keychain:
            break;
        }
        return fromKeychain(name, stop);
    }();
    if (!value)
        return value;
    return secretFrom(value->bytes()).transform_error([&](Error error) {
        error.message = SecretText::tr("The secret “%1” cannot be used. %2").arg(name, error.message);
        if (error.hint.isEmpty())
            error.hint = setHint(name);
        return error;
    });
}

Result<SecretValue> SecretKeeper::fromFile(const QString &name) const
{
    const auto content = readOwned(m_paths.file);
    if (!content)
        return std::unexpected(content.error());
    const SecretValue whole(content->value_or(QByteArray()));
    return SecretsFile::parse(whole.bytes(), m_paths.file)
        .and_then([&](const SecretsFile &file) -> Result<SecretValue> {
            if (auto value = file.value(name))
                return *std::move(value);
            return fail(ErrorCode::NotFound, SecretText::tr("%1 has no secret “%2”").arg(m_paths.file, name),
                        setHint(name));
        });
}

Result<SecretValue> SecretKeeper::fromCommand(const KnownSecret &secret, const std::stop_token &stop) const
{
    const QuietEnd end = runQuietly(
        {.program = secret.command.first(), .arguments = secret.command.mid(1), .timeout = m_paths.commandTimeout},
        stop);
    const QString program = QFileInfo(secret.command.first()).fileName();
    // Nothing of what it said: it may be the secret, and it cannot be masked yet.
    const QString byHand = SecretText::tr("Run it by hand to see why: %1").arg(secret.command.join(u' '));
    switch (end.what) {
    case QuietEnd::What::NotStarted:
        return fail(ErrorCode::CommandNotStarted,
                    SecretText::tr("%1, which prints the secret “%2”, could not be started: %3")
                        .arg(program, secret.name, end.why),
                    setHint(secret.name));
    case QuietEnd::What::TimedOut:
        return fail(ErrorCode::CommandTimedOut,
                    SecretText::tr("%1, which prints the secret “%2”, did not end within %3 s and was ended")
                        .arg(program, secret.name)
                        .arg(static_cast<double>(m_paths.commandTimeout.count()) / 1000),
                    byHand);
    case QuietEnd::What::Stopped:
        return fail(ErrorCode::Cancelled, SecretText::tr("It was cancelled"));
    case QuietEnd::What::Crashed:
    case QuietEnd::What::Exited:
        break;
    }
    if (end.what == QuietEnd::What::Crashed || end.code != 0)
        return fail(
            ErrorCode::CommandFailed,
            end.what == QuietEnd::What::Crashed
                ? SecretText::tr("%1, which prints the secret “%2”, was ended by a signal").arg(program, secret.name)
                : SecretText::tr("%1, which prints the secret “%2”, exited with %3")
                      .arg(program, secret.name)
                      .arg(end.code),
            byHand);
    QByteArray value = end.output.bytes();
    if (value.endsWith('\n'))
        value.chop(value.endsWith("\r\n") ? 2 : 1);
    return SecretValue(value);
}

Result<SecretValue> SecretKeeper::fromKeychain(const QString &name, const std::stop_token &stop) const
{
    return askKeychain(u"read"_s, name, {}, stop);
}

Result<SecretValue> SecretKeeper::askKeychain(const QString &what, const QString &name, const SecretValue &input,
                                              const std::stop_token &stop) const
{
    const QuietEnd end = runQuietly({.program = m_paths.keychain,
                                     .arguments = {what, name},
                                     .input = input,
                                     .timeout = m_paths.keychainTimeout,
                                     .complaints = true},
                                    stop);
    const QString toFile =
        SecretText::tr("On a machine without one, a file that only you may read can keep it: humdrumctl secrets set %1 "
                       "--in file")
            .arg(name);
    if (end.what == QuietEnd::What::Stopped)
        return fail(ErrorCode::Cancelled, SecretText::tr("It was cancelled"));
    if (end.what == QuietEnd::What::TimedOut)
        return fail(ErrorCode::CommandTimedOut,
                    SecretText::tr("The keychain did not answer for the secret “%1” within %2 s")
                        .arg(name)
                        .arg(static_cast<double>(m_paths.keychainTimeout.count()) / 1000),
                    SecretText::tr("Open it, and try again."));
    if (end.what == QuietEnd::What::NotStarted)
        return fail(ErrorCode::CommandNotStarted,
                    SecretText::tr("The part of Humdrum that asks the keychain could not be started: %1").arg(end.why),
                    toFile);
    switch (end.what == QuietEnd::What::Exited ? static_cast<KeychainEnd>(end.code) : KeychainEnd::Failed) {
    case KeychainEnd::Done:
        return end.output;
    case KeychainEnd::NotFound:
        return fail(ErrorCode::NotFound, SecretText::tr("The keychain has no secret “%1” any more").arg(name),
                    setHint(name));
    case KeychainEnd::Locked:
        return fail(ErrorCode::CommandFailed,
                    SecretText::tr("The keychain is locked, so the secret “%1” is out of reach").arg(name),
                    SecretText::tr("Open it, as by logging in to the desktop, and try again."));
    case KeychainEnd::Denied:
        return fail(ErrorCode::CommandFailed,
                    SecretText::tr("The keychain was not opened for the secret “%1”").arg(name),
                    SecretText::tr("Allow it when you are asked, and try again."));
    case KeychainEnd::NoKeychain:
        return fail(ErrorCode::CommandFailed, SecretText::tr("There is no keychain here for the secret “%1”").arg(name),
                    toFile, end.complaint);
    case KeychainEnd::WrongUse:
    case KeychainEnd::Failed:
        break;
    }
    return fail(ErrorCode::CommandFailed, SecretText::tr("The keychain failed for the secret “%1”").arg(name), toFile,
                end.complaint);
}

// Changing -------------------------------------------------------------------------------------------------------------

Result<void> SecretKeeper::changeFile(const QString &name, const std::optional<SecretValue> &value) const
{
    return locked(m_paths.file, [&]() -> Result<void> {
        const auto content = readOwned(m_paths.file);
        if (!content)
            return std::unexpected(content.error());
        auto file = SecretsFile::parse(content->value_or(QByteArray()), m_paths.file);
        if (!file)
            return std::unexpected(file.error());
        if (value)
            file->set(name, *value);
        else if (file->value(name))
            file->remove(name);
        else
            return {};
        return writeOwned(m_paths.file, file->content().bytes());
    });
}

Result<void> SecretKeeper::store(const KnownSecret &secret, const SecretValue &value, const std::stop_token &stop) const
{
    if (secret.place == SecretPlace::File)
        return changeFile(secret.name, value);
    if (secret.place == SecretPlace::Keychain)
        return askKeychain(u"write"_s, secret.name, value, stop).transform([](const SecretValue &) {});
    return {};
}

/// Removes the value; that it is gone already is no error.
Result<void> SecretKeeper::drop(const KnownSecret &secret, const std::stop_token &stop) const
{
    if (secret.place == SecretPlace::File)
        return changeFile(secret.name, std::nullopt);
    if (secret.place == SecretPlace::Command)
        return {};
    const auto gone = askKeychain(u"remove"_s, secret.name, {}, stop);
    if (!gone && gone.error().code != ErrorCode::NotFound)
        return std::unexpected(gone.error());
    return {};
}

Result<void> SecretKeeper::change(const KnownSecret &secret, const SecretValue &value,
                                  const std::stop_token &stop) const
{
    return locked(m_paths.settings, [&]() -> Result<void> {
        const auto before = known();
        if (!before)
            return std::unexpected(before.error());
        // The value first: what is said to be kept is kept.
        if (auto kept = store(secret, value, stop); !kept)
            return kept;
        auto all = settings();
        if (!all)
            return std::unexpected(all.error());
        (*all)[secret.name] = secret;
        if (auto written = writeSettings(*all); !written)
            return written;
        const auto old = before->find(secret.name);
        return old == before->end() || old->second.place == secret.place ? Result<void>{} : drop(old->second, stop);
    });
}

Result<SecretPlace> SecretKeeper::set(const QString &name, const SecretValue &value, std::optional<SecretPlace> place,
                                      const std::stop_token &stop) const
{
    if (auto r = checkName(name); !r)
        return std::unexpected(r.error());
    const auto usable = secretFrom(value.bytes());
    if (!usable)
        return std::unexpected(usable.error());
    if (!place) {
        const auto before = known();
        if (!before)
            return std::unexpected(before.error());
        const auto it = before->find(name);
        const bool inFile = it != before->end() && it->second.place == SecretPlace::File;
        place = inFile ? SecretPlace::File : SecretPlace::Keychain;
    }
    if (*place == SecretPlace::Command)
        return fail(ErrorCode::InvalidInput, SecretText::tr("A command prints its own value."));
    return change({.name = name, .place = *place, .command = {}}, *usable, stop).transform([&] { return *place; });
}

Result<void> SecretKeeper::setCommand(const QString &name, const QStringList &command) const
{
    if (auto r = checkName(name); !r)
        return r;
    if (command.isEmpty() || command.first().isEmpty())
        return fail(ErrorCode::InvalidInput, SecretText::tr("No program is named that prints the secret."));
    return change({.name = name, .place = SecretPlace::Command, .command = command}, {}, {});
}

Result<void> SecretKeeper::remove(const QString &name, const std::stop_token &stop) const
{
    return locked(m_paths.settings, [&]() -> Result<void> {
        const auto before = known();
        if (!before)
            return std::unexpected(before.error());
        auto all = settings();
        if (!all)
            return std::unexpected(all.error());
        const auto kept = before->find(name);
        if (kept == before->end() && !all->contains(name))
            return fail(ErrorCode::NotFound, SecretText::tr("No secret “%1” is kept on this machine.").arg(name));
        if (kept != before->end()) {
            if (auto r = drop(kept->second, stop); !r)
                return r;
        }
        return all->erase(name) > 0 ? writeSettings(*all) : Result<void>{};
    });
}

} // namespace humdrum
