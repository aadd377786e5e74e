// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace humdrum {

class Label;

/// Asks once before something that cannot be undone, in its place and without a window: says what will happen, takes the
/// reason that will be recorded, and does nothing without one. Hidden until it asks.
class ReasonBox : public QWidget {
    Q_OBJECT
public:
    /// `confirm` is what is done, `leave` what is not: "Cancel it now", "Let it run".
    ReasonBox(const QString &confirm, const QString &leave, QWidget *parent = nullptr);

    /// What is done, from the next question on, and whether it needs a reason.
    void setConfirm(const QString &confirm, bool needsReason = true);
    /// Why `text` is no reason yet; empty when it is one.
    [[nodiscard]] static QString faultOf(const QString &text);

    void ask(const QString &what);
    /// Hides it without an answer.
    void dismiss();
    [[nodiscard]] bool isAsking() const { return m_asking; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }
    [[nodiscard]] QPushButton *confirmButton() const { return m_confirm; }

Q_SIGNALS:
    void confirmed(const QString &reason);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void judge();
    void confirm();
    void leave();

    Label *m_what;
    QLineEdit *m_reason;
    QPushButton *m_confirm;
    bool m_asking = false;
    bool m_needsReason = true;
};

} // namespace humdrum
