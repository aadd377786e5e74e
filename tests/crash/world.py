# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small product whose commands keep a ledger, and the checker that compares it with what Humdrum has recorded."""

import collections
import json
import os
import pathlib
import sqlite3
import subprocess

SERVICES = ("web", "api")
VERSIONS = ("1.0.0", "1.1.0")

STEP = """#!/bin/sh
# step KIND: a line in the ledger when it begins and one when it ends; deploying writes the version. Who needs it to fail or
# to hang says so in a file.
broken=$(cat broken 2>/dev/null)
echo "$HUMDRUM_RUN $1 begin" >> ledger
case $1 in
deploy)
    echo "deploying $HUMDRUM_VERSION"
    sleep "$(cat pace)"
    while [ -e hang ]; do sleep 0.02; done
    test "$broken" != deploy && test "$broken" != "deploy-$HUMDRUM_SERVICE" && printf '%s' "$HUMDRUM_VERSION" > "$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE"
    ;;
smoke) echo smoking; test "$broken" != "$HUMDRUM_VERSION" ;;
observe) cat "$HUMDRUM_ENVIRONMENT-$HUMDRUM_SERVICE" ;;
cleanup) echo cleaning up ;;
esac
code=$?
echo "$HUMDRUM_RUN $1 end" >> ledger
exit $code
"""

CONFIG = """humdrum: 1
product: {key: crash, name: Crash, zone: UTC}
services:
  web: {repository: web}
  api: {repository: api}
pipeline:
  service-stages:
    commit: {kind: commit, run: ["true"]}
environments:
  live:
    after: []
    deploy: {run: [./step, deploy], cleanup: [./step, cleanup]}
    smoke: {run: [./step, smoke]}
    rollback: {run: [./step, deploy]}
    observe: {run: [./step, observe]}
  bare:
    after: []
    automatic-rollback: false
    deploy: {run: [./step, deploy]}
    smoke: {run: [./step, smoke]}
roles:
  manager: {may: [promote, approve, override]}
people:
  nr: {name: Nora Reuter, roles: [manager]}
"""


