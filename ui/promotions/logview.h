// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QPushButton;

namespace humdrum {

class Label;
class LogText;

/// The logs of some promotions, one after the other, growing while they run. Stays at the end until the user scrolls up;
/// Ctrl+F searches. Lines come in batches and the oldest go once there are too many.
class LogView final : public QWidget {
    Q_OBJECT
public:
    explicit LogView(PromotionDesk &desk, QWidget *parent = nullptr);

    /// Reads what there is of these logs and follows them from then on; none shows nothing.
    void follow(const std::vector<PromotionId> &promotions);
    [[nodiscard]] const std::vector<PromotionId> &promotions() const { return m_promotions; }
    [[nodiscard]] LogText *text() const { return m_text; }
    /// Of the times at the side; an IANA id.
    void setTimeZone(const QByteArray &zone);
    [[nodiscard]] bool isEmpty() const;
    /// Whether new lines scroll into view.
    [[nodiscard]] bool isFollowing() const;
    void showSearch();
    void copy() const;

Q_SIGNALS:
    /// The logs have been read, or cannot be.
    void loaded();
    void failed(const humdrum::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// How far the file of a promotion had been read: what is told again is not shown again.
    struct Read {
        Timestamp last{};
        QStringList atLast; ///< texts of the lines at `last`
    };
    QWidget *buildSearch();
    void take(PromotionId id, const QList<LogLine> &lines);
    void append(const QList<LogLine> &lines);
    void showLoaded(const QList<QFuture<Result<QList<LogLine>>>> &logs);
    void find(bool backward);
    void closeSearch();
    void showPlace();

    PromotionDesk &m_desk;
    std::vector<PromotionId> m_promotions;
    QHash<PromotionId, Read> m_read;
    QList<std::pair<PromotionId, QList<LogLine>>> m_waiting; ///< came while the files were read
    quint64 m_generation = 0;
    bool m_loading = false;

    LogText *m_text;
    QPushButton *m_toEnd;
    QLineEdit *m_query = nullptr;
    Label *m_found = nullptr;
    QWidget *m_search; ///< made of the two above
};

} // namespace humdrum
