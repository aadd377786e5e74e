// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "masking/masker.h"

#include <algorithm>
#include <cstdint>

namespace humdrum {

namespace {

constexpr std::string_view standardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes)
{
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            text += standardAlphabet[(bits >> (count - 6)) & 63];
    }
    if (count > 0)
        text += standardAlphabet[(bits << (6 - count)) & 63];
    return text;
}

std::string forUrls(std::string text)
{
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::string hex(std::string_view bytes, std::string_view digits)
{
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

constexpr std::string_view lower = "0123456789abcdef", upper = "0123456789ABCDEF";

bool isPlain(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string percent(std::string_view bytes, std::string_view kept, bool plus, std::string_view digits)
{
    std::string text;
    for (const char c : bytes) {
        if (isPlain(c) || kept.contains(c)) {
            text += c;
        } else if (plus && c == ' ') {
            text += '+';
        } else {
            text += '%';
            text += hex({&c, 1}, digits);
        }
    }
    return text;
}

std::string json(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes) {
        switch (c) {
        case '"':
            text += "\\\"";
            break;
        case '\\':
            text += "\\\\";
            break;
        case '\n':
            text += "\\n";
            break;
        case '\r':
            text += "\\r";
            break;
        case '\t':
            text += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                text += "\\u00" + hex({&c, 1}, lower);
            else
                text += c;
        }
    }
    return text;
}

std::string replaced(std::string_view bytes, char what, std::string_view with)
{
    std::string text;
    for (const char c : bytes) {
        if (c == what)
            text += with;
        else
            text += c;
    }
    return text;
}

/// As the content of an element; in an attribute quotation marks are written in other words, too.
std::string xml(std::string_view bytes)
{
    return replaced(replaced(replaced(bytes, '&', "&amp;"), '<', "&lt;"), '>', "&gt;");
}

/// With any number of bytes before it: only the characters that the secret alone decides.
void addBase64(std::string_view secret, std::vector<std::string> &forms)
{
    for (std::size_t before = 0; before < 3; ++before) {
        const std::string whole = base64(std::string(before, '\0') + std::string(secret));
        const std::size_t from = before == 0 ? 0 : before + 1;
        const std::size_t to = (before + secret.size()) * 8 / 6;
        forms.push_back(whole.substr(from, to - from));
    }
    // As a whole: its last character too, which only tells a part of a byte, and what base64(1) and PEM make of a long one.
    std::string whole = base64(secret);
    forms.push_back(whole);
    whole.append((4 - whole.size() % 4) % 4, '=');
    forms.push_back(whole);
    for (const std::size_t width : {std::size_t{64}, std::size_t{76}}) {
        for (std::size_t at = 0; whole.size() > width && at < whole.size(); at += width)
            forms.push_back(whole.substr(at, width));
    }
}

void addForms(std::string_view secret, std::vector<std::string> &forms)
{
    forms.emplace_back(secret);
    const std::size_t before = forms.size();
    addBase64(secret, forms);
    for (std::size_t i = before, end = forms.size(); i < end; ++i)
        forms.push_back(forUrls(forms[i]));
    for (const std::string_view digits : {upper, lower}) {
        // RFC 3986; what libraries leave alone beside it; a form field as browsers and as others write it.
        for (const std::string_view kept : {"-._~", "-._~/", "-._~!*'()", "-._*"}) {
            forms.push_back(percent(secret, kept, false, digits));
            forms.push_back(percent(secret, kept, true, digits));
        }
        forms.push_back(hex(secret, digits));
    }
    forms.push_back(json(secret));
    forms.push_back(replaced(json(secret), '/', "\\/"));
    forms.push_back(replaced(secret, '\'', "'\\''"));
    forms.push_back(replaced(secret, '\'', "'\"'\"'"));
    const std::string content = xml(secret), attribute = replaced(content, '"', "&quot;");
    forms.push_back(content);
    for (const std::string_view apostrophe : {"'", "&apos;", "&#39;", "&#x27;"})
        forms.push_back(replaced(attribute, '\'', apostrophe));
}

} // namespace

std::vector<std::string> formsOf(std::string_view secret)
{
    std::vector<std::string> forms;
    addForms(secret, forms);
    if (secret.find('\n') != std::string_view::npos) {
        for (std::size_t at = 0; at <= secret.size();) {
            const std::size_t end = std::min(secret.find('\n', at), secret.size());
            std::string_view line = secret.substr(at, end - at);
            if (line.ends_with('\r'))
                line.remove_suffix(1);
            if (line.size() >= shortestSecret)
                addForms(line, forms);
            at = end + 1;
        }
    }
    std::erase_if(forms, [](const std::string &form) { return form.size() < shortestSecret; });
    std::ranges::sort(forms);
    const auto same = std::ranges::unique(forms);
    forms.erase(same.begin(), same.end());
    return forms;
}

} // namespace humdrum
