// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QFrame>

class QStackedWidget;
class QToolButton;

namespace humdrum {

class DifferenceView;
class ElidingLabel;
class NotesPreview;

/// What is read beside the text: how clients see it, or what differs from an earlier one.
class ReadingPane final : public QFrame {
    Q_OBJECT
public:
    explicit ReadingPane(QWidget *parent = nullptr);

    void setText(const QString &markdown);
    /// `what` names the earlier text: "draft 5", "the notes of 2026.47".
    void compareWith(const QString &what, const QString &before);
    void stopComparing();
    [[nodiscard]] bool isComparing() const;
    [[nodiscard]] NotesPreview *preview() const { return m_preview; }
    [[nodiscard]] DifferenceView *difference() const { return m_difference; }
    /// A thin line at its leading edge, where another pane is.
    void setBordered(bool bordered);

Q_SIGNALS:
    void comparingStopped();
    void failed(const humdrum::Error &error);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showCaption();

    ElidingLabel *m_caption;
    QToolButton *m_close;
    QStackedWidget *m_stack;
    NotesPreview *m_preview;
    DifferenceView *m_difference;
    QString m_text;
    QString m_what;
    bool m_bordered = true;
};

} // namespace humdrum
