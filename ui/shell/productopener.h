// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"
#include "ui/shell/latestwork.h"

class QWidget;

namespace humdrum {

class ActionRegistry;
class BusyOverlay;
class Store;

/// What starts an empty database: the action "shell.describe" asks for a humdrum.yaml, makes it the described product and
/// imports the history of its services, on a thread of its own. It is off while there is a product.
class ProductOpener : public QObject {
    Q_OBJECT
public:
    /// `target` is covered while the work goes on. All of it must outlive this.
    ProductOpener(Store &store, std::function<Actor()> actor, ActionRegistry &actions, QWidget *target);

    /// Empty: there is none.
    void setProduct(const QString &name);
    /// As if this file had been chosen.
    void open(const QString &file);

Q_SIGNALS:
    void opened();
    void failed(const humdrum::Error &error);

private:
    void ask();
    void refresh();

    Store &m_store;
    std::function<Actor()> m_actor;
    ActionRegistry &m_actions;
    QWidget *m_target;
    BusyOverlay *m_busy;
    QString m_product;
    LatestWork<Result<void>> m_work;
};

} // namespace humdrum
