// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/junit.h"

#include "example/dice.h"

#include <QRegularExpression>
#include <QXmlStreamWriter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

struct Case {
    QString suite, name;
    bool failed = false, error = false;
    QString message;
};

struct Suite {
    QString name, stage, commit, release, cause;
    QDateTime at;
    int milliseconds = 0;
    std::vector<Case> cases;

    [[nodiscard]] qsizetype failures() const { return std::ranges::count_if(cases, &Case::failed); }
    [[nodiscard]] qsizetype errors() const { return std::ranges::count_if(cases, &Case::error); }
};

enum class Shape { Pytest, Surefire, CTest };

Shape shapeOf(const QString &service)
{
    return service == "billing"_L1 ? Shape::Pytest : service == "gateway"_L1 ? Shape::Surefire : Shape::CTest;
}

QString seconds(qint64 ms) { return QString::number(static_cast<double>(ms) / 1000, 'f', 3); }

void writeProperties(QXmlStreamWriter &xml, const QString &service, const Suite &suite)
{
    xml.writeStartElement(u"properties"_s);
    const auto property = [&](const QString &name, const QString &value) {
        if (value.isEmpty())
            return;
        xml.writeEmptyElement(u"property"_s);
        xml.writeAttribute(u"name"_s, name);
        xml.writeAttribute(u"value"_s, value);
    };
    property(u"humdrum.service"_s, service);
    property(u"humdrum.stage"_s, suite.stage);
    property(u"humdrum.commit"_s, suite.commit);
    property(u"humdrum.release"_s, suite.release);
    property(u"humdrum.cause"_s, suite.cause);
    xml.writeEndElement();
}

void writeCase(QXmlStreamWriter &xml, Shape shape, const Case &c, qint64 ms)
{
    xml.writeStartElement(u"testcase"_s);
    xml.writeAttribute(u"classname"_s, c.suite);
    xml.writeAttribute(u"name"_s, c.name);
    xml.writeAttribute(u"time"_s, seconds(ms));
    if (shape == Shape::CTest)
        xml.writeAttribute(u"status"_s, c.failed || c.error ? u"fail"_s : u"run"_s);
    if (c.failed || c.error) {
        xml.writeStartElement(c.error ? u"error"_s : u"failure"_s);
        xml.writeAttribute(u"message"_s, c.message);
        if (shape == Shape::Surefire)
            xml.writeAttribute(u"type"_s, c.message.section(u':', 0, 0));
        xml.writeCharacters(c.message);
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

QByteArray toXml(const QString &service, Shape shape, const Suite &suite)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(1);
    xml.writeStartDocument();
    if (shape == Shape::Pytest)
        xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s,
                       shape == Shape::Pytest         ? u"pytest"_s
                           : shape == Shape::Surefire ? suite.name
                                                      : u"(empty)"_s);
    xml.writeAttribute(u"tests"_s, QString::number(suite.cases.size()));
    xml.writeAttribute(u"failures"_s, QString::number(suite.failures()));
    if (shape == Shape::CTest)
        xml.writeAttribute(u"disabled"_s, u"0"_s);
    else
        xml.writeAttribute(u"errors"_s, QString::number(suite.errors()));
    xml.writeAttribute(u"skipped"_s, u"0"_s);
    xml.writeAttribute(u"hostname"_s, u"runner"_s);
    xml.writeAttribute(u"time"_s, seconds(suite.milliseconds));
    xml.writeAttribute(u"timestamp"_s, suite.at.toString(Qt::ISODate));
    writeProperties(xml, service, suite);
    const qint64 each = suite.milliseconds / std::max<qint64>(1, static_cast<qint64>(suite.cases.size()));
    for (const Case &c : suite.cases)
        writeCase(xml, shape, c, each);
    xml.writeEndDocument();
    return bytes;
}

/// The tests a file holds, without running them.
std::vector<Case> casesOf(const QString &path, const QByteArray &bytes)
{
    QString module = path;
    module.chop(3);
    module.replace(u'/', u'.');
    std::vector<Case> out;
    QByteArray suite;
    for (const QByteArray &line : bytes.split('\n')) {
        if (line.startsWith("class "))
            suite = line.sliced(6, line.indexOf('(') - 6);
        else if (line.startsWith("    def test_"))
            out.push_back({module + u'.' + QString::fromUtf8(suite),
                           QString::fromUtf8(line.sliced(8, line.indexOf('(') - 8)),
                           false,
                           false,
                           {}});
    }
    return out;
}

