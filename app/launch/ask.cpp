// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/launch/ask.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <unistd.h>

namespace humdrum::launch {

namespace {

template <class T>
bool number(std::string_view text, T &into)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size();
}

bool milliseconds(std::string_view text, std::chrono::milliseconds &into)
{
    std::int64_t count = 0;
    if (!number(text, count) || count < 0)
        return false;
    into = std::chrono::milliseconds{count};
    return true;
}

bool take(Ask &ask, char key, std::string_view value)
{
    switch (key) {
    case 'a':
        ask.arguments.emplace_back(value);
        return true;
    case 'v':
        ask.variables.emplace_back(value);
        return value.find('=') != std::string_view::npos;
    case 'm':
        ask.masked.emplace_back(value);
        return !value.empty();
    case 'd':
        ask.folder = value;
        return value.starts_with('/');
    case 't':
        return milliseconds(value, ask.timeout);
    case 'g':
        return milliseconds(value, ask.grace);
    case 'c':
        return number(value, ask.outputCap);
    default:
        return false;
    }
}

} // namespace

std::optional<Ask> readAsk(int fd, std::string &error)
{
    std::string text;
    char buffer[16 * 1024];
    for (;;) {
        const ssize_t count = ::read(fd, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            error = std::string("what to run could not be read: ") + std::strerror(errno);
            return std::nullopt;
        }
        if (count == 0)
            break;
        text.append(buffer, static_cast<std::size_t>(count));
    }
    Ask ask;
    std::string_view rest = text;
    for (;;) {
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos) {
            error = "what to run ended in the middle";
            return std::nullopt;
        }
        const std::string_view record = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (record == "end")
            break;
        if (record.size() < 2 || record[1] != '=' || !take(ask, record[0], record.substr(2))) {
            error = "a record of what to run is not known: " + std::string(record.substr(0, 2));
            return std::nullopt;
        }
    }
    if (!rest.empty() || ask.arguments.empty() || !ask.arguments[0].starts_with('/') || ask.folder.empty()) {
        error = "what to run is not complete";
        return std::nullopt;
    }
    return ask;
}

} // namespace humdrum::launch
