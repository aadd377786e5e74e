// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace humdrum {

/// What stands where a secret was.
inline constexpr std::string_view maskText = "***";
/// A secret of fewer bytes cannot be told from what is not secret.
inline constexpr std::size_t shortestSecret = 4;

/// The forms in which a command may well show a secret: as it is, each of its lines, and each of these as Base64 (standard and
/// for URLs, with whatever before it, also wrapped), percent-encoded, as a form field, in JSON, XML and shell quotes, and
/// hexadecimal. None is shorter than shortestSecret. What a command computes of it otherwise is not known to anybody.
[[nodiscard]] std::vector<std::string> formsOf(std::string_view secret);

/// Replaces texts, wherever they stand in a stream of bytes. What overlaps is masked together.
class Masker {
public:
    Masker() = default;
    explicit Masker(std::vector<std::string> texts); ///< empty ones are ignored

    [[nodiscard]] bool isEmpty() const { return m_texts.empty(); }
    /// Of a text that is whole.
    [[nodiscard]] std::string masked(std::string_view text) const;

    struct Piece {
        std::string text;     ///< what may be shown
        std::size_t used = 0; ///< of the bytes; the rest may go on to be what must be masked
    };
    /// Of a stream: what begins before `until`. `bytes` holds what is known of what follows, too; where they are the `last`,
    /// nothing follows, and what looks like the beginning of a secret is masked as well.
    [[nodiscard]] Piece next(std::string_view bytes, std::size_t until, bool last) const;

private:
    struct Found {
        std::size_t length = 0;  ///< of the longest text that stands there; 0: none
        std::size_t partial = 0; ///< bytes up to the end that a longer one may begin with
    };
    [[nodiscard]] Found at(std::string_view bytes, std::size_t from) const;
    /// Where what has to be masked at `from` ends; `open` when that depends on what follows.
    [[nodiscard]] std::size_t endOf(std::string_view bytes, std::size_t from, bool &open) const;

    std::vector<std::string> m_texts;                              ///< by first byte, longest first
    std::array<std::pair<std::size_t, std::size_t>, 256> m_with{}; ///< those that begin with a byte: from, to
};

} // namespace humdrum
