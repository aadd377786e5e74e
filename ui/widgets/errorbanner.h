// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QFrame>

class QPushButton;
class QToolButton;

namespace humdrum {

class Label;

/// An error in the place where it matters: what happened, what to do, details to copy. Hidden while there is none.
class ErrorBanner : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBanner(QWidget *parent = nullptr);

    void showError(const Error &error);
    void clear();
    [[nodiscard]] bool hasError() const { return m_error.has_value(); }
    [[nodiscard]] QString message() const;
    /// Shows a "Try again" button that emits retry().
    void setRetryable(bool retryable);

Q_SIGNALS:
    void retry();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copyDetails() const;

    std::optional<Error> m_error;
    Label *m_message;
    Label *m_hint;
    QPushButton *m_retry;
    QPushButton *m_copy;
    QToolButton *m_close;
};

} // namespace humdrum
