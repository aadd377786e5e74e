// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/difference.h"
#include "ui/notes/closeddocument.h"
#include "ui/shell/latestwork.h"

#include <QTextEdit>

namespace humdrum {

/// What differs between an earlier text and the one that is typed, a moment behind. Lines that came begin with "+", lines
/// that went with "−".
class DifferenceView final : public QTextEdit {
    Q_OBJECT
public:
    explicit DifferenceView(QWidget *parent = nullptr);
    ~DifferenceView() override;

    void setBefore(const QString &text);
    void setAfter(const QString &text);
    [[nodiscard]] int added() const { return m_added; }
    [[nodiscard]] int removed() const { return m_removed; }

Q_SIGNALS:
    void compared();
    void failed(const humdrum::Error &error);
    void escaped();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Shown {
        Result<TextDifference> difference;
        std::shared_ptr<QTextDocument> document;
    };
    void compareAgain();
    void showShown(Shown shown);
    [[nodiscard]] static std::shared_ptr<QTextDocument> draw(const TextDifference &difference,
                                                             const DocumentLook &look);

    QString m_before, m_after;
    int m_added = 0, m_removed = 0;
    std::shared_ptr<QTextDocument> m_document;
    LatestWork<Shown> m_work;
};

} // namespace humdrum
