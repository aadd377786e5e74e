// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/secretsmodel.h"
#include "ports/store.h"
#include "ui/shell/latestwork.h"

#include <QDialog>

#include <stop_token>

class QLineEdit;
class QPushButton;

namespace humdrum {

class DataTable;
class ErrorBanner;
class Label;
class SegmentedChoice;

/// The secrets of this account on this machine: which there are, which are missing, and a place to type a value, which is
/// never shown. What takes long, because a keychain waits to be opened, goes on on another thread and ends with the dialog.
class SecretsDialog : public QDialog {
    Q_OBJECT
public:
    SecretsDialog(Store &store, SecretKeeper keeper, QWidget *parent = nullptr);
    ~SecretsDialog() override;

    /// Reads all of it again.
    void refresh();

Q_SIGNALS:
    void refreshed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *form();
    void showSecrets(const Result<std::vector<ListedSecret>> &secrets);
    void choose(const QString &name);
    void allowWhatCanBeDone();
    void keep();
    void remove();
    void change(const QString &waiting, std::function<Result<void>(std::stop_token)> work);

    Store &m_store;
    SecretKeeper m_keeper;
    SecretsModel m_model;
    DataTable *m_table;
    ErrorBanner *m_error;
    QLineEdit *m_name, *m_value;
    SegmentedChoice *m_place;
    Label *m_status;
    QPushButton *m_keep, *m_remove;
    LatestWork<Result<std::vector<ListedSecret>>> m_reading{std::chrono::milliseconds{0}};
    LatestWork<Result<void>> m_changing{std::chrono::milliseconds{0}};
    std::stop_source m_stop;
};

} // namespace humdrum
