// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/typedsecret.h"

#include "app/humdrumctl/invocation.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <termios.h>
#include <unistd.h>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostTyped = 64 * 1024 + 1;

termios shownBefore; ///< for the signal handler, which may use nothing else

void showAgainAndEnd(int signal)
{
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shownBefore);
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

/// What is typed is not shown, also no longer than this lives when it is interrupted.
class Unseen {
public:
    Unseen()
    {
        m_terminal = ::tcgetattr(STDIN_FILENO, &shownBefore) == 0;
        if (!m_terminal)
            return;
        for (const int signal : signals)
            ::signal(signal, showAgainAndEnd);
        termios unseen = shownBefore;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        unseen.c_lflag |= ECHONL;
        m_terminal = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) == 0;
    }
    ~Unseen()
    {
        if (m_terminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shownBefore);
        for (const int signal : signals)
            ::signal(signal, SIG_DFL);
    }
    Q_DISABLE_COPY_MOVE(Unseen)
    [[nodiscard]] bool works() const { return m_terminal; }

private:
    static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    bool m_terminal = false;
};

/// To the end of the line or of the input.
Result<SecretValue> readTo(bool endOfLine)
{
    QByteArray text;
    text.reserve(mostTyped + 1); // it is not copied about while it grows
    char c = 0;
    ssize_t count = 0;
    while (text.size() < mostTyped && (count = ::read(STDIN_FILENO, &c, 1)) != 0) {
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(ErrorCode::FileFailed,
                        u"The value could not be read: %1."_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
        if (endOfLine && c == '\n')
            break;
        text += c;
    }
    if (!endOfLine && text.endsWith('\n'))
        text.chop(text.endsWith("\r\n") ? 2 : 1);
    return SecretValue(text);
}

Result<SecretValue> ask(const QString &question)
{
    std::fputs(qUtf8Printable(question), stderr);
    std::fflush(stderr);
    return readTo(true);
}

} // namespace

Result<SecretValue> readSecret(const QString &name)
{
    if (::isatty(STDIN_FILENO) == 0)
        return readTo(false).and_then([](const SecretValue &value) { return secretFrom(value.bytes()); });
    const Unseen unseen;
    if (!unseen.works())
        return fail(ErrorCode::FileFailed, u"The terminal would show what is typed."_s,
                    u"Hand the value in through a pipe."_s);
    const auto first = ask(u"Value of %1: "_s.arg(name));
    if (!first)
        return first;
    auto usable = secretFrom(first->bytes());
    if (!usable)
        return usable;
    const auto second = ask(u"The same again: "_s);
    if (!second)
        return second;
    if (first->bytes() != second->bytes())
        return fail(ErrorCode::InvalidInput, u"The two values differ, so nothing was kept."_s);
    return usable;
}

} // namespace humdrum::ctl
