// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/workerdesk.h"
#include "storage/sqlitestore.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

/// Fails the test with the error, where there is one. What is asked is asked once.
#define QVALUE(result)                                                                                                 \
    do {                                                                                                               \
        const auto &value_ = (result);                                                                                 \
        QVERIFY2(value_.has_value(), qPrintable(value_.has_value() ? QString() : value_.error().toString()));          \
    } while (false)

namespace humdrum {

/// A small product with real commands in a folder of its own, a real database and a desk. Two services (billing needs
/// ledger), the environments dev and staging, one release whose upstream stages have passed.
///
/// Deploying writes the version into envs/<environment>-<service> and a line into envs/history; observing reads it.
class Bench {
public:
    Bench();
    ~Bench();

    /// Opens the store and describes the product; call after changing `product`.
    void open();
    /// A desk with a started worker.
    WorkerDesk &desk();
    /// Another store and worker on the same database.
    struct Other {
        std::unique_ptr<SqliteStore> store;
        std::unique_ptr<WorkerDesk> desk;
    };
    [[nodiscard]] Other other();
    [[nodiscard]] WorkerOptions options() const;

    /// A calendar that is open until it is said to be closed: "Year-end freeze". Call before open() or desk().
    [[nodiscard]] std::shared_ptr<std::atomic<bool>> closableCalendar();
    [[nodiscard]] Environment &environment(const QString &key);
    [[nodiscard]] static CommandSpec sh(const QString &script);
    [[nodiscard]] QString file(const QString &name) const { return m_dir.filePath(name); }
    [[nodiscard]] QString content(const QString &name) const;

    /// A build of each service with this version and a release of them, passed everywhere upstream of dev; on a train that
    /// boards when one is named.
    Release release(const QString &version, bool passed = true, const QString &train = {});
    [[nodiscard]] PromotionAsk ask(const Release &release, const QString &environment = QStringLiteral("dev"),
                                   const QString &service = {}) const;
    /// Waits until a promotion has ended.
    [[nodiscard]] Promotion ended(PromotionId id);
    [[nodiscard]] std::vector<PromotionStep> steps(PromotionId id);
    [[nodiscard]] std::optional<Deployment> running(const QString &service,
                                                    const QString &environment = QStringLiteral("dev"));

    template <class T>
    [[nodiscard]] static Result<T> await(QFuture<Result<T>> future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000))
            return fail(ErrorCode::CommandTimedOut, QStringLiteral("nothing came"));
        return future.takeResult();
    }
    template <class Job>
    auto read(Job job)
    {
        return await(store->read(job));
    }
    template <class Job>
    auto write(Job job)
    {
        return await(
            store->write({{.person = QStringLiteral("nr"), .program = QStringLiteral("test"), .host = {}}, {}}, job));
    }

    Product product;
    std::unique_ptr<SqliteStore> store;
    Duration grace{300};
    int parallel = 4;
    Duration patience{5000}; ///< of the store, with other programs
    GateSources gates;       ///< open calendar, endless pools, unless a test changes them
    SourceAccess source;

private:
    QTemporaryDir m_dir;
    std::unique_ptr<WorkerDesk> m_desk;
    std::unique_ptr<SqliteStore> openStore();
};

} // namespace humdrum
