// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/store.h"
#include "promotion/desk.h"

#include <memory>

namespace humdrum {

struct AppOptions {
    QString databaseFile; ///< empty: the default, in the user's data folder
    QString
        person; ///< key of the person who works; empty: HUMDRUM_PERSON, else found by git's user.email, else the account
    QString program;          ///< "humdrum" or "humdrumctl", for the audit
    bool readOnly = false;    ///< opens what can only be read; writing is refused
    bool mustExist = false;   ///< refuse instead of creating an empty database
    bool work = true;         ///< start the promotion worker, which takes queued promotions
    bool ownWorkOnly = false; ///< it takes those alone that this program asks for
};

/// Everything the two programs share, built in the order of need and torn down in reverse: clock, store, promotion desk.
/// Made and destroyed in the main thread; nothing here blocks longer than opening the database takes.
class AppContext {
public:
    [[nodiscard]] static Result<std::unique_ptr<AppContext>> open(const AppOptions &options);
    ~AppContext();
    Q_DISABLE_COPY_MOVE(AppContext)

    [[nodiscard]] Store &store();
    [[nodiscard]] PromotionDesk &desk();
    [[nodiscard]] const Clock &clock() const;
    [[nodiscard]] Actor actor() const;
    [[nodiscard]] QString databaseFile() const;

    [[nodiscard]] static QString defaultDatabaseFile(); ///< in the user's data folder; its folder may not exist yet
    [[nodiscard]] static QString defaultExampleFolder();

private:
    AppContext();
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace humdrum