class World:
    def __init__(self, folder, programs, disk=None):
        """`disk`: where the database and what belongs to it is, when not in the folder."""
        self.folder = pathlib.Path(folder).resolve()
        self.programs = pathlib.Path(programs).resolve()
        self.disk = pathlib.Path(disk or folder).resolve()
        self.database = self.disk / "humdrum.db"
        self.checked = 0  # promotions up to this one were found right
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("HUMDRUM_")}
        for name, value in (("HOME", "home"), ("XDG_DATA_HOME", "home"), ("XDG_CONFIG_HOME", "home"), ("XDG_CACHE_HOME", "home")):
            self.environment[name] = str(self.folder / value)
        self.environment |= {"QT_QPA_PLATFORM": "offscreen", "GIT_CONFIG_GLOBAL": "/dev/null", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    # What people do -------------------------------------------------------------------------------------------------

    def command(self, *arguments):
        return [str(self.programs / "humdrumctl"), *arguments, "--db", str(self.database), "--as", "nr"]

    def ctl(self, *arguments, faults=None):
        return subprocess.run(self.command(*arguments), env=self.environment | (faults or {}), cwd=self.folder, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)

    def start(self, *arguments, faults=None):
        return subprocess.Popen(self.command(*arguments), env=self.environment | (faults or {}), cwd=self.folder, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def window(self, faults=None):
        return subprocess.Popen([str(self.programs / "humdrum"), "--db", str(self.database), "--as", "nr"],
                                env=self.environment | (faults or {}), cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def create(self):
        (self.folder / "home").mkdir()
        (self.folder / "pace").write_text("0")
        step = self.folder / "step"
        step.write_text(STEP)
        step.chmod(0o755)
        (self.folder / "humdrum.yaml").write_text(CONFIG)
        for service in SERVICES:
            self.git(service, "init", "-q", "-b", "main", str(self.folder / service), within=False)
        self.must("init", "--config", "humdrum.yaml")
        for version in VERSIONS:
            for service in SERVICES:
                (self.folder / service / "VERSION").write_text(version + "\n")
                self.git(service, "add", "VERSION")
                self.git(service, "commit", "-q", "-m", f"feat: {version}")
                self.must("import", "git", service)
                self.must("stage", "run", service, "commit")
            self.must("release", "create", "--version-name", version)

    def git(self, service, *arguments, within=True):
        where = ["-C", str(self.folder / service)] if within else []
        subprocess.run(["git", *where, "-c", "user.name=nr", "-c", "user.email=nr@crash.example", *arguments],
                       env=self.environment, check=True)

    def must(self, *arguments):
        ran = self.ctl(*arguments)
        if ran.returncode != 0:
            raise SystemExit(f"humdrumctl {' '.join(arguments)}: {ran.stdout}{ran.stderr}")
        return ran.stdout

    def lift_holds(self, service):
        for (hold,) in self.rows("SELECT id FROM hold WHERE lifted_at = 0 AND service = ?", service):
            self.must("hold", "lift", str(hold), "--reason", "it goes on")

    # What is recorded -----------------------------------------------------------------------------------------------

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20) as db:
            return db.execute(sql, values).fetchall()

    def unfinished(self):
        return self.rows("SELECT id, service, state, message FROM promotion WHERE finished_at = 0")

    def finished(self):
        return self.rows("SELECT count(*) FROM promotion WHERE finished_at <> 0")[0][0]

    def recorded(self, service, environment="live"):
        """The version that runs, as it is recorded."""
        rows = self.rows("SELECT b.version FROM deployment d JOIN build b ON b.id = d.build WHERE d.service = ? "
                         "AND d.environment = ? AND d.outcome = 'running'", service, environment)
        return rows[0][0] if rows else None

    def ledger_lines(self):
        ledger = self.folder / "ledger"
        return ledger.read_text().splitlines() if ledger.exists() else []

    def launchers(self):
        """Pids of launchers that run now, by the identities they have left in their folders."""
        found = []
        for begun in self.disk.glob("runs/*/*/begun"):
            try:
                _, pid, started, _ = begun.read_text().strip().split("/")
                stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
            except (OSError, ValueError):
                continue
            if stat.rpartition(")")[2].split()[19] == started:
                found.append(int(pid))
        return found

    # The checker ----------------------------------------------------------------------------------------------------

    def problems(self):
        """Where the ledger, the environment and the records contradict each other; nothing must."""
        said = []
        unfinished = self.unfinished()
        if unfinished:
            said.append(f"unfinished: {unfinished}")
        begins, ends = collections.Counter(), collections.Counter()
        for line in self.ledger_lines():
            run, kind, what = line.split()
            (begins if what == "begin" else ends)[int(run.removeprefix("promotion-")), kind] += 1
        kinds = {"deploy": "deploy", "smoke": "smoke", "verify": "observe", "cleanup": "cleanup"}
        least, most, whole = collections.Counter(), collections.Counter(), collections.Counter()
        steps = self.rows("SELECT promotion, kind, state, exit_code, process, message FROM promotion_step")
        for promotion, kind, state, code, process, message in steps:
            if kind not in kinds or state == "skipped":
                continue
            key = promotion, kinds[kind]
            known = code is not None
            least[key] += known
            whole[key] += known
            # A step that never came to run has no process; of one that was lost nobody knows how far it came.
            most[key] += known or process != "" or "erify" in message
            if state in ("pending", "running"):
                said.append(f"promotion {promotion}: {kind} is {state}")
        for key in sorted(begins.keys() | most.keys()):
            if not least[key] <= begins[key] <= most[key]:
                said.append(f"promotion {key[0]}: {key[1]} ran {begins[key]} times, recorded {least[key]} to {most[key]}")
            if ends[key] < whole[key] or ends[key] > begins[key]:
                said.append(f"promotion {key[0]}: {key[1]} ended {ends[key]} times, recorded {whole[key]}")
        said += self.wrong_states() + self.wrong_environment() + self.undecided()
        verified = self.ctl("audit", "verify", "--json")
        if verified.returncode != 0 or not json.loads(verified.stdout)["intact"]:
            said.append(f"audit: {verified.stdout}{verified.stderr}")
        return said

    def wrong_states(self):
        said = []
        # A finished state never changes, the file itself sees to that.
        fresh = self.rows("SELECT id, state, message FROM promotion WHERE id > ?", self.checked)
        for promotion, state, message in fresh:
            steps = self.rows("SELECT kind, state, exit_code FROM promotion_step WHERE promotion = ? "
                              "ORDER BY position, attempt, kind", promotion)
            passed = {kind for kind, s, _ in steps if s in ("passed", "skipped")}
            # Also of one that was being cancelled: what was done is done.
            deployed = any(kind == "deploy" and code == 0 for kind, _, code in steps)
            whole = {"pre-flight", "deploy", "smoke", "verify", "record"} <= passed
            if (state == "succeeded") != whole:
                said.append(f"promotion {promotion} is {state} ({message}) with {steps}")
            deployments = self.rows("SELECT count(*) FROM deployment WHERE promotion = ?", promotion)[0][0]
            if deployments != deployed:
                said.append(f"promotion {promotion} has {deployments} deployments with {steps}")
            events = [a for (a,) in self.rows("SELECT action FROM audit_event WHERE subject = ? AND action NOT LIKE 'decision.%' "
                                              "ORDER BY id", f"promotion:{promotion}")]
            if events[-1:] != [f"promotion.{state}"] or events.count(f"promotion.{state}") != 1:
                said.append(f"promotion {promotion} is {state}, its audit says {events}")
        if fresh and not said:
            self.checked = fresh[-1][0]
        return said

    def undecided(self):
        """What was begun behind one that did not succeed before anybody had decided, and decisions that did not come whole."""
        said = []
        turn = "coalesce({0}.turn, {0}.position)"
        begun = self.rows(f"SELECT p.id, b.id, b.state FROM promotion p JOIN promotion b ON b.group_id = p.group_id "
                          f"AND {turn.format('b')} < {turn.format('p')} LEFT JOIN promotion_decision d ON d.promotion = b.id "
                          "AND d.choice <> 'rollback' AND d.decided_at <= p.started_at WHERE p.started_at <> 0 "
                          "AND b.state NOT IN ('succeeded', 'aborted') AND d.id IS NULL")
        said += [f"promotion {p} was begun behind {b} ({state}), which nobody had decided on" for p, b, state in begun]
        for promotion, choice, group in self.rows("SELECT promotion, choice, rollback_group FROM promotion_decision"):
            said_so = self.rows("SELECT count(*) FROM audit_event WHERE subject = ? AND action = ?", f"promotion:{promotion}",
                                f"decision.{choice}")[0][0]
            retries = self.rows("SELECT count(*) FROM promotion WHERE retries = ?", promotion)[0][0]
            back = self.rows("SELECT count(*) FROM promotion WHERE group_id = ?", group)[0][0]
            if said_so != 1 or retries != (choice == "retry") or (back > 0) != (choice == "rollback"):
                said.append(f"promotion {promotion}: {choice} with {said_so} events, {retries} attempts, {back} rollbacks")
        return said

    def wrong_environment(self):
        said = []
        for service in SERVICES:
            last = self.rows("SELECT state, message FROM promotion WHERE service = ? "
                             "AND environment = 'live' ORDER BY id DESC LIMIT 1", service)
            there = self.folder / f"live-{service}"
            runs = there.read_text() if there.exists() else None
            if last and last[0][0] == "succeeded" and self.recorded(service) != runs:
                said.append(f"{service}: {runs} runs, {self.recorded(service)} is recorded")
        return said
