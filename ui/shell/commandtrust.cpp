// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/commandtrust.h"

#include "ports/store.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/noticebar.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString action = u"shell.commands"_s;

/// Lines that go and lines that come, told apart by their sign first and by colour second.
void colour(QPlainTextEdit &edit)
{
    QList<QTextEdit::ExtraSelection> selections;
    for (QTextBlock block = edit.document()->begin(); block.isValid(); block = block.next()) {
        const QString line = block.text();
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(block);
        selection.cursor.select(QTextCursor::LineUnderCursor);
        if (line.startsWith("  + "_L1))
            selection.format.setForeground(
                colours::markText(Mark::Passed, edit.palette(), edit.palette().color(QPalette::Base)));
        else if (line.startsWith("  - "_L1))
            selection.format.setForeground(
                colours::markText(Mark::Failed, edit.palette(), edit.palette().color(QPalette::Base)));
        else if (!line.startsWith(u' '))
            selection.format.setFontWeight(QFont::DemiBold);
        selections << selection;
    }
    edit.setExtraSelections(selections);
}

} // namespace

CommandsDialog::CommandsDialog(QWidget *parent)
    : QDialog(parent)
    , m_explanation(new Label)
    , m_error(new ErrorBanner)
    , m_text(new QPlainTextEdit)
{
    setWindowTitle(tr("Commands of humdrum.yaml"));
    setAccessibleName(windowTitle());
    resize(820, 560);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    m_explanation->setWordWrap(true);
    column->addWidget(m_explanation);
    column->addWidget(m_error);
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Commands"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(m_text, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_accept = buttons->addButton(tr("Accept these commands"), QDialogButtonBox::ActionRole);
    m_accept->setAutoDefault(false); // Enter alone accepts nothing
    setPrimary(m_accept);
    connect(m_accept, &QPushButton::clicked, this, [this] { Q_EMIT accepting(m_digest); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

void CommandsDialog::showStanding(const TrustStanding &standing)
{
    m_digest = standing.digest;
    m_error->clear();
    m_accept->setVisible(!standing.accepted);
    QString text;
    if (standing.accepted) {
        for (const DescribedCommand &command : standing.commands)
            text += command.where + u"\n    "_s + QString(command.text).replace(u'\n', u"\n    "_s) + u'\n';
    }
    for (const CommandDifference &d : standing.differences) {
        text += d.where + u'\n';
        for (const QString &line : linesOf(d))
            text += u"  "_s + line + u'\n';
    }
    m_text->setPlainText(text);
    colour(*m_text);
    if (standing.accepted) {
        m_explanation->setText(standing.acceptedBy.isEmpty()
                                   ? tr("The commands are accepted on this machine.")
                                   : tr("The commands are accepted on this machine, by %1.").arg(standing.acceptedBy));
        return;
    }
    m_explanation->setText(
        standing.anyBefore
            ? tr("These commands differ from what %1 accepted on this machine. They run with your rights; nothing is "
                 "run "
                 "before they are accepted.")
                  .arg(standing.acceptedBy)
            : tr("These commands were never accepted on this machine. They run with your rights; nothing is run before "
                 "they are accepted."));
}

void CommandsDialog::showError(const Error &error) { m_error->showError(error); }

QString CommandsDialog::text() const { return m_text->toPlainText(); }

CommandTrust::CommandTrust(Store &store, PromotionDesk &desk, std::function<Actor()> actor, ActionRegistry &actions,
                           QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_actor(std::move(actor))
    , m_actions(actions)
    , m_notice(new NoticeBar)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gridUnit, gridUnit, 2 * gridUnit, 0);
    column->addWidget(m_notice);
    hide();
    m_actions.add(this,
                  {action,
                   tr("Commands of humdrum.yaml…"),
                   u"security-high"_s,
                   {},
                   {},
                   [this] { open(); },
                   tr("Which commands may be run on this machine, to see and to accept")});
    m_actions.setEnabled(action, false, tr("No product is described."));
    connect(&store, &Store::changed, this, [this](const ChangeSet &changes) {
        if (changes.touches(Aggregate::Product))
            ask();
    });
    ask();
}

QString CommandTrust::notice() const { return isHidden() ? QString() : m_notice->text(); }

void CommandTrust::openWhenKnown()
{
    m_opening = true;
    ask();
}

void CommandTrust::ask()
{
    m_desk.trust().then(this, [this](const Result<TrustStanding> &standing) { show(standing); });
}

void CommandTrust::show(const Result<TrustStanding> &standing)
{
    if (!standing) {
        m_standing.reset();
        // Without a product there is nothing to accept.
        const bool broken = kindOf(standing.error().code) == ErrorKind::Technical;
        if (broken)
            m_notice->showNotice(Mark::Failed, standing.error().toString());
        m_actions.setEnabled(action, false, standing.error().toString());
        setVisible(broken);
        return;
    }
    m_standing = *standing;
    m_actions.setEnabled(action, true);
    if (m_dialog)
        m_dialog->showStanding(*m_standing);
    setVisible(!standing->accepted);
    const bool opening = std::exchange(m_opening, false);
    if (standing->accepted)
        return;
    if (opening)
        open();
    const auto count = static_cast<int>(standing->differences.size());
    m_notice->showNotice(Mark::Attention,
                         standing->anyBefore ? tr("%n command(s) of humdrum.yaml differ from what was accepted on this "
                                                  "machine. Nothing is run before you "
                                                  "have seen and accepted them.",
                                                  nullptr, count)
                                             : tr("The %n command(s) of humdrum.yaml have not been accepted on this "
                                                  "machine. Nothing is run before you have "
                                                  "seen and accepted them.",
                                                  nullptr, count),
                         {{tr("Show commands…"), [this] { open(); }}});
}

void CommandTrust::open()
{
    if (!m_standing)
        return;
    if (!m_dialog) {
        m_dialog = new CommandsDialog(this);
        connect(m_dialog, &CommandsDialog::accepting, this, [this](const QByteArray &digest) {
            m_desk.acceptCommands(digest, m_actor()).then(this, [this](const Result<TrustStanding> &accepted) {
                if (!accepted) {
                    if (m_dialog)
                        m_dialog->showError(accepted.error());
                    ask();
                    return;
                }
                show(accepted);
                if (m_dialog)
                    m_dialog->accept();
            });
        });
    }
    m_dialog->showStanding(*m_standing);
    m_dialog->open();
}

} // namespace humdrum
