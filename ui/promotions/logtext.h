// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"
#include "ui/promotions/ansitext.h"

#include <QPlainTextEdit>

namespace humdrum {

/// Lines of a log as a terminal would show them, each with its time at the side where there is room. The oldest go once
/// there are too many. The colours follow the theme.
class LogText final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit LogText(QWidget *parent = nullptr);

    void append(const QList<LogLine> &lines);
    void reset();
    /// Of the times; an IANA id.
    void setTimeZone(const QByteArray &zone);
    /// "13:26:04" of a line, counted from 0; empty where none is known.
    [[nodiscard]] QString timeOf(int line) const;
    [[nodiscard]] bool showsTimes() const;
    void paintTimes(QPaintEvent *event);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void placeTimes();
    void restyle();
    [[nodiscard]] int timesWidth() const;

    QWidget *m_times;
    AnsiReader m_reader;
    QTimeZone m_zone;
};

} // namespace humdrum
