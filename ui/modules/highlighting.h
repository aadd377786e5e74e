// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

class QTextDocument;

namespace humdrum {

/// The colours of a Markdown source, by KSyntaxHighlighting; for as long as it lives, which is less than the document does.
class MarkdownHighlighting {
public:
    virtual ~MarkdownHighlighting() = default;
    /// `surface` is what the text stands on.
    virtual void setLook(bool dark, const QColor &surface) = 0;
};

/// `ink`, or what comes next to it and can be read on `surface`.
using ReadableColour = QColor (*)(const QColor &ink, const QColor &surface);

} // namespace humdrum

/// Shows nothing before its first setLook().
extern "C" Q_DECL_EXPORT humdrum::MarkdownHighlighting *humdrumMarkdownHighlighting(QTextDocument *document,
                                                                                    humdrum::ReadableColour readable);
