// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/junit.h"

#include <QCoreApplication>
#include <QFile>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>
#include <optional>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t maxFailures = 100;
constexpr qsizetype maxMessage = 4000;
constexpr qsizetype maxProperties = 1000;
constexpr int maxDepth = 100;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(JUnit)
};

void add(TestCounts &to, const TestCounts &from)
{
    to.total += from.total;
    to.failed += from.failed;
    to.errors += from.errors;
    to.skipped += from.skipped;
}

/// Seconds as "1.5" or, as Surefire writes them in some locales, "1,234.5".
Duration seconds(QStringView text)
{
    QString digits = text.trimmed().toString();
    if (digits.contains(u'.'))
        digits.remove(u',');
    else
        digits.replace(u',', u'.');
    bool ok = false;
    const double value = digits.toDouble(&ok);
    // A year is more than any suite takes; nan and infinity are not durations.
    if (!ok || !std::isfinite(value) || value < 0 || value > 366.0 * 86400)
        return Duration{0};
    return Duration{std::llround(value * 1000)};
}

int count(QStringView text)
{
    bool ok = false;
    const int value = text.trimmed().toInt(&ok);
    return ok ? std::clamp(value, 0, 100'000'000) : 0;
}

Timestamp timestamp(const QString &text, const QTimeZone &zone)
{
    if (text.isEmpty())
        return noTime;
    QDateTime time = QDateTime::fromString(text.trimmed(), Qt::ISODateWithMs);
    if (!time.isValid())
        time = QDateTime::fromString(text.trimmed(), Qt::RFC2822Date);
    if (!time.isValid())
        return noTime;
    if (time.timeSpec() == Qt::LocalTime)
        time = QDateTime(time.date(), time.time(), zone);
    return toTimestamp(time);
}

/// A suite that is still open.
struct OpenSuite {
    JUnitSuite suite;
    TestCounts said;              ///< by its attributes
    std::optional<Duration> time; ///< by its attribute
    Duration children{0};         ///< of its tests and suites
    bool hasCases = false;        ///< of its own or below
    bool isRoot = false;          ///< <testsuites>
};

class Reader {
public:
    Reader(const QByteArray &xml, const QString &name, const JUnitOptions &options)
        : m_xml(xml)
        , m_name(name)
        , m_options(options)
    {}

    Result<JUnitReport> read()
    {
        while (!m_xml.atEnd()) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::DTD:
                if (!m_xml.entityDeclarations().isEmpty() || m_xml.text().contains("<!ENTITY"_L1))
                    return error(Text::tr("The file declares entities, which is refused."));
                break;
            case QXmlStreamReader::StartElement:
                if (++m_depth > maxDepth)
                    return error(Text::tr("The file is nested too deeply."));
                if (!start(m_xml.name()))
                    return error(Text::tr("The file is not JUnit XML: it begins with <%1>.").arg(m_xml.name()));
                break;
            case QXmlStreamReader::EndElement:
                --m_depth;
                end(m_xml.name());
                break;
            case QXmlStreamReader::Characters:
                characters();
                break;
            default:
                break;
            }
        }
        if (m_xml.hasError())
            return error(m_xml.errorString());
        return std::move(m_report);
    }

