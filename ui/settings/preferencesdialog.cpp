// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/preferencesdialog.h"

#include "ui/settings/preferences.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

PreferencesDialog::PreferencesDialog(Preferences &preferences, QWidget *parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_theme(new SegmentedChoice(tr("Theme")))
    , m_density(new SegmentedChoice(tr("Density")))
    , m_person(new ChoiceButton(tr("I am")))
    , m_notifications(new QCheckBox(tr("When a promotion needs a decision, or a long one has ended")))
{
    setWindowTitle(tr("Preferences"));
    setAccessibleName(windowTitle());
    m_theme->addChoice(wordOf(ThemeMode::Desktop), tr("As the desktop"));
    m_theme->addChoice(wordOf(ThemeMode::Light), tr("Light"));
    m_theme->addChoice(wordOf(ThemeMode::Dark), tr("Dark"));
    m_density->addChoice(wordOf(Density::Comfortable), tr("Comfortable"));
    m_density->addChoice(wordOf(Density::Compact), tr("Compact"));
    setPeople({});

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(3 * gridUnit);
    form->setVerticalSpacing(2 * gridUnit);
    form->addRow(new Label(tr("Theme")), m_theme);
    form->addRow(new Label(tr("Density")), m_density);
    form->addRow(new Label(tr("I am")), m_person);
    auto *why = new Label(
        tr("What you do is recorded in the audit log under this name, and your roles decide what you may do."),
        TextRole::Caption);
    why->setWordWrap(true);
    form->addRow(QString(), why);
    form->addRow(new Label(tr("Notifications")), m_notifications);
    m_notifications->setAccessibleName(
        tr("Notifications on the desktop when a promotion needs a decision, or a long one has ended"));
    auto *close = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * gridUnit, 3 * gridUnit, 3 * gridUnit, 2 * gridUnit);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(close);

    show(preferences);
    connect(m_theme, &SegmentedChoice::chosen, this, [this](const QString &word) {
        if (const auto mode = themeModeFromWord(word))
            m_preferences.setTheme(*mode);
    });
    connect(m_density, &SegmentedChoice::chosen, this, [this](const QString &word) {
        if (const auto density = densityFromWord(word))
            m_preferences.setDensity(*density);
    });
    connect(m_person, &ChoiceButton::chosen, this, [this](const QString &person) { m_preferences.setPerson(person); });
    connect(m_notifications, &QCheckBox::toggled, this, [this](bool on) { m_preferences.setNotifications(on); });
    connect(&preferences, &Preferences::changed, this, [this] { show(m_preferences); });
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::hide);
}

void PreferencesDialog::setPeople(const std::vector<ShellOverview::Somebody> &people)
{
    std::vector<std::pair<QString, QString>> choices{{QString(), tr("This computer's account")}};
    for (const ShellOverview::Somebody &p : people)
        choices.emplace_back(p.key.value, p.name);
    m_person->setChoices(choices);
    m_person->setValue(m_preferences.person());
}

void PreferencesDialog::show(const Preferences &preferences)
{
    m_theme->setValue(wordOf(preferences.theme()));
    m_density->setValue(wordOf(preferences.density()));
    m_person->setValue(preferences.person());
    m_notifications->setChecked(preferences.notifications());
}

} // namespace humdrum
