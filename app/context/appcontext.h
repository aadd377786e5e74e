// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/store.h"
#include "promotion/desk.h"
#include "secrets/secretkeeper.h"

#include <memory>

namespace humdrum {

struct AppOptions {
    QString databaseFile; ///< empty: the default, in the user's data folder
    QString
        person; ///< key of the person who works; empty: HUMDRUM_PERSON, else found by git's user.email, else the account
    QString program;          ///< "humdrum" or "humdrumctl", for the audit
    bool readOnly = false;    ///< opens what can only be read; writing is refused
    bool mustExist = false;   ///< refuse instead of creating an empty database
    bool work = true;         ///< open() starts the promotion worker, which takes queued promotions
    bool ownWorkOnly = false; ///< it takes those alone that this program asks for
};

/// Everything the two programs share, built in the order of need and torn down in reverse: clock, store, promotion desk.
/// Made and destroyed in the main thread.
class AppContext {
public:
    /// For a program without a window, and for tests: blocks until the database is open.
    [[nodiscard]] static Result<std::unique_ptr<AppContext>> open(const AppOptions &options);
    /// For a window: never blocks. Everything can be used at once, what is asked of the store is answered when the
    /// database is open (or with why it can't be), and startWork() comes after opened().
    [[nodiscard]] static std::unique_ptr<AppContext> openLater(const AppOptions &options);
    ~AppContext();
    Q_DISABLE_COPY_MOVE(AppContext)

    /// What opening the database came to.
    [[nodiscard]] QFuture<Result<void>> opened() const;
    /// Starts the promotion worker and the housekeeper, unless the database is only read. Once.
    void startWork();
    /// Housekeeper::poolsKnown(); finished where there is no housekeeper.
    [[nodiscard]] QFuture<void> poolsKnown() const;

    [[nodiscard]] Store &store();
    [[nodiscard]] PromotionDesk &desk();
    [[nodiscard]] const TrustBook &trust() const;
    [[nodiscard]] const Clock &clock() const;
    [[nodiscard]] Actor actor() const;
    [[nodiscard]] QString databaseFile() const;

    [[nodiscard]] static QString defaultDatabaseFile(); ///< in the user's data folder; its folder may not exist yet
    [[nodiscard]] static QString defaultExampleFolder();
    /// Which commands may be run: of this account on this machine, whatever the database.
    [[nodiscard]] static QString trustFile();
    /// Where secrets come from: of this account on this machine, too.
    [[nodiscard]] static SecretKeeper secretKeeper();

private:
    AppContext();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace humdrum
