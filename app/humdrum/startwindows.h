// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QWidget>

namespace humdrum {

class ElidingLabel;
class Label;
class Meter;

/// Shown while the example product is made on the first start.
class ProgressWindow : public QWidget {
    Q_OBJECT
public:
    explicit ProgressWindow(QWidget *parent = nullptr);
    void setProgress(double fraction, const QString &step);

Q_SIGNALS:
    /// The window was closed while work went on; what is done stays, and the next start goes on from there.
    void leaving();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    Label *m_text;
    ElidingLabel *m_step;
    Meter *m_meter;
};

/// Instead of the main window when there is no database to show: what happened, what is intact, what to do.
class ErrorWindow : public QWidget {
    Q_OBJECT
public:
    ErrorWindow(const Error &error, const QString &databaseFile, QWidget *parent = nullptr);
    [[nodiscard]] QString text() const { return m_copied; }

Q_SIGNALS:
    void tryAgain();

private:
    QString m_copied;
};

/// What is still as it was, for each way in which opening can fail.
[[nodiscard]] QString intactAfter(ErrorCode code);

} // namespace humdrum
