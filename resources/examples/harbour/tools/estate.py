# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: CC0-1.0
"""What the tools of Harbour share: the estate in harbour.json, names that are checked, processes that are really ours."""
import contextlib
import fcntl
import json
import os
import pathlib
import re
import select
import signal
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(os.environ.get("HARBOUR_FOLDER") or pathlib.Path(__file__).resolve().parent.parent)
SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,127}")
HASH = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
BOOT = pathlib.Path("/proc/sys/kernel/random/boot_id")


class Refused(Exception):
    """Something cannot be done; the text says what."""


def checked(value, what):
    """The value, if it can be part of a path and of a command line."""
    if not SAFE.fullmatch(value or ""):
        raise Refused(f"{what} is missing or has characters it must not have: {value!r}")
    return value


def say(text):
    print(text, flush=True)


class Estate:
    def __init__(self, folder=HERE):
        self.folder = pathlib.Path(folder)
        told = json.loads((self.folder / "harbour.json").read_text())
        self.port_base = int(told["portBase"])
        self.keep = int(told["keep"])
        self.payload = int(told["payload"])
        self.services = told["services"]
        self.environments = told["environments"]
        self.pools = told["pools"]

    def environment(self, key):
        if key not in self.environments:
            raise Refused(f"Harbour has no environment {key!r}")
        return key

    def service(self, key):
        if key not in self.services:
            raise Refused(f"Harbour has no service {key!r}")
        return key

    def place(self, environment, service):
        return Place(self, self.environment(environment), self.service(service))

    def places(self, environment=None):
        for name in self.environments:
            for service in self.services:
                if environment in (None, name):
                    yield self.place(name, service)

    def pool(self, environment):
        return Pool(self, self.environments[environment]["pool"])

    def fault(self, environment, name, service, version):
        """Whether a fault is switched on here. The file may name services or versions that it is meant for."""
        path = self.folder / "envs" / environment / "faults" / name
        try:
            meant = path.read_text().split()
        except FileNotFoundError:
            return False
        return not meant or service in meant or version in meant


class Pool:
    """Disk and addresses that environments share."""

    def __init__(self, estate, key):
        self.key = key
        self.folder = estate.folder / "pools" / key
        told = estate.pools[key]
        self.capacity = int(told["disk"])
        self.addresses = int(told["addresses"])
        self.network = told["network"]

    @contextlib.contextmanager
    def locked(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def used(self):
        total = 0
        for folder, _, files in os.walk(self.folder / "disk"):
            for name in files:
                with contextlib.suppress(FileNotFoundError):
                    total += os.lstat(os.path.join(folder, name)).st_size
        return total

    def leases(self):
        folder = self.folder / "leases"
        folder.mkdir(parents=True, exist_ok=True)
        return {path.name: path.read_text().strip() for path in folder.iterdir() if path.is_file()}

    def lease(self, name):
        """Takes an address for `name`, or the one it has."""
        with self.locked():
            leases = self.leases()
            if name in leases:
                return leases[name]
            taken = set(leases.values())
            free = [a for a in (f"{self.network}{n}" for n in range(10, 10 + self.addresses)) if a not in taken]
            if len(leases) >= self.addresses or not free:
                raise Refused(f"No free address in pool {self.key} ({len(leases)} of {self.addresses} leased)")
            (self.folder / "leases" / name).write_text(free[0] + "\n")
            return free[0]

    def rename_lease(self, old, new):
        with self.locked(), contextlib.suppress(FileNotFoundError):
            os.replace(self.folder / "leases" / old, self.folder / "leases" / new)

    def release_lease(self, name):
        with self.locked(), contextlib.suppress(FileNotFoundError):
            (self.folder / "leases" / name).unlink()

    def write(self, path, size, text):
        """Puts data of a release into the pool, if it has room for it."""
        with self.locked():
            used = self.used()
            if used + size > self.capacity:
                raise Refused(f"No space left on device: pool {self.key} is full "
                              f"({used / 1048576:.1f} of {self.capacity / 1048576:.1f} MiB)")
            target = self.folder / "disk" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            line = (text + "\n").encode()
            target.write_bytes((line * (size // len(line) + 1))[:size])


class Place:
    """One service in one environment."""

    def __init__(self, estate, environment, service):
        self.estate = estate
        self.environment = environment
        self.service = service
        self.folder = estate.folder / "envs" / environment / service
        self.releases = self.folder / "releases"
        self.current = self.folder / "current"
        self.log = self.folder / "service.log"
        self.record = self.folder / "process.json"
        index = list(estate.environments).index(environment) * len(estate.services) + estate.services.index(service)
        self.port = estate.port_base + index
        self.url = f"http://127.0.0.1:{self.port}"
        self.name = f"{environment}-{service}"

    @contextlib.contextmanager
    def locked(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "a", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"{self.name} is being deployed already") from None
            yield

    def version(self):
        """What the link says, or None."""
        try:
            return os.path.basename(os.readlink(self.current))
        except FileNotFoundError:
            return None

    def switch(self, version):
        """Points the link to a release, at once."""
        new = self.folder / ".current.new"
        with contextlib.suppress(FileNotFoundError):
            new.unlink()
        os.symlink(f"releases/{version}", new)
        os.replace(new, self.current)

    def health(self, timeout=1.0):
        """What the service says of itself, or None."""
        try:
            with urllib.request.urlopen(self.url + "/health", timeout=timeout) as answer:
                told = json.loads(answer.read(65536))
        except (OSError, ValueError):
            return None
        return told if isinstance(told, dict) and told.get("service") == self.service else None

    def process(self):
        """The running process as a pidfd and its id, if it is really the one that was started here."""
        try:
            told = json.loads(self.record.read_text())
            pid = int(told["pid"])
            handle = os.pidfd_open(pid)
        except (FileNotFoundError, ProcessLookupError, ValueError, KeyError, OSError):
            return None
        # The handle is held first: what is read now belongs to the process that would get the signal.
        if told.get("boot") == BOOT.read_text().strip() and told.get("start") == start_time(pid) and self.is_ours(pid):
            return handle, pid
        os.close(handle)
        return None

    def is_ours(self, pid):
        try:
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return self.service.encode() in words and str(self.port).encode() in words

    def stop(self):
        """Ends the service; True if it ran."""
        found = self.process()
        if not found:
            return False
        handle, pid = found
        try:
            for sign, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, sign)
                if select.select([handle], [], [], seconds)[0]:
                    with contextlib.suppress(ChildProcessError):
                        os.waitpid(pid, os.WNOHANG)
                    with contextlib.suppress(FileNotFoundError):
                        self.record.unlink()
                    return True
        finally:
            os.close(handle)
        raise Refused(f"{self.name} (process {pid}) does not end")


def start_time(pid):
    """When a process started, in clock ticks since the boot; None when it is gone or ended."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return None if fields[0] in "ZX" else int(fields[19])


def wait_until(condition, seconds, pause=0.02):
    """Asks until the answer is true or the time is over; answers what it was told last."""
    deadline = time.monotonic() + seconds
    while True:
        told = condition()
        if told or time.monotonic() >= deadline:
            return told
        time.sleep(pause)


def main(run):
    """Runs `run`; what is refused is said on standard error, exit code 1."""
    try:
        sys.exit(run(sys.argv[1:]) or 0)
    except Refused as error:
        print(f"{pathlib.Path(sys.argv[0]).name}: {error}", file=sys.stderr, flush=True)
        sys.exit(1)
