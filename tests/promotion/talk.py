#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says lines of many lengths, in any letters, with colours, progress and tabs, to both streams, as fast as it goes; what it says
is in the files "out" and "err" before."""

import random
import sys

random.seed(7)
words = ["alpha", "βήτα", "\x1b[31mred\x1b[0m", "tab\there", "", " ", "€" * 40, "@1 o 5", "10%\r20%", "x" * 3000]
out, err = [], []
for i in range(60000):
    (out if i % 11 else err).append(" ".join(random.choices(words[:9], k=random.randrange(9))) + (words[9] if i % 997 == 0 else ""))
o, e = ("\n".join(x).encode() + b"\n" for x in (out, err))
open("out", "wb").write(o)
open("err", "wb").write(e)
while o or e:
    n = random.randrange(1, 300000)
    for stream, bytes in ((sys.stdout.buffer, o[:n]), (sys.stderr.buffer, e[:n])):
        stream.write(bytes)
        stream.flush()
    o, e = o[n:], e[n:]
