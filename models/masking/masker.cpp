// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "masking/masker.h"

#include <algorithm>

namespace humdrum {

Masker::Masker(std::vector<std::string> texts) : m_texts(std::move(texts))
{
    std::erase(m_texts, std::string());
    std::ranges::sort(m_texts, [](const std::string &a, const std::string &b) {
        if (a[0] != b[0])
            return static_cast<unsigned char>(a[0]) < static_cast<unsigned char>(b[0]);
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    const auto same = std::ranges::unique(m_texts);
    m_texts.erase(same.begin(), same.end());
    for (std::size_t i = 0; i < m_texts.size(); ++i) {
        auto &[from, to] = m_with[static_cast<unsigned char>(m_texts[i][0])];
        if (to == 0)
            from = i;
        to = i + 1;
    }
}

Masker::Found Masker::at(std::string_view bytes, std::size_t from) const
{
    Found found;
    const auto [first, end] = m_with[static_cast<unsigned char>(bytes[from])];
    const std::string_view here = bytes.substr(from);
    for (std::size_t i = first; i < end; ++i) {
        const std::string &text = m_texts[i];
        if (here.starts_with(text)) {
            found.length = text.size();
            break; // those behind it are shorter
        }
        if (text.size() > here.size() && std::string_view(text).starts_with(here))
            found.partial = here.size();
    }
    return found;
}

std::size_t Masker::endOf(std::string_view bytes, std::size_t from, bool &open) const
{
    std::size_t end = from;
    for (std::size_t i = from; i < std::max(end, from + 1); ++i) {
        const Found found = at(bytes, i);
        open = open || found.partial > 0;
        if (found.length > 0)
            end = std::max(end, i + found.length);
    }
    return end;
}

Masker::Piece Masker::next(std::string_view bytes, std::size_t until, bool last) const
{
    Piece piece;
    piece.text.reserve(until);
    std::size_t &i = piece.used;
    while (i < until) {
        std::size_t clear = i;
        while (clear < until && m_with[static_cast<unsigned char>(bytes[clear])].second == 0)
            ++clear;
        piece.text += bytes.substr(i, clear - i);
        i = clear;
        if (i >= until)
            break;
        bool open = false;
        std::size_t end = endOf(bytes, i, open);
        if (open && !last)
            break;
        // Only one that is long enough to be worth anything: nearly every byte begins some text.
        if (open && bytes.size() - i >= shortestSecret)
            end = bytes.size();
        if (end > i) {
            piece.text += maskText;
            i = end;
        } else {
            piece.text += bytes[i++];
        }
    }
    return piece;
}

std::string Masker::masked(std::string_view text) const
{
    return isEmpty() ? std::string(text) : next(text, text.size(), true).text;
}

} // namespace humdrum
