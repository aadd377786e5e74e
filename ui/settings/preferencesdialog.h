// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/shelloverview.h"

#include <QDialog>

class QCheckBox;

namespace humdrum {

class ChoiceButton;
class Preferences;
class SegmentedChoice;

/// A small window beside the work: theme, density, notifications and who sits here. Every change is in force at once.
class PreferencesDialog : public QDialog {
    Q_OBJECT
public:
    explicit PreferencesDialog(Preferences &preferences, QWidget *parent = nullptr);
    void setPeople(const std::vector<ShellOverview::Somebody> &people);

private:
    void show(const Preferences &preferences);

    Preferences &m_preferences;
    SegmentedChoice *m_theme;
    SegmentedChoice *m_density;
    ChoiceButton *m_person;
    QCheckBox *m_notifications;
};

} // namespace humdrum