private:
    [[nodiscard]] std::unexpected<Error> error(const QString &message) const
    {
        Error e;
        e.code = ErrorCode::ParseFailed;
        e.message = message;
        e.where =
            SourcePosition{m_name, static_cast<int>(m_xml.lineNumber()), static_cast<int>(m_xml.columnNumber()) + 1};
        return std::unexpected(std::move(e));
    }

    [[nodiscard]] QString attribute(QLatin1StringView name) const { return m_xml.attributes().value(name).toString(); }

    bool start(QStringView name)
    {
        if (name == "testsuites"_L1 || name == "testsuite"_L1) {
            openSuite(name == "testsuites"_L1);
        } else if (m_suites.empty()) {
            return false;
        } else if (name == "testcase"_L1) {
            openCase();
        } else if (name == "property"_L1 && !m_inCase) {
            m_property = attribute("name"_L1);
            m_text.clear();
            m_text = attribute("value"_L1);
            m_takeText = m_text.isEmpty();
        } else if (name == "failure"_L1 || name == "error"_L1) {
            verdict(name == "error"_L1);
        } else if (m_inCase && (name == "skipped"_L1 || name == "disabled"_L1)) {
            m_skipped = true;
        } else if (m_inCase && (name == "flakyFailure"_L1 || name == "flakyError"_L1)) {
            m_flaky = true;
        }
        return true;
    }

    void openSuite(bool root)
    {
        OpenSuite open;
        open.isRoot = root;
        open.suite.name = attribute("name"_L1);
        if (!root && !m_suites.empty() && !m_suites.back().isRoot && !m_suites.back().suite.name.isEmpty())
            open.suite.name = QString(m_suites.back().suite.name + u" › "_s + open.suite.name);
        open.suite.started = timestamp(attribute("timestamp"_L1), m_options.zone);
        open.said.total = count(m_xml.attributes().value("tests"_L1));
        open.said.failed = count(m_xml.attributes().value("failures"_L1));
        open.said.errors = count(m_xml.attributes().value("errors"_L1));
        open.said.skipped =
            count(m_xml.attributes().value("skipped"_L1)) + count(m_xml.attributes().value("disabled"_L1));
        if (m_xml.attributes().hasAttribute("time"_L1))
            open.time = seconds(m_xml.attributes().value("time"_L1));
        m_suites.push_back(std::move(open));
    }

    void openCase()
    {
        m_inCase = true;
        m_failed = m_errored = m_skipped = m_flaky = false;
        m_failure = {};
        m_failure.suite = attribute("classname"_L1);
        if (m_failure.suite.isEmpty())
            m_failure.suite = m_suites.back().suite.name;
        m_failure.name = attribute("name"_L1);
        m_caseTime = seconds(m_xml.attributes().value("time"_L1));
        const QString status = attribute("status"_L1).toLower();
        const QString result = attribute("result"_L1).toLower();
        if (status == "notrun"_L1 || status == "disabled"_L1 || status == "skipped"_L1 || result == "skipped"_L1 ||
            result == "suppressed"_L1)
            m_skipped = true;
    }

    /// A <failure> or <error>, of a test or of the suite itself (a fixture that could not be set up).
    void verdict(bool technical)
    {
        if (!m_inCase) {
            m_failure = {};
            m_failure.suite = m_suites.back().suite.name;
            m_failure.name = m_failure.suite;
            m_failed = m_errored = false;
        }
        const bool first = !m_failed && !m_errored;
        const bool replaces = m_errored && !m_failed && !technical;
        (technical ? m_errored : m_failed) = true;
        m_text.clear();
        m_takeText = false;
        if (first || replaces) {
            m_failure.message =
                attribute("message"_L1).first(std::min<qsizetype>(attribute("message"_L1).size(), maxMessage));
            m_takeText = m_failure.message.trimmed().isEmpty();
        }
    }

    void characters()
    {
        if (!m_takeText || m_text.size() >= maxMessage)
            return;
        m_text += m_xml.text().first(std::min<qsizetype>(m_xml.text().size(), maxMessage - m_text.size()));
    }

    void end(QStringView name)
    {
        if (name == "testcase"_L1) {
            closeCase();
        } else if (name == "testsuite"_L1 || name == "testsuites"_L1) {
            closeSuite();
        } else if (name == "property"_L1 && !m_inCase) {
            if (!m_property.isEmpty() && m_report.properties.size() < maxProperties &&
                !m_report.properties.contains(m_property))
                m_report.properties.insert(
                    m_property, m_text.trimmed().first(std::min<qsizetype>(m_text.trimmed().size(), maxMessage)));
            m_takeText = false;
        } else if (name == "failure"_L1 || name == "error"_L1) {
            if (m_takeText)
                m_failure.message = m_text.trimmed();
            m_takeText = false;
            if (!m_inCase)
                countTest();
        }
    }

    void closeCase()
    {
        m_inCase = false;
        m_suites.back().children += m_caseTime;
        countTest();
        if (m_flaky && !m_failed && !m_errored)
            ++m_report.flaky;
    }

    void countTest()
    {
        OpenSuite &open = m_suites.back();
        open.hasCases = true;
        TestCounts &tests = open.suite.tests;
        ++tests.total;
        if (m_failed)
            ++tests.failed;
        else if (m_errored)
            ++tests.errors;
        else if (m_skipped)
            ++tests.skipped;
        if (!m_failed && !m_errored)
            return;
        ++m_report.failureCount;
        m_failure.error = !m_failed;
        if (m_report.failures.size() < maxFailures)
            m_report.failures.push_back(m_failure);
    }

    void closeSuite()
    {
        OpenSuite open = std::move(m_suites.back());
        m_suites.pop_back();
        open.suite.duration = open.time.value_or(open.children);
        if (!open.hasCases && open.said.total > 0) {
            open.said.failed = std::min(open.said.failed, open.said.total);
            open.said.errors = std::min(open.said.errors, open.said.total - open.said.failed);
            open.said.skipped = std::min(open.said.skipped, open.said.total - open.said.failed - open.said.errors);
            open.suite.tests = open.said;
            m_report.failureCount += open.said.failed + open.said.errors;
            open.hasCases = true;
        }
        add(m_report.tests, open.suite.tests);
        if (open.suite.started != noTime && (m_report.started == noTime || open.suite.started < m_report.started))
            m_report.started = open.suite.started;
        if (m_suites.empty()) {
            m_report.duration += open.suite.duration;
        } else {
            m_suites.back().children += open.suite.duration;
            m_suites.back().hasCases = m_suites.back().hasCases || open.hasCases;
        }
        if (open.suite.tests.total > 0)
            m_report.suites.push_back(std::move(open.suite));
    }

    QXmlStreamReader m_xml;
    QString m_name;
    const JUnitOptions &m_options;
    JUnitReport m_report;
    std::vector<OpenSuite> m_suites;
    int m_depth = 0;

    bool m_inCase = false, m_failed = false, m_errored = false, m_skipped = false, m_flaky = false;
    Duration m_caseTime{0};
    TestFailure m_failure;
    QString m_property, m_text;
    bool m_takeText = false;
};

} // namespace

