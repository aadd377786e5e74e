// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/fileglobs.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

bool isPattern(const QString &part) { return part.contains(u'*') || part.contains(u'?') || part.contains(u'['); }

void walk(const QString &folder, const QStringList &parts, qsizetype at, QSet<QString> &found)
{
    const QString part = parts[at];
    const bool last = at == parts.size() - 1;
    if (part == u"**") {
        if (last) {
            walk(folder, {u"*"_s}, 0, found);
        } else {
            walk(folder, parts, at + 1, found);
        }
        const QStringList below = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
        for (const QString &name : below)
            walk(folder + u'/' + name, parts, at, found);
        return;
    }
    if (!isPattern(part)) {
        const QString path = folder + u'/' + part;
        if (!last)
            walk(path, parts, at + 1, found);
        else if (QFileInfo(path).isFile())
            found.insert(QDir::cleanPath(path));
        return;
    }
    const auto kind = (last ? QDir::Files : QDir::Dirs | QDir::NoDotAndDotDot);
    const QRegularExpression name(QRegularExpression::wildcardToRegularExpression(part));
    const QStringList entries = QDir(folder).entryList(kind);
    for (const QString &entry : entries) {
        if (!name.match(entry).hasMatch())
            continue;
        const QString path = folder + u'/' + entry;
        if (last)
            found.insert(QDir::cleanPath(path));
        else
            walk(path, parts, at + 1, found);
    }
}

} // namespace

QStringList filesMatching(const QString &folder, const QStringList &globs)
{
    QSet<QString> found;
    for (const QString &glob : globs) {
        const bool absolute = QDir::isAbsolutePath(glob);
        const QStringList parts = glob.split(u'/', Qt::SkipEmptyParts);
        if (!parts.isEmpty())
            walk(absolute ? QString() : folder, parts, 0, found);
    }
    QStringList sorted(found.cbegin(), found.cend());
    sorted.sort();
    return sorted;
}

FreshFiles::FreshFiles(QString folder, QStringList globs) : m_folder(std::move(folder)), m_globs(std::move(globs))
{
    for (const QString &file : filesMatching(m_folder, m_globs))
        m_before.insert(file, stateOf(file));
}

QStringList FreshFiles::now() const
{
    QStringList fresh;
    for (const QString &file : filesMatching(m_folder, m_globs)) {
        const auto before = m_before.constFind(file);
        if (before == m_before.cend() || !(*before == stateOf(file)))
            fresh.push_back(file);
    }
    return fresh;
}

QJsonObject FreshFiles::toJson() const
{
    QJsonObject before;
    for (const auto &[file, state] : m_before.asKeyValueRange())
        before[file] = QJsonArray{state.size, state.written.toMSecsSinceEpoch(), QString::number(state.inode)};
    return {{u"folder"_s, m_folder}, {u"globs"_s, QJsonArray::fromStringList(m_globs)}, {u"before"_s, before}};
}

std::optional<FreshFiles> FreshFiles::fromJson(const QJsonObject &object)
{
    if (!object.value("globs"_L1).isArray() || !object.value("before"_L1).isObject())
        return std::nullopt;
    FreshFiles files;
    files.m_folder = object.value("folder"_L1).toString();
    for (const QJsonValue glob : object.value("globs"_L1).toArray())
        files.m_globs.push_back(glob.toString());
    const QJsonObject before = object.value("before"_L1).toObject();
    for (auto it = before.begin(); it != before.end(); ++it) {
        const QJsonValue state = it.value();
        files.m_before.insert(it.key(),
                              {state[0].toInteger(),
                               QDateTime::fromMSecsSinceEpoch(state[1].toInteger(), QTimeZone::UTC),
                               state[2].toString().toULongLong()});
    }
    return files;
}

FreshFiles::State FreshFiles::stateOf(const QString &file)
{
    struct stat s{};
    if (::stat(QFile::encodeName(file).constData(), &s) != 0)
        return {};
    const qint64 ms = qint64(s.st_mtim.tv_sec) * 1000 + s.st_mtim.tv_nsec / 1'000'000;
    return {s.st_size, QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::UTC), s.st_ino};
}

} // namespace humdrum
