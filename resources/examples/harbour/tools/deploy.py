# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: CC0-1.0
"""Deploys the services of Harbour to the environments on this machine.

    python3 tools/deploy.py deploy      HUMDRUM_ENVIRONMENT, _SERVICE, _VERSION, _COMMIT
    python3 tools/deploy.py rollback    the same; the version is the one to go back to
    python3 tools/deploy.py observe     HUMDRUM_ENVIRONMENT, _SERVICE: prints the version that runs
    python3 tools/deploy.py cleanup     HUMDRUM_ENVIRONMENT, _SERVICE: removes what a deployment left half done
    python3 tools/deploy.py status [ENVIRONMENT]
    python3 tools/deploy.py stop ENVIRONMENT [SERVICE]
    python3 tools/deploy.py stop-all

Exit code 0: done. 1: it could not be done. 2: wrong use.
"""
import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile

from estate import BOOT, HASH, Estate, Refused, checked, main, say, start_time, wait_until

HEALTHY_WITHIN = 20  # seconds


def asked():
    """The place and the build that the variables of Humdrum name."""
    estate = Estate()
    place = estate.place(os.environ.get("HUMDRUM_ENVIRONMENT", ""), os.environ.get("HUMDRUM_SERVICE", ""))
    version = checked(os.environ.get("HUMDRUM_VERSION", ""), "HUMDRUM_VERSION")
    commit = os.environ.get("HUMDRUM_COMMIT", "")
    if not HASH.fullmatch(commit):
        raise Refused(f"HUMDRUM_COMMIT is not a full hash: {commit!r}")
    return place, version, commit


def export(place, version, commit):
    """Puts the commit into releases/<version>, whole or not at all."""
    target = place.releases / version
    if target.is_dir():
        say(f"{version} is there already")
        return
    repository = os.environ.get("HUMDRUM_REPOSITORY") or str(place.estate.folder / "services" / place.service)
    packed = subprocess.run(["git", "-C", repository, "archive", "--format=tar", commit], stdin=subprocess.DEVNULL,
                            capture_output=True, check=False)
    if packed.returncode:
        raise Refused(f"{place.service} has no commit {commit}: {packed.stderr.decode(errors='replace').strip()}")
    part = place.releases / f".{version}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(part, filter="data")
        else:
            archive.extractall(part)
    os.replace(part, target)
    say(f"exported {commit[:12]} to {target.relative_to(place.estate.folder)}")


