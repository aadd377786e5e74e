// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/jsonline.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

class Scanner {
public:
    Scanner(QStringView line, JsonFault &fault) : m_line(line), m_fault(fault) {}

    bool object(std::vector<JsonField> &fields)
    {
        space();
        if (!take(u'{'))
            return wrong(Text::tr("A line must be a JSON object, beginning with '{'."));
        space();
        if (!take(u'}')) {
            do {
                if (!field(fields))
                    return false;
                space();
            } while (take(u','));
            if (!take(u'}'))
                return wrong(Text::tr("Expected ',' or '}'."));
        }
        space();
        return m_at == m_line.size() || wrong(Text::tr("Nothing may follow the object on its line."));
    }

private:
    bool field(std::vector<JsonField> &fields)
    {
        space();
        JsonField field;
        field.nameColumn = column();
        if (!string(field.name))
            return false;
        if (std::ranges::any_of(fields, [&](const JsonField &f) { return f.name == field.name; })) {
            m_at = field.nameColumn - 1;
            return wrong(Text::tr("The field \"%1\" is there twice.").arg(field.name));
        }
        space();
        if (!take(u':'))
            return wrong(Text::tr("Expected ':' after the name of the field."));
        space();
        field.valueColumn = column();
        if (!value(field))
            return false;
        fields.push_back(std::move(field));
        return true;
    }

    bool value(JsonField &field)
    {
        if (peek() == u'"') {
            QString text;
            if (!string(text))
                return false;
            field.value = text;
            return true;
        }
        for (const auto &[word, constant] :
             {std::pair{QStringView(u"true"), 1}, {QStringView(u"false"), 0}, {QStringView(u"null"), -1}}) {
            if (!m_line.sliced(m_at).startsWith(word))
                continue;
            m_at += word.size();
            if (constant >= 0)
                field.value = constant == 1;
            else
                field.value = nullptr;
            return true;
        }
        if (peek() == u'{' || peek() == u'[')
            return wrong(Text::tr("A field must be a text, a number, true or false."));
        return number(field);
    }

    bool number(JsonField &field)
    {
        const qsizetype begin = m_at;
        take(u'-');
        const qsizetype whole = m_at;
        digits();
        bool ok = m_at > whole && (m_line[whole] != u'0' || m_at == whole + 1);
        if (ok && take(u'.'))
            ok = digits();
        if (ok && (take(u'e') || take(u'E'))) {
            if (!take(u'+'))
                take(u'-');
            ok = digits();
        }
        double value = 0;
        if (ok)
            value = m_line.sliced(begin, m_at - begin).toDouble(&ok);
        if (!ok) {
            m_at = begin;
            return wrong(Text::tr("Expected a value."));
        }
        field.value = value;
        return true;
    }

    bool digits()
    {
        const qsizetype begin = m_at;
        while (peek() >= u'0' && peek() <= u'9')
            ++m_at;
        return m_at > begin;
    }

    bool string(QString &text)
    {
        if (!take(u'"'))
            return wrong(Text::tr("Expected '\"'."));
        while (m_at < m_line.size()) {
            const QChar c = m_line[m_at];
            if (c == u'"') {
                ++m_at;
                return true;
            }
            if (c.unicode() < 0x20)
                return wrong(Text::tr("A control character must be escaped."));
            ++m_at;
            if (c != u'\\')
                text += c;
            else if (!escape(text))
                return false;
        }
        return wrong(Text::tr("The text does not end on its line."));
    }

    bool escape(QString &text)
    {
        static constexpr QStringView names = u"\"\\/bfnrt";
        static constexpr QStringView means = u"\"\\/\b\f\n\r\t";
        const QChar c = peek();
        if (const qsizetype known = names.indexOf(c); known >= 0 && !c.isNull()) {
            text += means[known];
            ++m_at;
            return true;
        }
        if (c == u'u' && m_at + 5 <= m_line.size()) {
            const QStringView hex = m_line.sliced(m_at + 1, 4);
            bool ok = std::ranges::all_of(hex, [](QChar h) { return h.isLetterOrNumber(); });
            const ushort code = ok ? hex.toUShort(&ok, 16) : ushort(0);
            if (ok) {
                text += QChar(code);
                m_at += 5;
                return true;
            }
        }
        return wrong(Text::tr("Unknown escape in a text."));
    }

    void space()
    {
        while (peek() == u' ' || peek() == u'\t' || peek() == u'\r')
            ++m_at;
    }
    [[nodiscard]] QChar peek() const { return m_at < m_line.size() ? m_line[m_at] : QChar(); }
    bool take(char16_t c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    [[nodiscard]] int column() const { return static_cast<int>(m_at) + 1; }
    bool wrong(const QString &message)
    {
        m_fault = {column(), message};
        return false;
    }

    QStringView m_line;
    JsonFault &m_fault;
    qsizetype m_at = 0;
};

} // namespace

bool readJsonLine(QStringView line, std::vector<JsonField> &fields, JsonFault &fault)
{
    return Scanner(line, fault).object(fields);
}

} // namespace humdrum
