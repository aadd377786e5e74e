// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/modules/highlighting.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QHash>

namespace humdrum {

namespace {

/// The colours of the highlighting, moved away from the surface where they could not be read on it.
class ReadableHighlighter final : public KSyntaxHighlighting::SyntaxHighlighter {
public:
    ReadableHighlighter(QTextDocument *document, ReadableColour readable)
        : SyntaxHighlighter(document)
        , m_readable(readable)
    {}
    void setSurface(const QColor &surface)
    {
        m_surface = surface;
        m_known.clear();
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &given) override
    {
        SyntaxHighlighter::applyFormat(offset, length, given);
        if (length == 0)
            return;
        QTextCharFormat shown = format(offset);
        if (!shown.hasProperty(QTextFormat::ForegroundBrush))
            return;
        const QRgb ink = shown.foreground().color().rgb();
        auto known = m_known.constFind(ink);
        if (known == m_known.constEnd())
            known = m_known.insert(ink, m_readable(QColor::fromRgb(ink), m_surface));
        shown.setForeground(*known);
        setFormat(offset, length, shown);
    }

private:
    ReadableColour m_readable;
    QColor m_surface;
    QHash<QRgb, QColor> m_known;
};

class Highlighting final : public MarkdownHighlighting {
public:
    Highlighting(QTextDocument *document, ReadableColour readable) : m_highlighter(document, readable)
    {
        m_highlighter.setDefinition(m_repository.definitionForName(QStringLiteral("Markdown")));
    }
    void setLook(bool dark, const QColor &surface) override
    {
        using KSyntaxHighlighting::Repository;
        m_highlighter.setSurface(surface);
        m_highlighter.setTheme(m_repository.defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
        m_highlighter.rehighlight();
    }

private:
    KSyntaxHighlighting::Repository m_repository; // outlives the highlighter, which reads it
    ReadableHighlighter m_highlighter;
};

class Lines final : public LineHighlighting, private KSyntaxHighlighting::AbstractHighlighter {
public:
    Lines(ReadableColour readable, QThread *home) : m_readable(readable)
    {
        for (const auto &[definition, name] :
             {std::pair(&m_log, "Log File (advanced)"), std::pair(&m_json, "JSON"), std::pair(&m_xml, "XML")})
            *definition = m_repository.definitionForName(QString::fromLatin1(name));
        // Its rules are read when they are used first.
        for (const QString &line : {QStringLiteral("error"), QStringLiteral("{}"), QStringLiteral("<a/>")})
            (void)formatsOf(line, false, Qt::white);
        m_repository.moveToThread(home);
    }

    QList<QTextLayout::FormatRange> formatsOf(const QString &line, bool dark, const QColor &surface) override
    {
        using KSyntaxHighlighting::Repository;
        constexpr qsizetype longest = 2000; // what is longer is no text for people
        if (line.size() > longest)
            return {};
        if (m_surface != surface || m_dark != dark || !theme().isValid()) {
            m_dark = dark;
            m_surface = surface;
            m_known.clear();
            setTheme(m_repository.defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
        }
        m_formats.clear();
        setDefinition(fitting(line));
        (void)highlightLine(line, {});
        return std::move(m_formats);
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &given) override
    {
        if (length == 0 || given.isDefaultTextStyle(theme()))
            return;
        QTextCharFormat format;
        if (given.hasTextColor(theme())) {
            const QRgb ink = given.textColor(theme()).rgb();
            auto known = m_known.constFind(ink);
            if (known == m_known.constEnd())
                known = m_known.insert(ink, m_readable(QColor::fromRgb(ink), m_surface));
            format.setForeground(*known);
        }
        if (given.isBold(theme()))
            format.setFontWeight(QFont::DemiBold);
        m_formats.append({offset, length, format});
    }

private:
    [[nodiscard]] const KSyntaxHighlighting::Definition &fitting(const QString &line) const
    {
        const QStringView text = QStringView(line).trimmed();
        if (text.size() > 2 && text.startsWith(u'{') && text.endsWith(u'}'))
            return m_json;
        return text.size() > 2 && text.startsWith(u'<') && text.endsWith(u'>') ? m_xml : m_log;
    }

    ReadableColour m_readable;
    KSyntaxHighlighting::Repository m_repository;
    KSyntaxHighlighting::Definition m_log, m_json, m_xml;
    QList<QTextLayout::FormatRange> m_formats;
    QHash<QRgb, QColor> m_known;
    QColor m_surface;
    bool m_dark = false;
};

} // namespace

} // namespace humdrum

humdrum::MarkdownHighlighting *humdrumMarkdownHighlighting(QTextDocument *document, humdrum::ReadableColour readable)
{
    return new humdrum::Highlighting(document, readable);
}

humdrum::LineHighlighting *humdrumLineHighlighting(humdrum::ReadableColour readable, QThread *home)
{
    return new humdrum::Lines(readable, home);
}