def start(place, version):
    """Starts the current release as a daemon and waits until it says that it is well."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUMDRUM_")}
    environment["HARBOUR_VERSION"] = version
    for other in place.estate.services:
        environment[f"HARBOUR_{other.upper()}"] = place.estate.place(place.environment, other).url
    release = place.releases / version
    with open(place.log, "ab") as log:
        process = subprocess.Popen([sys.executable, "-B", "-m", place.service, "--port", str(place.port)], cwd=release,
                                   env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   start_new_session=True)
    record = place.folder / ".process.json.new"
    record.write_text(f'{{"pid": {process.pid}, "start": {start_time(process.pid) or 0}, '
                      f'"boot": "{BOOT.read_text().strip()}", "port": {place.port}, "version": "{version}"}}\n')
    os.replace(record, place.record)

    def answers():
        return process.poll() is not None or (place.health() or {}).get("version") == version

    wait_until(answers, HEALTHY_WITHIN)
    if process.poll() is not None or (place.health() or {}).get("version") != version:
        said = place.log.read_bytes()[-2000:].decode(errors="replace").strip()
        place.stop()
        raise Refused(f"{place.service} {version} did not become healthy on port {place.port}\n{said}")
    say(f"{place.service} {version} answers on {place.url}/health (process {process.pid})")


def prune(place):
    """Keeps the newest releases and the one that runs."""
    found = sorted((p for p in place.releases.iterdir() if not p.name.startswith(".")),
                   key=lambda p: p.lstat().st_mtime_ns, reverse=True)
    current = place.version()
    kept = [p for p in found if p.name == current]
    kept += [p for p in found if p.name != current][:place.estate.keep - len(kept)]
    data = place.estate.pool(place.environment).folder / "disk" / place.environment / place.service
    for release in found:
        if release not in kept:
            shutil.rmtree(release)
            say(f"removed {release.name}")
    names = {p.name for p in kept}
    for path in data.iterdir() if data.is_dir() else ():
        if path.name.removesuffix(".data") not in names:
            path.unlink()


def install(place, version, commit):
    """Everything a deployment and a rollback have in common."""
    pool = place.estate.pool(place.environment)
    # The new one needs an address of its own until it has taken the place of the old one.
    address = pool.lease(f"{place.name}.next")
    say(f"address {address} from pool {pool.key}")
    data = f"{place.environment}/{place.service}/{version}.data"
    if not (pool.folder / "disk" / data).is_file():
        pool.write(data, place.estate.payload, f"{place.service} {version}")
    export(place, version, commit)
    os.utime(place.releases / version)
    before = place.version()
    place.stop()
    place.switch(version)
    say(f"current: {before} -> {version}")
    start(place, version)
    pool.rename_lease(f"{place.name}.next", place.name)
    prune(place)


def deploy(_arguments):
    place, version, commit = asked()
    say(f"deploying {place.service} {version} to {place.environment}")
    with place.locked():
        if place.estate.fault(place.environment, "deploy-hangs", place.service, version):
            hang()
        if place.estate.fault(place.environment, "deploy-fails", place.service, version):
            export(place, version, commit)
            raise Refused("the fault deploy-fails is switched on here")
        install(place, version, commit)


def hang():
    """For tests: a grandchild that ignores SIGTERM, holds our output open and never ends."""
    grandchild = ("import os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
                  "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                  "print('the fault deploy-hangs is switched on here: process', os.getpid(), 'hangs', flush=True)\n"
                  "while True:\n    signal.pause()\n")
    child = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {grandchild!r}])\n"
    subprocess.run([sys.executable, "-c", child], stdin=subprocess.DEVNULL, check=False)
    while True:
        signal.pause()


def rollback(_arguments):
    place, version, commit = asked()
    say(f"going back to {place.service} {version} in {place.environment}")
    with place.locked():
        install(place, version, commit)


def observe(_arguments):
    """The first line is the version that runs. When nothing runs, it is that of the current link, and standard error
    says "stopped"."""
    estate = Estate()
    place = estate.place(os.environ.get("HUMDRUM_ENVIRONMENT", ""), os.environ.get("HUMDRUM_SERVICE", ""))
    told = place.health(5.0)
    if told:
        say(told.get("version", ""))
        return
    if place.process():
        raise Refused(f"{place.name} runs but does not answer on {place.url}/health")
    version = place.version()
    if not version:
        raise Refused(f"nothing is deployed in {place.name}")
    say(version)
    print("stopped: read from the current link", file=sys.stderr, flush=True)


def cleanup(_arguments):
    estate = Estate()
    place = estate.place(os.environ.get("HUMDRUM_ENVIRONMENT", ""), os.environ.get("HUMDRUM_SERVICE", ""))
    with place.locked():
        for part in place.releases.glob(".*.part"):
            shutil.rmtree(part, ignore_errors=True)
        for path in (place.folder / ".current.new", place.folder / ".process.json.new"):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        pool = estate.pool(place.environment)
        pool.release_lease(f"{place.name}.next")
        if place.releases.is_dir():
            prune(place)
    say(f"cleaned up {place.name}")


def status(arguments):
    for place in Estate().places(*arguments[:1]):
        told = place.health(0.5)
        state = "runs" if told else "hangs" if place.process() else "stopped"
        say(f"{place.environment:18} {place.service:8} {place.version() or '-':16} {state:8} {place.url}")


def stop(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    estate = Estate()
    estate.environment(arguments[0])
    places = list(estate.places(arguments[0]))
    if len(arguments) == 2:
        places = [estate.place(*arguments)]
    for place in places:
        if place.stop():
            say(f"stopped {place.name}")
    return 0


def stop_all(_arguments):
    for place in Estate().places():
        if place.stop():
            say(f"stopped {place.name}")


def run(arguments):
    commands = {"deploy": deploy, "rollback": rollback, "observe": observe, "cleanup": cleanup, "status": status,
                "stop": stop, "stop-all": stop_all}
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[arguments[0]](arguments[1:])


if __name__ == "__main__":
    main(run)
