#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks the fault points (models/faults): for each story every point that it reaches is found by a trace, and the story is told
again once for each, killed there (kill -9), taken up, and checked. Points that the sources name and no story reaches fail."""

import argparse
import collections
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from world import VERSIONS, World

SERVICE = "web"
PATIENCE = 60


class Story:
    """What is done before, what is walked, and what is done after; each on a world where nothing is unfinished."""

    environment = "live"

    def __init__(self, world):
        self.world = world
        self.version = ""

    def begin(self):
        there = self.world.recorded(SERVICE, self.environment)
        self.version = next(v for v in VERSIONS if v != there)
        self.prepare()

    def prepare(self):
        """As it is before what is walked."""

    def arguments(self):
        return ("promote", self.version, "--to", self.environment, "--service", SERVICE, "--wait")

    def tell(self, faults):
        return self.world.ctl(*self.arguments(), faults=faults)

    def settle(self):
        """What somebody else does while it is taken up."""

    def tidy(self):
        """As it is after it, whatever became of it."""


class Plain(Story):
    pass


class Bare(Story):
    """What the environment does not describe is skipped."""

    environment = "bare"


class DeployFails(Story):
    def prepare(self):
        (self.world.folder / "broken").write_text("deploy")

    def tidy(self):
        (self.world.folder / "broken").unlink()


class SmokeFails(Story):
    """The promotion that fails is rolled back by itself, which sets a hold."""

    def prepare(self):
        (self.world.folder / "broken").write_text(self.version)

    def tidy(self):
        (self.world.folder / "broken").unlink()


class TakenUp(Story):
    """Another worker has died before, at a point of its own."""

    point = ""

    def prepare(self):
        ran = self.world.ctl(*super().arguments(), faults={"HUMDRUM_FAULT_POINT": self.point})
        if ran.returncode != -signal.SIGKILL:
            raise SystemExit(f"{self.point} is not reached: {ran.stdout}{ran.stderr}")

    def arguments(self):
        return ("promotion", "resume")


class Intended(TakenUp):
    point = "intend:after"


class Begun(TakenUp):
    point = "running:after"


class BetweenSteps(TakenUp):
    point = "settle:after"


class JudgedOnly(TakenUp):
    point = "judge:after"


class CleaningUp(TakenUp):
    point = "clean-up:after"

    def prepare(self):
        (self.world.folder / "broken").write_text("deploy")
        super().prepare()

    def tidy(self):
        (self.world.folder / "broken").unlink()


class Cancelled(Story):
    """A person interrupts it while it deploys."""

    def prepare(self):
        (self.world.folder / "hang").touch()

    def tell(self, faults):
        lines = self.world.ledger_lines()
        process = self.world.start(*self.arguments(), faults=faults)
        # Where the launcher was killed before, the command never begins.
        deadline = time.monotonic() + 2
        while process.poll() is None and self.world.ledger_lines() == lines and time.monotonic() < deadline:
            threading.Event().wait(0.01)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        return process

    def tidy(self):
        (self.world.folder / "hang").unlink(missing_ok=True)


class Stopped(Story):
    """The first or second of two services fails, and a person decides."""

    broken = "web"
    choice = ()

    def prepare(self):
        other = next(v for v in VERSIONS if v != self.version)
        if self.world.recorded("api") != other:
            self.world.must("promote", other, "--to", "live", "--service", "api", "--wait")
        (self.world.folder / "broken").write_text(f"deploy-{self.broken}")
        ran = self.world.ctl("promote", self.version, "--to", "live", "--wait")
        (self.world.folder / "broken").unlink()
        if ran.returncode == 0 or "A decision is needed" not in ran.stderr:
            raise SystemExit(f"no decision is asked for: {ran.stdout}{ran.stderr}")

    def arguments(self):
        failed = self.world.rows("SELECT max(id) FROM promotion WHERE state = 'errored'")[0][0]
        return ("decide", str(failed), *self.choice, "--wait")


class Retried(Stopped):
    choice = ("retry",)


class Ignored(Stopped):
    choice = ("ignore", "--reason", "walked")


class Excluded(Stopped):
    choice = ("exclude", "--reason", "walked")


class AllRolledBack(Stopped):
    broken = "api"
    choice = ("rollback", "--reason", "walked")


class Slow(Story):
    """Of an environment whose gates are waited for, and where the build soaks."""

    environment = "slow"

    def tick(self, ticked):
        done = self.world.ctl("checklist", "tick" if ticked else "untick", self.version, "1", "--to", self.environment)
        if done.returncode not in (0, 1):
            raise SystemExit(f"the tick is not stored: {done.stdout}{done.stderr}")

    def when(self, comes, act, faults):
        """Tells it, and acts as soon as something is there, or when it has ended before."""
        process = self.world.start(*self.arguments(), faults=faults)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and not comes() and time.monotonic() < deadline:
            threading.Event().wait(0.01)
        act()
        process.communicate(timeout=PATIENCE)
        return process

    def tidy(self):
        self.tick(False)


class Awaited(Slow):
    """It waits until somebody ticks the item, and then goes on."""

    def prepare(self):
        self.tick(False)

    def tell(self, faults):
        return self.when(self.world.awaiting, lambda: self.tick(True), faults)

    def settle(self):
        """Whoever takes it up waits for the tick as well."""
        self.tick(True)


class Waits(TakenUp, Slow):
    """Its worker died while it waited, and meanwhile the item was ticked."""

    point = "judge:after"

    def prepare(self):
        self.tick(False)
        super().prepare()
        self.tick(True)

    def tidy(self):
        Slow.tidy(self)


class Soaked(Slow):
    def prepare(self):
        self.tick(True)


class Soaks(TakenUp, Slow):
    """Its worker died while it soaked."""

    point = "soak:after"

    def prepare(self):
        self.tick(True)
        super().prepare()

    def tidy(self):
        Slow.tidy(self)


class SoakFails(Slow):
    """What is found while it soaks is rolled back."""

    def prepare(self):
        self.tick(True)

    def tell(self, faults):
        broken = self.world.folder / "broken"
        return self.when(self.world.soaking, lambda: broken.write_text(self.version), faults)

    def tidy(self):
        (self.world.folder / "broken").unlink()
        super().tidy()


STORIES = (Plain, Bare, DeployFails, SmokeFails, Intended, Begun, BetweenSteps, JudgedOnly, CleaningUp, Cancelled,
           Retried, Ignored, Excluded, AllRolledBack, Awaited, Waits, Soaked, Soaks, SoakFails)


def settle(world, story):
    """Somebody comes and takes up what is there, until nothing is unfinished."""
    story.settle()
    (world.folder / "hang").unlink(missing_ok=True)
    deadline = time.monotonic() + PATIENCE
    while world.unfinished():
        if time.monotonic() > deadline:
            return f"nothing takes up {world.unfinished()}"
        queued = [id for id, _, state, _ in world.unfinished() if state == "queued"]
        for promotion in queued:
            world.must("promotion", "cancel", str(promotion), "--reason", "walked")
        if not queued:
            world.ctl("promotion", "resume")
    # A step whose launcher was killed may have been rolled back, which holds the service.
    world.lift_holds(SERVICE)
    return None


def points_of(trace):
    return [line.split()[0] for line in trace.read_text().splitlines()]


def walk(world, make, every, seen):
    story = make(world)
    trace = world.folder / f"trace-{make.__name__}"
    story.begin()
    story.tell({"HUMDRUM_FAULT_TRACE": str(trace)})
    told = settle(world, story)
    story.tidy()
    problems = [f"{make.__name__}, left alone: {p}" for p in world.problems() + ([told] if told else [])]
    reached = collections.Counter(points_of(trace))
    struck = world.folder / "struck"
    walked = 0
    for point, times in reached.items():
        if every:
            occurrences = range(1, times + 1)
        else:
            occurrences = [] if point in seen else sorted({1, times})
        for nth in occurrences:
            story.begin()
            struck.write_text("")
            ran = story.tell({"HUMDRUM_FAULT_POINT": f"{point}#{nth}", "HUMDRUM_FAULT_TRACE": str(struck)})
            told = settle(world, story)
            story.tidy()
            walked += points_of(struck).count(point) >= nth
            for problem in world.problems() + ([told] if told else []):
                problems.append(f"{make.__name__}, killed at {point}#{nth} ({ran.returncode}): {problem}")
            if problems:
                return reached, walked, problems
    return reached, walked, problems


def named(source):
    """The points that the sources name: WHAT of faultPoint(), of write() and of place()."""
    names = set()
    for file in [*source.glob("models/promotion/*.cpp"), *source.glob("models/logs/*.cpp"), *source.glob("app/launch/*.cpp")]:
        text = file.read_text()
        names |= set(re.findall(r'faultPoint\("([a-z-]+)"', text))
        names |= set(re.findall(r'\bwrite\(\s*"([a-z-]+)",', text))
        names |= set(re.findall(r'm_folder\.place\("([a-z-]+)"', text))
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of humdrumctl")
    parser.add_argument("--source", required=True, type=pathlib.Path, help="top of the sources")
    parser.add_argument("--every", action="store_true", help="each time that each story reaches a point, not only the first and the last of the first story")
    parser.add_argument("--story", help="only this one")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="humdrum-faults-")
    world = World(folder, options.programs)
    world.create()
    world.must("promote", VERSIONS[1], "--to", "live", "--service", SERVICE, "--wait")
    seen, problems = set(), []
    for make in STORIES:
        if options.story not in (None, make.__name__):
            continue
        begun = time.monotonic()
        points, walked, wrong = walk(world, make, options.every, seen)
        seen |= points.keys()
        problems += wrong
        print(f"{make.__name__}: {len(points)} points, killed there {walked} times, {time.monotonic() - begun:.1f} s", flush=True)
        if wrong:
            break
    if not options.story and not problems:
        reached = {point.partition(":")[0] for point in seen}
        problems += [f"no story reaches the point {name}" for name in sorted(named(options.source) - reached)]
    for problem in problems:
        print(f"FAIL: {problem}")
    if problems:
        print(f"in {folder}")
        return 1
    subprocess.run(["rm", "-rf", folder], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