class Recorder {
public:
    Recorder(const Story &story, const JUnitSink &sink) : m_story(story), m_sink(sink), m_dice(story.seed * 104729 + 3)
    {}

    Result<void> record()
    {
        for (const auto &[key, service] : m_story.services) {
            for (const Commit &commit : service.commits) {
                if (commit.tested) {
                    if (auto done = build(key, commit); !done)
                        return done;
                }
            }
        }
        return together();
    }

private:
    const std::vector<Case> &cases(const QString &path, const QByteArray &bytes);
    Suite suite(const QString &service, const QString &stage, const Commit &commit);
    Result<void> build(const QString &service, const Commit &commit);
    Result<void> together();
    Result<void> write(const QString &service, Shape shape, const Suite &suite, int attempt);

    const Story &m_story;
    const JUnitSink &m_sink;
    Dice m_dice;
    QHash<std::pair<QString, QByteArray>, std::vector<Case>> m_cases;
};

const std::vector<Case> &Recorder::cases(const QString &path, const QByteArray &bytes)
{
    const std::pair key(path, bytes);
    auto found = m_cases.find(key);
    if (found == m_cases.end())
        found = m_cases.insert(key, casesOf(path, bytes));
    return *found;
}

Suite Recorder::suite(const QString &service, const QString &stage, const Commit &commit)
{
    Suite made;
    made.name = service + u'.' + stage;
    made.stage = made.name;
    made.commit = commit.hash;
    const QString folder = u"tests/%1/test_"_s.arg(stage == "commit"_L1 ? u"unit"_s : stage);
    for (auto it = commit.tree.lowerBound(folder); it != commit.tree.cend() && it.key().startsWith(folder); ++it)
        std::ranges::copy(cases(it.key(), it.value()), std::back_inserter(made.cases));
    if (commit.breaks && commit.breaks->stage == stage) {
        for (Case &c : made.cases) {
            if (c.suite + u'.' + c.name == commit.breaks->test) {
                c.failed = true;
                c.message = commit.breaks->message;
                made.cause = u"change"_s;
            }
        }
    }
    return made;
}

Result<void> Recorder::write(const QString &service, Shape shape, const Suite &suite, int attempt)
{
    const QString subject = suite.commit.isEmpty() ? suite.release : suite.commit.first(12);
    return m_sink(u"%1/%2-%3-%4.xml"_s.arg(suite.stage, suite.at.toString(u"yyyyMMdd-HHmmss"_s), subject).arg(attempt),
                  toXml(service, shape, suite));
}

Result<void> Recorder::build(const QString &service, const Commit &commit)
{
    QDateTime at = commit.at.addSecs(m_dice.between(40, 200));
    for (const QString &stage : {u"commit"_s, u"component"_s, u"acceptance"_s}) {
        Suite found = suite(service, stage, commit);
        const int slow = stage == "commit"_L1 ? 60 : stage == "component"_L1 ? 180 : 300;
        found.milliseconds = static_cast<int>(m_dice.between(slow * 800, slow * 1300));
        found.at = at;
        int attempt = 1;
        // The shared pool and tests that depend on the clock cost some builds a second attempt.
        const bool poolFull = stage == "acceptance"_L1 && commit.week < turning::ownPools && m_dice.chance(4);
        const bool flaky = stage == "component"_L1 && commit.week < 20 && m_dice.chance(2);
        if ((poolFull || flaky) && !found.failures() && !found.cases.empty() && !commit.release) {
            Suite broken = found;
            Case &victim = broken.cases.back();
            victim.error = poolFull;
            victim.failed = !poolFull;
            victim.message = poolFull ? u"OSError: [Errno 28] No space left on device: pool shared"_s
                                      : u"AssertionError: timed out after 2.0 s"_s;
            broken.cause = poolFull ? u"environment"_s : u"test"_s;
            if (auto done = write(service, shapeOf(service), broken, attempt++); !done)
                return done;
            found.at = found.at.addMSecs(broken.milliseconds).addSecs(m_dice.between(60, 600));
        }
        if (auto done = write(service, shapeOf(service), found, attempt); !done)
            return done;
        if (found.failures() > 0)
            break;
        at = found.at.addMSecs(found.milliseconds).addSecs(m_dice.between(3, 20));
    }
    return {};
}

