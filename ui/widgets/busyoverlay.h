// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QPushButton;

namespace humdrum {

class Label;
class Meter;

/// Says over `target` that work goes on: appears after 100 ms, so that quick work shows nothing, tells how far after
/// 1 s, and can be cancelled when it may be. It follows the size of its target and takes no events meant for others.
class BusyOverlay : public QWidget {
    Q_OBJECT
public:
    explicit BusyOverlay(QWidget *target);

    /// What is going on; `cancellable` shows the Cancel button once it takes longer than a second.
    void start(const QString &text, bool cancellable = false);
    /// 0..1, or nothing when it is not known.
    void setProgress(std::optional<double> fraction, const QString &text = {});
    void stop();
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();

    QTimer m_appear, m_detail;
    Label *m_text;
    Meter *m_meter;
    QPushButton *m_cancel;
    bool m_busy = false;
    bool m_cancellable = false;
};

} // namespace humdrum
