// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/modules/highlighting.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
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

} // namespace

} // namespace humdrum

humdrum::MarkdownHighlighting *humdrumMarkdownHighlighting(QTextDocument *document, humdrum::ReadableColour readable)
{
    return new humdrum::Highlighting(document, readable);
}
