// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/recordednotes.h"

#include "intake/recordline.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxText = qsizetype(1024) * 1024;

constexpr std::array<QLatin1StringView, 7> textFields{"release"_L1, "text"_L1,      "file"_L1,     "author"_L1,
                                                      "written"_L1, "publisher"_L1, "published"_L1};
constexpr std::array<QLatin1StringView, 5> signOffFields{"release"_L1, "role"_L1, "person"_L1, "signed"_L1,
                                                         "comment"_L1};

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

/// The path of a text that a line names. A record comes from elsewhere: it names no file outside its folder, by a link neither.
QString fileBelow(const QString &folder, const QString &named)
{
    const QString base = QDir(folder).canonicalPath();
    const QString file = QFileInfo(QDir(base).filePath(named)).canonicalFilePath();
    if (QDir::isAbsolutePath(named) || QDir::cleanPath(named).startsWith(".."_L1))
        return {};
    return file.isEmpty() || file.startsWith(base + u'/') ? QDir(base).filePath(named) : QString();
}

QString textOf(RecordLine &line, const QString &folder)
{
    const bool inFile = line.has("file"_L1);
    if (inFile == line.has("text"_L1)) {
        line.wrong(1, Text::tr("Either \"text\" or \"file\" says what the notes are."));
        return {};
    }
    if (!inFile) {
        const QString text = line.text("text"_L1, true);
        if (text.size() > maxText)
            line.wrong("text"_L1, Text::tr("The text is too long: at most 1 MiB is read."));
        return text;
    }
    const JsonField *place = nullptr;
    const QString named = line.text("file"_L1, true, &place);
    if (!place)
        return {};
    const QString file = fileBelow(folder, named);
    if (file.isEmpty()) {
        line.wrong("file"_L1, Text::tr("%1 is not in the folder of the records.").arg(named));
        return {};
    }
    const Result<QByteArray> bytes = readRecordFile(file);
    if (!bytes) {
        line.wrong("file"_L1, bytes.error().message, bytes.error().details);
        return {};
    }
    if (bytes->size() > maxText)
        line.wrong("file"_L1, Text::tr("The text is too long: at most 1 MiB is read."));
    else if (!bytes->isValidUtf8())
        line.wrong("file"_L1, Text::tr("%1 is not UTF-8.").arg(named));
    else if (bytes->trimmed().isEmpty())
        line.wrong("file"_L1, Text::tr("%1 is empty.").arg(named));
    else
        return QString::fromUtf8(*bytes);
    return {};
}

RecordedNotes notesOf(RecordLine &line, const QString &folder)
{
    line.knowOnly(textFields);
    RecordedNotes notes;
    notes.release = line.text("release"_L1, true);
    notes.text = textOf(line, folder);
    notes.author = line.text("author"_L1, true);
    notes.writtenAt = line.time("written"_L1, true);
    // Published is by somebody and at a time, or not at all.
    const bool published = line.has("published"_L1) || line.has("publisher"_L1);
    notes.publisher = line.text("publisher"_L1, published);
    notes.publishedAt = line.time("published"_L1, published);
    notes.where = line.place("release"_L1);
    if (notes.publishedAt != noTime && notes.writtenAt != noTime && notes.publishedAt < notes.writtenAt)
        line.wrong("published"_L1,
                   Text::tr("Notes cannot be published before they are written: \"published\" is earlier "
                            "than \"written\"."));
    return notes;
}

struct SignedRelease {
    QString release;
    RecordedSignOff signOff;
    SourcePosition who, when, what;
};

SignedRelease signOffOf(RecordLine &line)
{
    line.knowOnly(signOffFields);
    SignedRelease s;
    s.release = line.text("release"_L1, true);
    s.signOff.role = line.key<RoleKey>("role"_L1);
    s.signOff.person = line.text("person"_L1, true);
    s.signOff.at = line.time("signed"_L1, true);
    s.signOff.comment = line.text("comment"_L1, false);
    s.signOff.where = line.place("role"_L1);
    s.who = line.place("person"_L1);
    s.when = line.place("signed"_L1);
    s.what = line.place("release"_L1);
    return s;
}

/// Puts each sign-off to its text.
class Joiner {
public:
    Result<std::vector<RecordedNotes>> join(std::vector<RecordedNotes> texts,
                                            const std::vector<SignedRelease> &signOffs)
    {
        m_texts = std::move(texts);
        for (size_t i = 0; i < m_texts.size(); ++i) {
            const auto known = m_places.constFind(m_texts[i].release);
            if (known == m_places.cend())
                m_places.insert(m_texts[i].release, i);
            else
                wrong(m_texts[i].where,
                      Text::tr("Release %1 has its notes in line %2 already.")
                          .arg(m_texts[i].release)
                          .arg(m_texts[*known].where.line));
        }
        for (const SignedRelease &s : signOffs)
            add(s);
        if (!m_faults.empty()) {
            std::ranges::stable_sort(m_faults, {}, [](const Error &e) { return e.where->line; });
            return allFaults(std::move(m_faults));
        }
        for (RecordedNotes &notes : m_texts)
            std::ranges::stable_sort(notes.signOffs, {}, &RecordedSignOff::at);
        return std::move(m_texts);
    }

private:
    void wrong(const SourcePosition &where, const QString &message)
    {
        m_faults.push_back({ErrorCode::ParseFailed, message, {}, {}, where});
    }

    void add(const SignedRelease &s)
    {
        const auto place = m_places.constFind(s.release);
        if (place == m_places.cend()) {
            wrong(s.what, Text::tr("No line tells the notes of %1 that are signed here.").arg(s.release));
            return;
        }
        RecordedNotes &notes = m_texts[*place];
        if (s.signOff.person == notes.author)
            wrong(s.who, Text::tr("%1 wrote these notes; somebody else has to sign them.").arg(s.signOff.person));
        else if (s.signOff.at < notes.writtenAt)
            wrong(s.when,
                  Text::tr("Notes cannot be signed before they are written: line %1 is later.").arg(notes.where.line));
        else if (notes.publishedAt != noTime && s.signOff.at > notes.publishedAt)
            wrong(s.when, Text::tr("Published notes are no longer signed: line %1 is earlier.").arg(notes.where.line));
        else if (std::ranges::any_of(notes.signOffs, [&](const RecordedSignOff &other) {
                     return other.role == s.signOff.role && other.person == s.signOff.person;
                 }))
            wrong(s.who, Text::tr("%1 has signed these notes already.").arg(s.signOff.person));
        else
            notes.signOffs.push_back(s.signOff);
    }

    std::vector<RecordedNotes> m_texts;
    QHash<QString, size_t> m_places; ///< by release
    std::vector<Error> m_faults;
};

} // namespace

Result<std::vector<RecordedNotes>> parseNotes(const QByteArray &text, const QString &name, const QString &folder)
{
    std::vector<RecordedNotes> texts;
    std::vector<SignedRelease> signOffs;
    const auto read = readRecordLines(text, name, [&](RecordLine &line) {
        if (line.has("role"_L1))
            signOffs.push_back(signOffOf(line));
        else
            texts.push_back(notesOf(line, folder));
    });
    if (!read)
        return std::unexpected(read.error());
    return Joiner().join(std::move(texts), signOffs);
}

Result<std::vector<RecordedNotes>> readRecordedNotes(const QString &path)
{
    const QString file = QFileInfo(path).isDir() ? QDir(path).filePath(u"notes.jsonl"_s) : path;
    return readRecordFile(file).and_then(
        [&](const QByteArray &text) { return parseNotes(text, file, QFileInfo(file).absolutePath()); });
}

} // namespace humdrum