Result<void> Recorder::together()
{
    static const QStringList scenarios{u"order_becomes_invoice"_s,
                                       u"invoice_becomes_posting"_s,
                                       u"statement_shows_posting"_s,
                                       u"health_of_all"_s,
                                       u"limit_is_per_client"_s,
                                       u"order_sent_again"_s,
                                       u"credit_becomes_refund"_s,
                                       u"statement_for_spreadsheets"_s,
                                       u"totals_agree"_s,
                                       u"restart_of_ledger"_s,
                                       u"unknown_route"_s,
                                       u"large_order"_s};
    struct Failure {
        int week;
        int scenario;
        const char *cause, *message;
    };
    static constexpr Failure failures[] = {
        {2, 1, "change", "AssertionError: posting has no client"},
        {5, 2, "environment", "OSError: [Errno 28] No space left on device: pool shared"},
        {8, 0, "change", "AssertionError: 422 != 200: id must not contain blanks"},
        {8, 3, "environment", "OSError: no free address in pool shared"},
        {12, 3, "change", "AssertionError: gateway says 502 for /ledger/accounts"},
        {16, 2, "test", "AssertionError: date of the statement is that of yesterday"},
    };
    for (const ReleaseStory &release : m_story.releases) {
        Suite found;
        found.name = u"integration"_s;
        found.stage = u"integration"_s;
        found.release = release.version;
        found.at = release.assembled.addSecs(m_dice.between(60, 400));
        found.milliseconds = static_cast<int>(m_dice.between(90000, 200000));
        const int known = std::min<int>(static_cast<int>(scenarios.size()), 4 + release.week / 3);
        for (const QString &name : scenarios.first(known))
            found.cases.push_back({u"integration.Scenarios"_s, u"test_"_s + name, false, false, {}});
        int attempt = 1;
        for (const Failure &f : failures) {
            if (f.week != release.week || !release.patches.isEmpty())
                continue;
            Suite broken = found;
            Case &victim = broken.cases[static_cast<size_t>(f.scenario)];
            broken.cause = QString::fromLatin1(f.cause);
            victim.error = broken.cause == "environment"_L1;
            victim.failed = !victim.error;
            victim.message = QString::fromLatin1(f.message);
            if (auto done = write({}, Shape::Pytest, broken, attempt++); !done)
                return done;
            found.at = found.at.addSecs(m_dice.between(600, 1100));
        }
        if (auto done = write({}, Shape::Pytest, found, attempt); !done)
            return done;
    }
    return {};
}

} // namespace

Result<void> tellStageRuns(const Story &story, const JUnitSink &sink) { return Recorder(story, sink).record(); }

Result<void> tellSmokeRuns(const Story &story, const Deployments &deployments, const JUnitSink &sink)
{
    // As tools/smoke.py names them: two for every service, then its one thing.
    static const std::map<QString, QString> oneThing{
        {u"billing"_s, u"bills an order"_s}, {u"gateway"_s, u"forwards"_s}, {u"ledger"_s, u"books and states"_s}};
    std::map<std::pair<QString, QString>, QDateTime> arrived; // release, environment -> its last service
    for (const DeploymentStory &d : deployments.records) {
        if (!d.release.isEmpty() && d.outcome == "succeeded"_L1)
            arrived[{d.release, d.environment}] = d.from;
    }
    Dice dice(story.seed * 15485863 + 11);
    for (const auto &[where, at] : arrived) {
        Suite suite;
        suite.stage = where.second;
        suite.name = u"smoke."_s + where.second;
        suite.release = where.first;
        suite.at = at.addSecs(dice.between(4, 9));
        suite.milliseconds = static_cast<int>(dice.between(2200, 6400));
        for (const QString &service : serviceKeys()) {
            for (const QString &name : {u"answers"_s, u"runs the version"_s, oneThing.at(service)})
                suite.cases.push_back({suite.name + u'.' + service, name, false, false, {}});
        }
        const QString path =
            u"%1/%2-%3-1.xml"_s.arg(suite.stage, suite.at.toString(u"yyyyMMdd-HHmmss"_s), suite.release);
        if (auto written = sink(path, toXml({}, Shape::Pytest, suite)); !written)
            return written;
    }
    return {};
}

} // namespace humdrum::example
