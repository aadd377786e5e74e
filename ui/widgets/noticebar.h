// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QFrame>

#include <functional>
#include <vector>

class QToolButton;

namespace humdrum {

class FlowLayout;
class Label;

/// Something to know or to decide, in the place where it matters, in the colour of its mark. Hidden while there is
/// nothing. Errors have a banner of their own (ErrorBanner).
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    struct Choice {
        QString text;
        std::function<void()> chosen;
    };

    explicit NoticeBar(QWidget *parent = nullptr);

    /// Replaces what was said; the same again changes nothing, so that a button keeps its focus. With choices it stays
    /// until clear(). Without it can be closed, and what was closed is not said again before something else was or clear().
    void showNotice(Mark mark, const QString &text, const std::vector<Choice> &choices = {});
    void clear();
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark = Mark::Attention;
    QStringList m_said; ///< text and choices
    Label *m_text;
    FlowLayout *m_choices;
    QToolButton *m_close;
};

} // namespace humdrum
