// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QTextLayout>

class QTextDocument;
class QThread;

namespace humdrum {

/// The colours of a Markdown source, by KSyntaxHighlighting; for as long as it lives, which is less than the document does.
class MarkdownHighlighting {
public:
    virtual ~MarkdownHighlighting() = default;
    /// `surface` is what the text stands on.
    virtual void setLook(bool dark, const QColor &surface) = 0;
};

/// The colours of single lines of a log, by KSyntaxHighlighting: of the definition that fits a line by itself, which is that
/// of JSON, of XML, or of logs.
class LineHighlighting {
public:
    virtual ~LineHighlighting() = default;
    /// On that surface.
    [[nodiscard]] virtual QList<QTextLayout::FormatRange> formatsOf(const QString &line, bool dark,
                                                                    const QColor &surface) = 0;
};

/// `ink`, or what comes next to it and can be read on `surface`.
using ReadableColour = QColor (*)(const QColor &ink, const QColor &surface);

} // namespace humdrum

/// Shows nothing before its first setLook().
extern "C" Q_DECL_EXPORT humdrum::MarkdownHighlighting *humdrumMarkdownHighlighting(QTextDocument *document,
                                                                                    humdrum::ReadableColour readable);
/// Any thread, which it keeps for some time; to be used in `home` then.
extern "C" Q_DECL_EXPORT humdrum::LineHighlighting *humdrumLineHighlighting(humdrum::ReadableColour readable,
                                                                            QThread *home);
