// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/notes/closeddocument.h"
#include "ui/shell/latestwork.h"

#include <QTextBrowser>

namespace humdrum {

/// Markdown as a document: raw HTML is text, a picture is its description, only http and https links are links. Nothing is
/// ever loaded. Any thread; the document then belongs to the GUI thread.
[[nodiscard]] std::shared_ptr<QTextDocument> renderNotes(const QString &markdown, const DocumentLook &look);

/// The notes as clients see them, a moment behind what is typed. A link says where it leads before it is followed.
class NotesPreview final : public QTextBrowser {
    Q_OBJECT
public:
    explicit NotesPreview(QWidget *parent = nullptr);
    ~NotesPreview() override;

    void setMarkdown(const QString &markdown);
    /// A picture of the text as it is now is on the screen.
    [[nodiscard]] bool isCurrent() const { return !m_work.isBusy(); }
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;

Q_SIGNALS:
    void rendered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void renderAgain(bool hurry);
    void showDocument(std::shared_ptr<QTextDocument> document);
    void askToFollow(const QUrl &url);

    QString m_markdown;
    std::shared_ptr<QTextDocument> m_document;
    LatestWork<std::shared_ptr<QTextDocument>> m_work;
};

} // namespace humdrum
