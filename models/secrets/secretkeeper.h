// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"
#include "secrets/secretvalue.h"

#include <QStringList>

#include <map>
#include <stop_token>
#include <vector>

namespace humdrum {

/// Where a secret is kept: in the desktop's keychain, in a file that only its owner may read, or nowhere: a program prints it.
enum class SecretPlace { Keychain, File, Command };

[[nodiscard]] QString wordOf(SecretPlace place);
[[nodiscard]] std::optional<SecretPlace> secretPlaceFrom(QStringView word);

/// One secret that is known here, never its value.
struct KnownSecret {
    QString name;
    SecretPlace place = SecretPlace::Keychain;
    QStringList command{}; ///< of Command: program and arguments
    friend bool operator==(const KnownSecret &, const KnownSecret &) = default;
};

/// Where secrets come from: a matter of this account on this machine, whatever the database and its humdrum.yaml.
struct SecretPaths {
    QString settings; ///< which secret is kept where; JSON, names and programs alone
    QString file;     ///< SecretsFile
    QString keychain; ///< absolute path of humdrum-keychain
    Duration commandTimeout{std::chrono::seconds{30}};
    Duration keychainTimeout{std::chrono::seconds{60}}; ///< a person may have to open it
};

/// Keeps secrets and hands them out. A value that may be copied; every function opens the files anew, may be called from any
/// thread, and several programs may use the same files. All but knows() and list() may block for long: not on the thread that
/// owns the store or an event loop.
class SecretKeeper {
public:
    /// Without paths nothing is kept anywhere.
    explicit SecretKeeper(SecretPaths paths = {}) : m_paths(std::move(paths)) {}

    /// All that are known, by name: those that were set here, and what stands in the file. Reads two small files.
    [[nodiscard]] Result<std::vector<KnownSecret>> list() const;
    /// Nothing when each of these is known; else NotFound, which names those that are not and says what to do. Neither the
    /// keychain nor a program is asked.
    [[nodiscard]] Result<void> knows(const QStringList &names) const;
    /// The value. Errors: NotFound, FileFailed, ParseFailed, CommandFailed, CommandTimedOut, CommandNotStarted, InvalidInput
    /// (as secretFrom), Cancelled; each says what to do.
    [[nodiscard]] Result<SecretValue> read(const QString &name, const std::stop_token &stop = {}) const;
    /// Keeps it there; without `place` where it is kept, at first in the keychain. Where there is no keychain it is refused:
    /// a file is taken only when it is asked for. What another place kept under that name is removed.
    [[nodiscard]] Result<SecretPlace> set(const QString &name, const SecretValue &value,
                                          std::optional<SecretPlace> place = {},
                                          const std::stop_token &stop = {}) const;
    /// From now on the value is what this program prints, without its last line end.
    [[nodiscard]] Result<void> setCommand(const QString &name, const QStringList &command) const;
    [[nodiscard]] Result<void> remove(const QString &name, const std::stop_token &stop = {}) const;

    /// InvalidInput where isSecretName() says no.
    [[nodiscard]] static Result<void> checkName(const QString &name);
    [[nodiscard]] const SecretPaths &paths() const { return m_paths; }

private:
    using Settings = std::map<QString, KnownSecret>;
    [[nodiscard]] Result<Settings> settings() const;
    [[nodiscard]] Result<void> writeSettings(const Settings &settings) const;
    [[nodiscard]] Result<Settings> known() const;
    [[nodiscard]] Result<SecretValue> fromFile(const QString &name) const;
    [[nodiscard]] Result<SecretValue> fromCommand(const KnownSecret &secret, const std::stop_token &stop) const;
    [[nodiscard]] Result<SecretValue> fromKeychain(const QString &name, const std::stop_token &stop) const;
    [[nodiscard]] Result<SecretValue> askKeychain(const QString &what, const QString &name, const SecretValue &input,
                                                  const std::stop_token &stop) const;
    [[nodiscard]] Result<void> store(const KnownSecret &secret, const SecretValue &value,
                                     const std::stop_token &stop) const;
    [[nodiscard]] Result<void> changeFile(const QString &name, const std::optional<SecretValue> &value) const;
    [[nodiscard]] Result<void> drop(const KnownSecret &secret, const std::stop_token &stop) const;
    [[nodiscard]] Result<void> change(const KnownSecret &secret, const SecretValue &value,
                                      const std::stop_token &stop) const;

    SecretPaths m_paths;
};

} // namespace humdrum
