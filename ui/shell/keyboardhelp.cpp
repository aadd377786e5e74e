// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/keyboardhelp.h"

#include "items/roles.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace humdrum {

KeyboardHelp::KeyboardHelp(const ActionRegistry &actions, std::vector<PageDescription> pages, QWidget *parent)
    : QDialog(parent)
    , m_actions(actions)
    , m_pages(std::move(pages))
    , m_model(new QStandardItemModel(this))
{
    setWindowTitle(tr("Keyboard"));
    setAccessibleName(windowTitle());
    resize(820, 560);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    auto *hint =
        new Label(tr("Ctrl+K finds every action, page, release and environment by its name."), TextRole::Muted);
    hint->setWordWrap(true);
    column->addWidget(hint);
    auto *card = new Card;
    card->setPadding(4);
    auto *table = new DataTable(tr("Actions and their keys"));
    table->setModel(m_model);
    card->body()->addWidget(table);
    column->addWidget(card, 1);
    auto *close = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::hide);
    column->addWidget(close);
    connect(this, &QDialog::finished, table, [table] { table->clearSelection(); });
    table->setStretchColumn(3);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &KeyboardHelp::refresh);
    connect(&actions, &ActionRegistry::added, this, [this] {
        if (isVisible())
            m_soon.start(0);
    });
}

void KeyboardHelp::showEvent(QShowEvent *event)
{
    refresh();
    QDialog::showEvent(event);
}

void KeyboardHelp::refresh()
{
    const auto cell = [](const QString &text, int role = -1) {
        auto *item = new QStandardItem(text);
        if (role >= 0)
            item->setData(true, role);
        return item;
    };
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Action"), tr("Page"), tr("Key"), tr("What it does")});
    for (const ActionSpec &spec : m_actions.all()) {
        const QString reason = m_actions.isSettled(spec) ? m_actions.disabledReason(spec.id) : QString();
        const auto page = std::ranges::find(m_pages, spec.page, &PageDescription::id);
        m_model->appendRow({cell(spec.text), cell(page == m_pages.end() ? QString() : page->title),
                            cell(spec.shortcut.toString(QKeySequence::NativeText), MonospaceRole),
                            cell(reason.isEmpty() ? spec.help : reason, MutedRole)});
    }
}

} // namespace humdrum
