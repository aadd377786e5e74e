// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"

#include <QDialog>
#include <QPointer>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace humdrum {

class ActionRegistry;
class ErrorBanner;
class Label;
class NoticeBar;
class Store;

/// What humdrum.yaml wants to run that was not accepted on this machine: each command as it was and as it is now, to accept
/// as a whole.
class CommandsDialog : public QDialog {
    Q_OBJECT
public:
    explicit CommandsDialog(QWidget *parent = nullptr);

    void showStanding(const TrustStanding &standing);
    void showError(const Error &error);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    /// The person has seen the commands of `digest` and accepts them.
    void accepting(const QByteArray &digest);

private:
    QByteArray m_digest;
    Label *m_explanation;
    ErrorBanner *m_error;
    QPlainTextEdit *m_text;
    QPushButton *m_accept;
};

/// A notice that stands while the described commands may not be run on this machine, and the action "shell.commands", which
/// shows them. Asks the desk at its start and whenever the description changes.
class CommandTrust : public QWidget {
    Q_OBJECT
public:
    /// All of it must outlive this.
    CommandTrust(Store &store, PromotionDesk &desk, std::function<Actor()> actor, ActionRegistry &actions,
                 QWidget *parent = nullptr);

    /// Null before it was first opened.
    [[nodiscard]] CommandsDialog *dialog() const { return m_dialog; }
    [[nodiscard]] QString notice() const;
    void open();
    /// After a description was read: opens once it is known that there is something to accept.
    void openWhenKnown();

private:
    void ask();
    void show(const Result<TrustStanding> &standing);

    PromotionDesk &m_desk;
    std::function<Actor()> m_actor;
    ActionRegistry &m_actions;
    NoticeBar *m_notice;
    QPointer<CommandsDialog> m_dialog;
    std::optional<TrustStanding> m_standing;
    bool m_opening = false;
};

} // namespace humdrum
