// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/logprinter.h"
#include "promotion/identity.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds look{100};
constexpr std::chrono::seconds lastWords{2}; ///< from a promotion's end until its log has its last line

struct Options {
    qint64 id = 0, tail = -1;
    std::string since;
    bool follow = false, raw = false, times = false;
};

struct Standing {
    bool finished = false;
    bool writerLives = false; ///< whoever wrote its log may write more
};

Result<Standing> standingOf(Session &session, PromotionId id)
{
    const auto p = session.promotions().byId(id);
    if (!p)
        return std::unexpected(p.error());
    if (!*p)
        return fail(ErrorCode::NotFound, u"There is no promotion %1"_s.arg(id.value));
    const auto worker = ProcessIdentity::fromString((*p)->worker);
    return Standing{isFinished((*p)->state), worker && livenessOf(*worker) != Liveness::Dead};
}

/// Prints a log until its promotion has ended.
class Following : public QObject {
public:
    Following(const Invocation &invocation, AppContext &context, LogPrinter &printer, PromotionId id)
        : m_invocation(invocation)
        , m_context(context)
        , m_printer(printer)
        , m_id(id)
    {
        m_timer.setInterval(look);
        connect(&m_timer, &QTimer::timeout, this, &Following::go);
        connect(&context.store(), &Store::changed, this, [this](const ChangeSet &set) {
            if (set.touches(Aggregate::Promotion))
                ask();
        });
    }

    int run()
    {
        ask();
        m_timer.start();
        return QCoreApplication::exec();
    }

private:
    void go()
    {
        m_printer.print();
        const bool last = m_standing.finished && (!m_standing.writerLives || m_patience.hasExpired());
        if (m_printer.isEnded() || last)
            QCoreApplication::exit(0);
    }
    void ask()
    {
        m_context.store()
            .read([id = m_id](Session &session) { return standingOf(session, id); })
            .then(this, [this](const Result<Standing> &standing) {
                if (!standing) {
                    QCoreApplication::exit(report(m_invocation, standing.error()));
                    return;
                }
                if (standing->finished && !m_standing.finished)
                    m_patience.setRemainingTime(lastWords);
                m_standing = *standing;
            });
    }

    const Invocation &m_invocation;
    AppContext &m_context;
    LogPrinter &m_printer;
    PromotionId m_id;
    Standing m_standing;
    QDeadlineTimer m_patience{QDeadlineTimer::Forever};
    QTimer m_timer;
};

Result<LogPrinter::Options> formOf(const Invocation &invocation, const Options &options, const QByteArray &zone)
{
    LogPrinter::Options print{.times = options.times, .zone = zone, .tail = options.tail};
    print.form = invocation.json ? (options.follow ? LogPrinter::Form::Json : LogPrinter::Form::Array)
        : options.raw            ? LogPrinter::Form::Raw
                                 : LogPrinter::Form::Text;
    if (!options.since.empty()) {
        const QString text = QString::fromStdString(options.since);
        QDateTime since = QDateTime::fromString(text, Qt::ISODateWithMs);
        if (!since.isValid())
            return fail(ErrorCode::InvalidInput, u"--since %1: that is no time."_s.arg(text),
                        u"Such as 2026-11-24T10:00, in the product's zone, or 2026-11-24T09:00Z"_s);
        if (since.timeSpec() == Qt::LocalTime)
            since.setTimeZone(QTimeZone(zone));
        print.since = toTimestamp(since);
    }
    return print;
}

int showLog(const Invocation &invocation, const Options &options)
{
    auto context = invocation.open(Invocation::Need::Read);
    if (!context)
        return report(invocation, context.error());
    const PromotionId id{options.id};
    const auto place = (*context)->desk().log(id).takeResult();
    if (!place)
        return report(invocation, place.error());
    const auto zone = (*context)->store().read(zoneOf).takeResult();
    if (!zone)
        return report(invocation, zone.error());
    const auto form = formOf(invocation, options, *zone);
    if (!form)
        return report(invocation, form.error());
    LogPrinter printer(place->file, *form);
    printer.print();
    const int left = options.follow && !printer.isEnded() ? Following(invocation, **context, printer, id).run() : 0;
    printer.finish();
    for (const QString &problem : printer.problems())
        warn(problem);
    return left;
}

} // namespace

void addLog(CLI::App &parent, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = parent.add_subcommand("log", "What a promotion has written");
    addNumber(*command, "PROMOTION", options->id, "Its number");
    command->add_flag("--follow", options->follow,
                      "Go on as it is written, by whichever program, until the promotion has ended; then 0");
    command->add_option("--tail", options->tail, "Only the last so many lines, and what follows")
        ->check(CLI::NonNegativeNumber)
        ->type_name("LINES");
    command->add_option("--since", options->since, "Only what was written then or later")->type_name("TIME");
    command->add_flag("--times", options->times, "The time before each line, in the product's zone");
    command->add_flag("--raw", options->raw, "With the escape sequences that colour it, as the commands wrote them");
    command->callback(
        [&invocation, options] { invocation.run = [&invocation, options] { return showLog(invocation, *options); }; });
}

} // namespace humdrum::ctl
