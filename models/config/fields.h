// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "config/sections.h"
#include "config/yamltree.h"
#include "domain/states.h"
#include "domain/time.h"

#include <QDate>
#include <QTime>

#include <limits>
#include <optional>
#include <utility>

namespace humdrum {

/// Collects what is wrong with one file; reading goes on after an error, so that many are found at once.
class Complaints {
public:
    explicit Complaints(QString file) : m_file(std::move(file)) {}

    void add(const YamlNode &at, QString message, QString hint);
    [[nodiscard]] QList<Error> &errors() { return m_errors; }

private:
    QString m_file;
    QList<Error> m_errors;
};

/// One map of humdrum.yaml. Making it complains of a thing that is no map and of unknown keys; each getter complains of
/// what it cannot read and then gives the default. Getters may be asked only for keys of the section.
class Fields {
public:
    /// `owner` is where to complain when something is missing: the key that holds the map.
    Fields(Complaints &complaints, Section section, YamlPtr map, YamlPtr owner);

    [[nodiscard]] bool has(const QString &key) const { return node(key) != nullptr; }
    /// The value of a key, or null when it is absent.
    [[nodiscard]] YamlPtr node(const QString &key) const;
    /// The node to complain at about a key: its value where there is one, else the owner.
    [[nodiscard]] const YamlNode &at(const QString &key) const;
    /// The key itself where it is there, else the owner.
    [[nodiscard]] YamlPtr keyOf(const QString &key) const;
    void missing(const QString &key, const QString &hint) const;

    [[nodiscard]] QString text(const QString &key, const QString &otherwise = {}) const;
    [[nodiscard]] QString requiredText(const QString &key, const QString &hint) const;
    [[nodiscard]] bool flag(const QString &key, bool otherwise) const;
    [[nodiscard]] int integer(const QString &key, int otherwise, int min, int max) const;
    [[nodiscard]] Duration duration(const QString &key, Duration otherwise, Duration min, Duration max) const;
    [[nodiscard]] std::optional<qint64> size(const QString &key) const;
    [[nodiscard]] std::optional<QDate> date(const QString &key) const;
    [[nodiscard]] std::optional<QTime> time(const QString &key) const;
    /// Words of a list, each with its node.
    [[nodiscard]] std::vector<std::pair<QString, YamlPtr>> list(const QString &key) const;
    [[nodiscard]] QStringList strings(const QString &key) const;
    /// The entries of a map of things with keys of their own, whose keys are checked. An absent or empty one has none.
    [[nodiscard]] std::vector<YamlNode::Entry> things(const QString &key) const;
    /// The entries of a map of words, such as variables; keys are not checked.
    [[nodiscard]] std::vector<std::pair<YamlNode::Entry, QString>> words(const QString &key) const;
    /// One of the words of an enumeration.
    template <class E>
    [[nodiscard]] E word(const QString &key, E otherwise, const QStringList &allowed) const
    {
        const QString w = text(key);
        if (w.isEmpty() && !has(key))
            return otherwise;
        return oneOf(key, w, allowed) ? fromWord<E>(w).value_or(otherwise) : otherwise;
    }
    [[nodiscard]] bool oneOf(const QString &key, const QString &word, const QStringList &allowed) const;

    [[nodiscard]] Complaints &complaints() const { return m_complaints; }

private:
    [[nodiscard]] std::optional<QString> scalar(const QString &key, const QString &what) const;

    Complaints &m_complaints;
    Section m_section;
    YamlPtr m_map;
    YamlPtr m_owner;
    bool m_broken = false; ///< it was no map
    QStringList m_meant;   ///< known keys that unknown ones were probably meant to be
};

/// "is not known; did you mean …?" or the list of what is: the hint of an unknown word.
[[nodiscard]] QString didYouMean(const QString &word, const QStringList &known);

/// A text between quotation marks, cut where it is long, for messages.
[[nodiscard]] QString quoted(const QString &text);

} // namespace humdrum
