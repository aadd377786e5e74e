// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/yamltree.h"

#include "config/text.h"

#include <QHash>
#include <QUtf8StringView>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace humdrum {

namespace {

/// Turns yaml-cpp's byte columns into characters.
class Lines {
public:
    explicit Lines(const QByteArray &text) : m_text(text)
    {
        m_starts.push_back(0);
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
                m_starts.push_back(i + 1);
        }
    }
    [[nodiscard]] SourcePosition at(const QString &file, int line, int byteColumn) const
    {
        SourcePosition p{file, std::max(line, 0) + 1, std::max(byteColumn, 0) + 1};
        if (line < 0 || static_cast<size_t>(line) >= m_starts.size())
            return p;
        const qsizetype start = m_starts[static_cast<size_t>(line)];
        p.column = 1 + characters(start, std::min<qsizetype>(start + std::max(byteColumn, 0), m_text.size()));
        return p;
    }
    [[nodiscard]] SourcePosition atOffset(const QString &file, qsizetype offset) const
    {
        const auto next = std::ranges::upper_bound(m_starts, offset);
        const qsizetype start = *std::prev(next);
        return {file, static_cast<int>(next - m_starts.begin()), 1 + characters(start, offset)};
    }

private:
    [[nodiscard]] int characters(qsizetype from, qsizetype to) const
    {
        return static_cast<int>(std::count_if(m_text.begin() + from, m_text.begin() + to,
                                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
    }

    const QByteArray &m_text;
    std::vector<qsizetype> m_starts;
};

/// Leaves yaml-cpp's parser from inside a callback; never leaves this file.
struct Refused {
    Error error;
};

/// Builds the tree from the parser's events, so that bounds hold while it is read and every node keeps its place.
class Builder final : public YAML::EventHandler {
public:
    Builder(const Lines &lines, const QString &file, const YamlLimits &limits, QList<Error> &errors)
        : m_lines(lines)
        , m_file(file)
        , m_limits(limits)
        , m_errors(errors)
    {}

    [[nodiscard]] YamlPtr root() const { return m_root; }
    [[nodiscard]] SourcePosition where(const YAML::Mark &mark) const
    {
        return m_lines.at(m_file, mark.line, mark.column);
    }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        leaf(node(mark, YamlNode::Kind::Null), anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const YamlPtr target = m_anchors.value(anchor);
        if (!target)
            refuse(where(mark), Text::tr("This alias stands inside the very thing it names"),
                   Text::tr("Write the part out instead."));
        add(target);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        checkTag(mark, tag);
        auto n = node(mark, YamlNode::Kind::Scalar);
        n->text = QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
        n->plain = tag == "?";
        if (n->text.contains(QChar(0)))
            refuse(where(mark), Text::tr("A text holds the character NUL"), Text::tr("Take the \\0 out."));
        leaf(std::move(n), anchor);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        checkTag(mark, tag);
        open(node(mark, YamlNode::Kind::Sequence), anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        checkTag(mark, tag);
        open(node(mark, YamlNode::Kind::Map), anchor);
    }
    void OnMapEnd() override { close(); }

private:
    using Node = std::shared_ptr<YamlNode>;
    struct Frame {
        Node node;
        YAML::anchor_t anchor = 0;
        YamlPtr key;                         ///< of a map, while its value is awaited
        std::vector<YamlNode::Entry> merges; ///< maps to merge, with their `<<` keys
    };

    [[noreturn]] static void refuse(SourcePosition where, QString message, QString hint)
    {
        throw Refused{Error{ErrorCode::ConfigInvalid, std::move(message), std::move(hint), {}, std::move(where)}};
    }
    [[nodiscard]] SourcePosition where(const YamlNode &n) const { return {m_file, n.line, n.column}; }

    Node node(const YAML::Mark &mark, YamlNode::Kind kind)
    {
        const SourcePosition p = where(mark);
        auto n = std::make_shared<YamlNode>();
        n->kind = kind;
        n->line = p.line;
        n->column = p.column;
        return n;
    }
    void checkTag(const YAML::Mark &mark, const std::string &tag)
    {
        // "?" is an untagged plain scalar or collection, "!" a quoted scalar.
        static constexpr std::array known{
            "", "?", "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"};
        if (std::ranges::find(known, std::string_view(tag)) == known.end())
            refuse(where(mark), Text::tr("The tag %1 means nothing here").arg(QString::fromStdString(tag)),
                   Text::tr("Take it out."));
    }
    void leaf(Node n, YAML::anchor_t anchor)
    {
        if (anchor)
            m_anchors.insert(anchor, n);
        add(std::move(n));
    }
    void open(Node n, YAML::anchor_t anchor)
    {
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            refuse(where(*n), Text::tr("More than %1 levels inside each other").arg(m_limits.depth),
                   Text::tr("Make the file flatter."));
        m_open.push_back({std::move(n), anchor, {}, {}});
    }
    void close()
    {
        Frame frame = std::move(m_open.back());
        m_open.pop_back();
        merge(frame);
        if (frame.anchor)
            m_anchors.insert(frame.anchor, frame.node);
        add(std::move(frame.node));
    }
    void add(YamlPtr n)
    {
        if (m_open.empty()) {
            m_root = std::move(n);
            return;
        }
        Frame &top = m_open.back();
        top.node->weight += n->weight;
        top.node->height = std::max(top.node->height, n->height + 1);
        if (top.node->weight > m_limits.nodes || static_cast<int>(m_open.size()) + n->height - 1 > m_limits.depth)
            refuse(where(*top.node), Text::tr("The aliases below here add up to more than Humdrum reads"),
                   Text::tr("Use fewer anchors and aliases."));
        if (top.node->kind == YamlNode::Kind::Sequence) {
            top.node->items.push_back(std::move(n));
        } else if (!top.key) {
            if (n->kind != YamlNode::Kind::Scalar)
                refuse(where(*n), Text::tr("A key must be a plain word"), Text::tr("Write “key: value”."));
            top.key = std::move(n);
        } else {
            entry(top, std::move(n));
        }
    }
    void entry(Frame &frame, YamlPtr value)
    {
        const YamlPtr key = std::exchange(frame.key, nullptr);
        if (key->plain && key->text == u"<<") {
            frame.merges.push_back({key, std::move(value)});
            return;
        }
        if (const YamlNode::Entry *first = frame.node->find(key->text)) {
            m_errors.append(Error{ErrorCode::ConfigInvalid,
                                  Text::tr("The key “%1” is here twice, first in line %2")
                                      .arg(key->text, QString::number(first->key->line)),
                                  Text::tr("Keep one of the two."),
                                  {},
                                  where(*key)});
            return;
        }
        frame.node->entries.push_back({key, std::move(value)});
    }
    /// https://yaml.org/type/merge.html: what the map says itself wins; of several merged maps the earlier one does.
    void merge(Frame &frame)
    {
        for (const YamlNode::Entry &m : frame.merges) {
            std::vector<YamlPtr> maps =
                m.value->kind == YamlNode::Kind::Sequence ? m.value->items : std::vector{m.value};
            for (const YamlPtr &map : maps) {
                if (map->kind != YamlNode::Kind::Map)
                    refuse(where(*m.key), Text::tr("“<<” merges maps, and this is none"),
                           Text::tr("Name an anchor of a map, as in “<<: *deploy”."));
                for (const YamlNode::Entry &e : map->entries) {
                    if (!frame.node->find(e.key->text))
                        frame.node->entries.push_back(e);
                }
            }
        }
    }

    const Lines &m_lines;
    const QString &m_file;
    const YamlLimits &m_limits;
    QList<Error> &m_errors;
    YamlPtr m_root;
    std::vector<Frame> m_open;
    QHash<YAML::anchor_t, YamlPtr> m_anchors;
};

/// Where the first sequence begins that is not UTF-8 (RFC 3629), or -1.
qsizetype firstNotUtf8(const QByteArray &text)
{
    const auto byte = [&](qsizetype i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    for (qsizetype i = 0; i < text.size();) {
        const int c = byte(i);
        if (c < 0x80) {
            ++i;
            continue;
        }
        const int length = c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
        if (length == 0 ||
            !QUtf8StringView(text.constData() + i, std::min<qsizetype>(length, text.size() - i)).isValidUtf8())
            return i;
        i += length;
    }
    return -1;
}

/// What yaml-cpp would read wrongly or not name a place for: other encodings, control characters (it takes 0x04 for the
/// end of the file), tabs before the first word of a line.
std::optional<Error> checkBytes(const QByteArray &text, const QString &file, const Lines &lines)
{
    const auto refuse = [&](qsizetype offset, const QString &message, const QString &hint) {
        return Error{ErrorCode::ConfigInvalid, message, hint, {}, lines.atOffset(file, offset)};
    };
    if (const qsizetype bad = firstNotUtf8(text); bad >= 0)
        return refuse(bad, Text::tr("The file is not UTF-8"), Text::tr("Save it as UTF-8."));
    bool indentation = true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\t' && indentation)
            return refuse(i, Text::tr("A tab stands before the first word of the line"),
                          Text::tr("Indent with spaces; YAML allows no tabs there."));
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
            return refuse(i, Text::tr("The control character 0x%1 stands here").arg(c, 2, 16, QLatin1Char('0')),
                          Text::tr("Take it out."));
        indentation = c == '\n' || c == '\r' || (indentation && c == ' ');
    }
    return std::nullopt;
}

} // namespace

const YamlNode::Entry *YamlNode::find(QStringView key) const
{
    const auto it = std::ranges::find_if(entries, [&](const Entry &e) { return e.key->text == key; });
    return it == entries.end() ? nullptr : &*it;
}

YamlPtr readYaml(const QByteArray &yaml, const QString &file, const YamlLimits &limits, QList<Error> &errors)
{
    if (yaml.size() > limits.bytes) {
        errors.append(Error{ErrorCode::ConfigInvalid,
                            Text::tr("The file is larger than %1 bytes").arg(limits.bytes),
                            Text::tr("This is no humdrum.yaml; name the right file."),
                            {},
                            SourcePosition{file, 1, 1}});
        return nullptr;
    }
    const QByteArray text = yaml.startsWith("\xEF\xBB\xBF") ? yaml.sliced(3) : yaml;
    const Lines lines(text);
    if (const auto error = checkBytes(text, file, lines)) {
        errors.append(*error);
        return nullptr;
    }
    Builder builder(lines, file, limits, errors);
    try {
        std::istringstream stream(text.toStdString());
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder) || !builder.root() || builder.root()->kind == YamlNode::Kind::Null) {
            errors.append(Error{ErrorCode::ConfigInvalid,
                                Text::tr("The file is empty"),
                                Text::tr("Describe a product; resources/humdrum-yaml.md shows how."),
                                {},
                                SourcePosition{file, 1, 1}});
            return nullptr;
        }
        YamlPtr root = builder.root();
        Builder second(lines, file, limits, errors);
        if (parser.HandleNextDocument(second)) {
            const int line = second.root() ? second.root()->line : root->line;
            errors.append(Error{ErrorCode::ConfigInvalid,
                                Text::tr("The file holds a second document"),
                                Text::tr("Describe one product in one document; take the “---” out."),
                                {},
                                SourcePosition{file, line, 1}});
            return nullptr;
        }
        return root;
    } catch (const Refused &refused) {
        errors.append(refused.error);
    } catch (const YAML::Exception &e) {
        errors.append(Error{ErrorCode::ConfigInvalid,
                            Text::tr("This is not valid YAML: %1").arg(QString::fromStdString(e.msg)),
                            Text::tr("Look at the indentation, quotes and brackets here and in the line above."),
                            {},
                            e.mark.is_null() ? SourcePosition{file, 1, 1} : builder.where(e.mark)});
    }
    return nullptr;
}

} // namespace humdrum
