// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/secretsdialog.h"

#include "domain/secretname.h"
#include "ui/shell/destination.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

SecretsDialog::SecretsDialog(Store &store, SecretKeeper keeper, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
    , m_keeper(std::move(keeper))
    , m_table(new DataTable(tr("Secrets")))
    , m_error(new ErrorBanner)
    , m_name(new QLineEdit)
    , m_value(new QLineEdit)
    , m_place(new SegmentedChoice(tr("Keep it in")))
    , m_status(new Label(TextRole::Caption))
    , m_keep(new QPushButton(tr("Keep")))
    , m_remove(new QPushButton(tr("Remove")))
{
    setWindowTitle(tr("Secrets"));
    setAccessibleName(windowTitle());
    resize(820, 560);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gridUnit, 2 * gridUnit, 2 * gridUnit, 2 * gridUnit);
    column->setSpacing(2 * gridUnit);
    auto *about =
        new Label(tr("What commands get that nobody else may see, of this account on this machine. Values are "
                     "never shown, here or in a log."),
                  TextRole::Muted);
    about->setWordWrap(true);
    column->addWidget(about);
    column->addWidget(m_error);
    auto *card = new Card;
    card->setPadding(4);
    m_table->setModel(&m_model);
    m_table->setStretchColumn(SecretsModel::UsedByColumn);
    card->body()->addWidget(m_table);
    column->addWidget(card, 1);
    column->addWidget(form());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_remove, QDialogButtonBox::ActionRole);
    buttons->addButton(m_keep, QDialogButtonBox::ActionRole);
    for (QPushButton *button : {m_keep, m_remove})
        button->setAutoDefault(false);
    setPrimary(m_keep);
    column->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::hide);
    connect(m_keep, &QPushButton::clicked, this, &SecretsDialog::keep);
    connect(m_remove, &QPushButton::clicked, this, &SecretsDialog::remove);
    connect(m_value, &QLineEdit::returnPressed, m_keep, &QPushButton::click);
    connect(m_table, &DataTable::currentSubjectChanged, this,
            [this](const QString &subject) { choose(keyOfSubject(subject)); });
    for (QLineEdit *edit : {m_name, m_value})
        connect(edit, &QLineEdit::textChanged, this, &SecretsDialog::allowWhatCanBeDone);
    connect(&store, &Store::changed, this, [this](const ChangeSet &changes) {
        if (isVisible() && changes.touches(Aggregate::Product))
            refresh();
    });
    m_reading.onDone([this](const Result<std::vector<ListedSecret>> &secrets) { showSecrets(secrets); });
    m_changing.onDone([this](const Result<void> &done) {
        m_status->clear();
        if (!done)
            m_error->showError(done.error());
        else
            m_value->clear();
        refresh();
        allowWhatCanBeDone();
    });
    allowWhatCanBeDone();
}

SecretsDialog::~SecretsDialog() { m_stop.request_stop(); }

QWidget *SecretsDialog::form()
{
    auto *widget = new QWidget;
    auto *form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(3 * gridUnit);
    form->setVerticalSpacing(gridUnit);
    const auto add = [form](const QString &text, QWidget *field) {
        auto *label = new Label(text);
        label->setBuddy(field);
        form->addRow(label, field);
    };
    m_name->setAccessibleName(tr("Name of the secret"));
    m_name->setPlaceholderText(tr("as humdrum.yaml names it, such as aurora-db"));
    m_name->setMaxLength(static_cast<int>(longestSecretName));
    add(tr("Name"), m_name);
    m_value->setAccessibleName(tr("New value, which is not shown"));
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setPlaceholderText(tr("what has several lines is kept by humdrumctl secrets set"));
    add(tr("New value"), m_value);
    m_place->addChoice(wordOf(SecretPlace::Keychain), tr("The keychain"));
    m_place->addChoice(wordOf(SecretPlace::File), tr("A file that only you may read"));
    m_place->setValue(wordOf(SecretPlace::Keychain));
    add(tr("Keep it in"), m_place);
    form->addRow(QString(), m_status);
    return widget;
}

void SecretsDialog::showEvent(QShowEvent *event)
{
    m_error->clear();
    m_value->clear();
    refresh();
    QDialog::showEvent(event);
}

void SecretsDialog::refresh()
{
    m_store.read([](Session &session) { return session.products().current(); })
        .then(this, [this](const Result<std::optional<Product>> &product) {
            // Before anything is described secrets can be kept all the same.
            auto uses = product && *product ? secretUses(**product) : std::vector<SecretUse>{};
            m_reading.askNow([keeper = m_keeper, uses = std::move(uses)] { return listSecrets(keeper, uses); });
        });
}

void SecretsDialog::showSecrets(const Result<std::vector<ListedSecret>> &secrets)
{
    if (secrets)
        m_model.setRows(*secrets);
    else
        m_error->showError(secrets.error());
    allowWhatCanBeDone();
    Q_EMIT refreshed();
}

void SecretsDialog::choose(const QString &name)
{
    const int row = m_model.rowOf(name);
    if (row < 0)
        return;
    m_name->setText(name);
    const auto &known = m_model.at(row).known;
    if (known && known->place != SecretPlace::Command)
        m_place->setValue(wordOf(known->place));
}

void SecretsDialog::allowWhatCanBeDone()
{
    const QString name = m_name->text();
    const int row = m_model.rowOf(name);
    const bool busy = m_changing.isBusy(), known = row >= 0 && m_model.at(row).known;
    const auto allow = [](QPushButton *button, const QString &why) {
        button->setEnabled(why.isEmpty());
        button->setToolTip(why);
    };
    const QString waits = busy ? tr("Something is being kept or removed.") : QString();
    QString notKept = waits, notRemoved = waits;
    if (!busy && !isSecretName(name))
        notKept = name.isEmpty()
            ? tr("Name the secret.")
            : tr("A name has letters, digits, '.', '_' and '-', and begins with a letter or a digit.");
    else if (!busy && m_value->text().isEmpty())
        notKept = tr("Type its value.");
    if (!busy && !known)
        notRemoved = tr("Choose a secret that is kept.");
    allow(m_keep, notKept);
    allow(m_remove, notRemoved);
}

void SecretsDialog::change(const QString &waiting, std::function<Result<void>(std::stop_token)> work)
{
    m_error->clear();
    m_status->setText(waiting);
    m_changing.askNow([work = std::move(work), stop = m_stop.get_token()] { return work(stop); });
    allowWhatCanBeDone();
}

void SecretsDialog::keep()
{
    const auto place = secretPlaceFrom(m_place->value());
    change(place == SecretPlace::Keychain ? tr("Waiting for the keychain; it may ask you to open it.") : QString(),
           [keeper = m_keeper, name = m_name->text(), value = SecretValue(m_value->text().toUtf8()),
            place](const std::stop_token &stop) {
               return keeper.set(name, value, place, stop).transform([](SecretPlace) {});
           });
}

void SecretsDialog::remove()
{
    change(tr("It is being removed."), [keeper = m_keeper, name = m_name->text()](const std::stop_token &stop) {
        return keeper.remove(name, stop);
    });
}

} // namespace humdrum