Result<JUnitReport> parseJUnit(const QByteArray &xml, const QString &name, const JUnitOptions &options)
{
    if (xml.size() > options.maxBytes) {
        return fail(ErrorCode::ParseFailed,
                    Text::tr("%1 is too large: at most %2 MiB are read.")
                        .arg(name, QString::number(options.maxBytes / (1024 * 1024))));
    }
    return Reader(xml, name, options).read();
}

Result<JUnitReport> readJUnit(const QString &file, const JUnitOptions &options)
{
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly))
        return fail(device.exists() ? ErrorCode::FileFailed : ErrorCode::NotFound,
                    Text::tr("%1 could not be read.").arg(file), {}, device.errorString());
    // One byte more than allowed tells a file that is too large, or grows, without reading all of it.
    return parseJUnit(device.read(options.maxBytes + 1), file, options);
}

Result<JUnitReport> readJUnit(const QStringList &files, const JUnitOptions &options)
{
    std::vector<JUnitReport> reports;
    for (const QString &file : files) {
        Result<JUnitReport> report = readJUnit(file, options);
        if (!report)
            return report;
        reports.push_back(std::move(*report));
    }
    return mergeJUnit(reports);
}

Result<JUnitReport> mergeJUnit(std::span<const JUnitReport> reports)
{
    JUnitReport all;
    for (const JUnitReport &report : reports) {
        all.suites.insert(all.suites.end(), report.suites.begin(), report.suites.end());
        add(all.tests, report.tests);
        all.flaky += report.flaky;
        all.failureCount += report.failureCount;
        const size_t room = std::min(maxFailures - all.failures.size(), report.failures.size());
        all.failures.insert(all.failures.end(), report.failures.begin(),
                            report.failures.begin() + static_cast<std::ptrdiff_t>(room));
        if (report.started != noTime && (all.started == noTime || report.started < all.started))
            all.started = report.started;
        all.duration += report.duration;
        for (auto it = report.properties.cbegin(); it != report.properties.cend(); ++it) {
            const auto known = all.properties.constFind(it.key());
            if (known == all.properties.cend()) {
                all.properties.insert(it.key(), it.value());
            } else if (it.key().startsWith("humdrum."_L1) && *known != it.value()) {
                return fail(ErrorCode::InvalidInput,
                            Text::tr("The files are not of one run: %1 is “%2” in one and “%3” in another.")
                                .arg(it.key(), *known, it.value()));
            }
        }
    }
    return all;
}

} // namespace humdrum
