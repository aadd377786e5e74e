// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "config/fields.h"
#include "domain/product.h"

#include <QHash>
#include <QSet>

#include <utility>
#include <vector>

namespace humdrum {

/// Fills a Product from the tree of a humdrum.yaml, once. What the Product holds is good only if there was no complaint.
class ProductReader {
public:
    ProductReader(Complaints &complaints, Product &product) : m_complaints(complaints), m_product(product) {}

    void read(const YamlPtr &root);

private:
    using Words = std::vector<std::pair<QString, YamlPtr>>;
    /// A stage before its `needs` are known to exist.
    struct StageDraft {
        Stage stage;
        YamlPtr at;    ///< its key
        Words needs;   ///< full keys
        Words oneOf{}; ///< full keys, of which one is enough
    };

    /// A stage of the row, before it is made for each service.
    struct RowStage {
        QString key; ///< without the service, as are the others
        Words needs, oneOf;
    };

    [[nodiscard]] bool readSchema(const Fields &top);
    void readIdentity(const Fields &top);
    void readServices(const Fields &top);
    void readRoles(const Fields &top);
    void readPeople(const Fields &top);
    [[nodiscard]] Person readPerson(const Fields &f, const QString &key);
    void checkSignOffs(const Fields &top);
    void readCalendar(const Fields &top);
    void readTrains(const Fields &calendar);
    void readRotation(const Fields &trains);
    void readRule(const YamlNode::Entry &entry);
    [[nodiscard]] QString recurrence(const Fields &f, const QString &otherwise) const;
    [[nodiscard]] QDateTime wallTime(const Fields &f, const QString &key) const;

    void readPools(const Fields &top);
    [[nodiscard]] PoolResource readResource(const Fields &f, const QString &key) const;

    void readEnvironments(const Fields &top);
    [[nodiscard]] Environment readEnvironment(const Fields &f, const QString &key);
    void readDemand(const Fields &f, Environment &environment) const;
    void readGates(const Fields &f, Environment &environment) const;
    void readApprovals(const Fields &f, Environment &environment) const;
    [[nodiscard]] QStringList readItems(const Fields &f) const;
    void readChecklist(const Fields &f, Environment &environment) const;
    void readWait(const Fields &f, Environment &environment) const;
    void readValidation(const Fields &f, Environment &environment) const;
    void readRanks();

    [[nodiscard]] CommandSpec readCommand(const Fields &f) const;
    void readArguments(const Fields &f, CommandSpec &command) const;
    [[nodiscard]] CommandSpec readCommandAt(const Fields &f, const QString &key) const;
    [[nodiscard]] bool isVariable(const YamlNode &key) const;
    void readVariables(const Fields &f, CommandSpec &command) const;
    [[nodiscard]] QStringList readGlobs(const Fields &f) const;

    void readPipeline(const Fields &top);
    void readRows(const Fields &pipeline);
    void readExtraStages(const Fields &pipeline);
    void addDeployStages(const Fields &top);
    void addDraft(StageDraft draft);
    void linkStages();
    void checkNeed(const StageDraft &draft, const Stage &need, const YamlNode &at);
    [[nodiscard]] Words readOneOf(const Fields &f, const QString &key) const;
    [[nodiscard]] bool checkCycle();
    [[nodiscard]] std::vector<StageKey> endsOfRow(const ServiceKey &service) const;
    [[nodiscard]] std::vector<StageKey> endsOfRows() const;

    /// Whether `word` is among the keys of `things`; complains at `at` if not.
    template <class T>
    bool isKnown(const QString &word, const YamlNode &at, const std::vector<T> &things, const QString &what) const
    {
        QStringList keys;
        for (const T &t : things)
            keys.append(t.key.value);
        return isKnown(word, at, keys, what);
    }
    bool isKnown(const QString &word, const YamlNode &at, const QStringList &keys, const QString &what) const;
    /// A list of keys of other things: each known, none twice.
    template <class K, class T>
    std::vector<K> references(const Fields &f, const QString &key, const std::vector<T> &things,
                              const QString &what) const
    {
        std::vector<K> result;
        for (const auto &[word, at] : f.list(key)) {
            if (isKnown(word, *at, things, what) && isNew(word, *at, result))
                result.push_back(K{word});
        }
        return result;
    }
    template <class K>
    bool isNew(const QString &word, const YamlNode &at, const std::vector<K> &earlier) const
    {
        for (const K &k : earlier) {
            if (k.value == word) {
                twice(word, at);
                return false;
            }
        }
        return true;
    }
    void twice(const QString &word, const YamlNode &at) const;

    Complaints &m_complaints;
    Product &m_product;
    std::vector<StageDraft> m_drafts;
    std::vector<RowStage> m_row;
    QHash<QString, Words> m_after; ///< by environment
    QHash<QString, Words> m_afterOneOf;
    QHash<QString, YamlPtr> m_rankAt;  ///< environments that say their rank
    QStringList m_everywhere;          ///< the product's items of every checklist
    QSet<PersonKey> m_doubtful;        ///< people with a role that is not known
    QHash<QString, Words> m_dependsOn; ///< by service
};

/// A cycle in a graph given as node -> the nodes it needs: the nodes on it, first one first, or nothing.
[[nodiscard]] std::vector<QString> findCycle(const std::vector<std::pair<QString, QStringList>> &graph);

} // namespace humdrum
