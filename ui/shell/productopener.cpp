// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/productopener.h"

#include "operations/importing.h"
#include "operations/initialise.h"
#include "ui/shell/actionregistry.h"
#include "ui/widgets/busyoverlay.h"

#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Blocks. What was described or imported before an error stays, and the next time goes on from there.
Result<void> describe(Store &store, const Intent &intent, const QString &file)
{
    const Result<Initialised> done = readDescription(file).and_then(
        [&](const Description &description) { return initialise(store, intent, description); });
    if (!done)
        return std::unexpected(done.error());
    for (const Service &service : done->product.services) {
        if (const Result<ImportSummary> imported = importGit(store, intent, service.key); !imported)
            return std::unexpected(imported.error());
    }
    return {};
}

} // namespace

ProductOpener::ProductOpener(Store &store, std::function<Actor()> actor, ActionRegistry &actions, QWidget *target)
    : QObject(target)
    , m_store(store)
    , m_actor(std::move(actor))
    , m_actions(actions)
    , m_target(target)
    , m_busy(new BusyOverlay(target))
    , m_work({})
{
    m_actions.add(this,
                  {u"shell.describe"_s,
                   tr("Describe a product…"),
                   u"document-open"_s,
                   QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                   {},
                   [this] { ask(); },
                   tr("Reads a humdrum.yaml and the history of the services that it names")});
    m_work.onDone([this](const Result<void> &done) {
        m_busy->stop();
        refresh();
        if (done)
            Q_EMIT opened();
        else
            Q_EMIT failed(done.error());
    });
    refresh();
}

void ProductOpener::setProduct(const QString &name)
{
    m_product = name;
    refresh();
}

void ProductOpener::refresh()
{
    m_actions.setEnabled(u"shell.describe"_s, m_product.isEmpty() && !m_work.isBusy(),
                         m_work.isBusy() ? tr("A product is being read.")
                                         : tr("%1 is described here. A database holds one product; change its "
                                              "humdrum.yaml and run “humdrumctl init” again.")
                                               .arg(m_product));
}

void ProductOpener::ask()
{
    auto *dialog = new QFileDialog(m_target, tr("Describe a product"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Product (humdrum.yaml)"), tr("YAML (*.yaml *.yml)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ProductOpener::open);
    dialog->open();
}

void ProductOpener::open(const QString &file)
{
    m_busy->start(tr("Reading %1 and the history of its services").arg(file));
    m_work.askNow([&store = m_store, intent = Intent{m_actor(), {}}, file] { return describe(store, intent, file); });
    refresh();
}

} // namespace humdrum
