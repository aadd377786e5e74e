#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills Humdrum at random moments through promotions, starts it again, and checks that nothing was lost or done twice."""

import argparse
import collections
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from world import SERVICES, VERSIONS, World

PATIENCE = 60


def tell(pid, what):
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return False
    return True


def children(pid):
    try:
        return [int(c) for c in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


class Trouble(threading.Thread):
    """Makes the storage refuse writes, time and again, until it is told to let go."""

    def __init__(self, world, seed):
        super().__init__()
        self.world = world
        self.rng = random.Random(seed)
        self.over = threading.Event()
        self.times = 0

    def run(self):
        while not self.over.wait(self.rng.uniform(0.05, 0.6)):
            self.begin()
            self.times += 1
            self.over.wait(self.rng.uniform(0.05, 1.5))
            self.end()

    def stop(self):
        self.over.set()
        self.join()


class FullDisk(Trouble):
    """Takes all of the file system that holds the database, but for a few pages."""

    what = "disk full"

    def begin(self):
        piece, left = b"x" * 4096, self.rng.choice((0, 0, 1, 4, 16, 64))
        with open(self.world.disk / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(piece)
            except OSError:
                filler.truncate(max(0, filler.tell() - left * len(piece)))

    def end(self):
        (self.world.disk / "filler").unlink()


class Backup(Trouble):
    """Holds the database as a program does that makes a backup of it."""

    what = "database locked"
    held = None

    def begin(self):
        self.held = sqlite3.connect(self.world.database, timeout=20, isolation_level=None, check_same_thread=False)
        self.held.execute("BEGIN IMMEDIATE")

    def end(self):
        self.held.execute("ROLLBACK")
        self.held.close()


class Killer:
    def __init__(self, world, options):
        self.world = world
        self.options = options
        self.counts = collections.Counter()
        self.lock = threading.Lock()
        self.usual = 0.5

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def measure(self):
        """How long one takes that is left alone."""
        begun = time.monotonic()
        self.world.must("promote", VERSIONS[0], "--to", "live", "--service", SERVICES[0], "--wait")
        self.usual = time.monotonic() - begun

    def strike(self, process, rng):
        """Waits for the end of the process, or kills it, or a launcher, at a random moment. True when it was left alone."""
        if rng.random() < 0.25:
            process.communicate(timeout=PATIENCE)
            return True
        try:
            process.communicate(timeout=rng.uniform(0, self.usual * 1.1))
            return True
        except subprocess.TimeoutExpired:
            pass
        if self.options.stops and rng.random() < 0.7:
            return self.stop(process, rng)
        if self.options.launchers and rng.random() < 0.5:
            for pid in self.world.launchers():
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.count("launchers killed")
                except ProcessLookupError:
                    pass
            process.communicate(timeout=PATIENCE)
            return True
        process.kill()
        process.communicate(timeout=PATIENCE)
        self.count("killed")
        return False

    def stop(self, process, rng):
        """Stops it, or the launchers and what they run, for a while: silence is not death. Sometimes it dies in its sleep."""
        whom = [process.pid] if rng.random() < 0.5 else [m for pid in self.world.launchers() for m in (pid, *children(pid))]
        stopped = [pid for pid in whom if tell(pid, signal.SIGSTOP)]
        self.count("stopped" if whom == [process.pid] else "launchers and commands stopped")
        threading.Event().wait(rng.uniform(0, self.usual * 2))
        # Whoever comes meanwhile must leave alone what is not dead.
        listed = self.world.ctl("promotion", "list")
        if listed.returncode != 0:
            raise SystemExit(f"promotion list: {listed.stdout}{listed.stderr}")
        if stopped == [process.pid] and rng.random() < 0.3:
            process.kill()
            process.communicate(timeout=PATIENCE)
            self.count("killed while stopped")
            return False
        for pid in stopped:
            tell(pid, signal.SIGCONT)
        process.communicate(timeout=PATIENCE)
        return True

    def promote(self, service, rng):
        """Until it has come to an end that is known."""
        there = self.world.recorded(service)
        version = next(v for v in VERSIONS if v != there)
        arguments = ("promote", version, "--to", "live", "--service", service, "--wait")
        while True:
            process = self.world.start(*arguments)
            if not self.strike(process, rng):
                continue
            if process.returncode not in (0, 1, 3):
                raise SystemExit(f"humdrumctl ended with {process.returncode}")
            if not any(row[1] == service for row in self.world.unfinished()):
                self.world.lift_holds(service)
                return

    def promote_in_window(self, service, rng):
        """Asked for by one who does not wait; a window does the work, and is killed and started again until it is done."""
        there = self.world.recorded(service)
        version = next(v for v in VERSIONS if v != there)
        self.world.must("promote", version, "--to", "live", "--service", service)
        while any(row[1] == service for row in self.world.unfinished()):
            window = self.world.window()
            kill_at = time.monotonic() + (rng.uniform(0.1, 1.5) if rng.random() < 0.7 else PATIENCE)
            while time.monotonic() < kill_at and any(row[1] == service for row in self.world.unfinished()):
                if window.poll() is not None:
                    raise SystemExit(f"the window ended with {window.returncode}")
                threading.Event().wait(0.02)
            window.kill()
            window.wait(timeout=PATIENCE)
            self.count("windows killed")
        self.world.lift_holds(service)

    def work(self, service, number, seed):
        rng = random.Random(seed)
        for _ in range(number):
            (self.promote_in_window if self.options.window else self.promote)(service, rng)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("promotions", type=int, help="how many, over both services")
    parser.add_argument("--programs", required=True, help="folder of humdrumctl")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--launchers", action="store_true", help="kill launchers as well")
    parser.add_argument("--stops", action="store_true", help="stop and continue programs, launchers and commands as well")
    parser.add_argument("--locked", action="store_true", help="with a database that is locked now and then")
    parser.add_argument("--full", action="store_true", help="with a database on a disk that is full now and then")
    parser.add_argument("--window", action="store_true", help="kill windows instead of humdrumctl")
    parser.add_argument("--keep", action="store_true", help="leave the folder where it is")
    options = parser.parse_args()
    if options.full and "HUMDRUM_CRASH_DISK" not in os.environ: # a small disk of its own, in a namespace of its own
        os.environ["HUMDRUM_CRASH_DISK"] = tempfile.mkdtemp(prefix="humdrum-crash-disk-")
        os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-B", *sys.argv])
    folder = tempfile.mkdtemp(prefix="humdrum-crash-")
    print(f"seed {options.seed}, in {folder}", flush=True)
    disk = None
    if options.full:
        disk = os.environ["HUMDRUM_CRASH_DISK"]
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "humdrum", disk], check=True)
    world = World(folder, options.programs, disk)
    world.create()
    (world.folder / "pace").write_text("0.03")
    killer = Killer(world, options)
    killer.measure()
    errors = []

    def guarded(service, seed):
        try:
            killer.work(service, options.promotions // len(SERVICES), seed)
        except subprocess.TimeoutExpired as e:
            errors.append(f"{service}: {e}: {(e.stdout or b'').decode()}")
        except BaseException as e:  # pylint: disable=broad-except
            errors.append(f"{service}: {e!r}")

    threads = [threading.Thread(target=guarded, args=(s, options.seed + i)) for i, s in enumerate(SERVICES)]
    troubles = [kind(world, options.seed) for kind, wanted in ((FullDisk, options.full), (Backup, options.locked)) if wanted]
    begun = time.monotonic()
    for thread in threads + troubles:
        thread.start()
    for thread in threads:
        thread.join()
    for trouble in troubles:
        trouble.stop()
        killer.counts[trouble.what] = trouble.times
    problems = errors + world.problems()
    states = dict(world.rows("SELECT state, count(*) FROM promotion GROUP BY state"))
    events = dict(world.rows("SELECT action, count(*) FROM audit_event WHERE action IN ('promotion.taken-over', "
                             "'promotion.step-begun-again') GROUP BY action"))
    print(f"{world.finished()} promotions in {time.monotonic() - begun:.1f} s (one alone: {killer.usual:.2f} s), {states}, "
          f"{dict(killer.counts)}, {events}")
    for problem in problems:
        print(f"FAIL: {problem}")
    if disk and (problems or options.keep): # it is gone with this program
        subprocess.run(["cp", "-a", disk, folder], check=True)
    if not problems and not options.keep:
        subprocess.run(["rm", "-rf", folder], check=True)
        if disk:
            subprocess.run(["umount", "--lazy", disk], check=True)
            os.rmdir(disk)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
