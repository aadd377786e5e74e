# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: CC0-1.0
"""Tests all services together: starts one build of each on free ports and sends an order through.

HUMDRUM_MANIFEST says which builds: {"billing": {"version": "4.18.2", "commit": "..."}, ...}. A service it does not name is
taken at its newest tag. Writes build/integration/integration.xml. Exit code 0: all passed. 1: not.
"""
import contextlib
import io
import json
import os
import select
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request

from estate import HASH, Estate, Refused, main, say
from junit import Report, holds, same


def git(estate, service, *arguments):
    done = subprocess.run(["git", "-C", str(estate.folder / "services" / service), *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    if done.returncode:
        raise Refused(f"git {arguments[0]} failed for {service}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def builds(estate):
    try:
        told = json.loads(os.environ.get("HUMDRUM_MANIFEST") or "{}")
    except ValueError:
        raise Refused("HUMDRUM_MANIFEST is not JSON") from None
    for service in estate.services:
        build = told.get(service)
        if not build:
            version = git(estate, service, "describe", "--tags", "--abbrev=0", "main").decode().strip()
            build = {"version": version.removeprefix("v"), "commit": git(estate, service, "rev-parse", version + "^{commit}").decode().strip()}
        if not HASH.fullmatch(build["commit"]):
            raise Refused(f"not a full hash: {build['commit']!r}")
        yield service, build["version"], build["commit"]


class System:
    """All services in processes of their own."""

    def __init__(self, estate, folder):
        self.estate = estate
        self.folder = folder
        self.urls = {}
        self.processes = []

    def start(self, service, version, commit):
        target = os.path.join(self.folder, service)
        packed = git(self.estate, service, "archive", "--format=tar", commit)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            if hasattr(tarfile, "data_filter"):
                archive.extractall(target, filter="data")
            else:
                archive.extractall(target)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HUMDRUM_")}
        environment["HARBOUR_VERSION"] = version
        environment.update({f"HARBOUR_{other.upper()}": url for other, url in self.urls.items()})
        process = subprocess.Popen([sys.executable, "-B", "-m", service, "--port", "0"], cwd=target, env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.processes.append(process)
        if not select.select([process.stdout], [], [], 20)[0]:
            raise Refused(f"{service} {version} did not start within 20 s")
        line = process.stdout.readline()
        if "listening on" not in line:
            raise Refused(f"{service} {version} ended at once")
        self.urls[service] = "http://" + line.rpartition(" ")[2].strip()
        say(line.strip())

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()

    def ask(self, service, method, path, body=None, client="integration"):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.urls[service] + path, data=data, method=method,
                                         headers={"X-Client": client, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read(1 << 20).decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(1 << 20).decode()


def scenarios(system, report):
    order = {"id": f"order-{time.time_ns()}", "client": "aurora", "lines": [{"quantity": 1, "price": "100.00"}]}
    invoice = {}

    def order_becomes_invoice():
        status, text = system.ask("gateway", "POST", "/billing/invoices", order)
        same(status, 200)
        invoice.update(json.loads(text))
        same(invoice.get("total"), "119.00")

    def invoice_becomes_posting():
        posting = {"kind": "payment", "amount": invoice["total"], "client": "aurora", "text": f"Invoice {invoice['number']}"}
        status, text = system.ask("gateway", "POST", "/ledger/postings", posting)
        same((status, json.loads(text).get("amount")), (200, "119.00"))

    def statement_shows_posting():
        status, text = system.ask("gateway", "GET", "/ledger/statements/aurora")
        same(status, 200)
        holds(text, "119.00")

    def order_sent_again():
        _, text = system.ask("gateway", "POST", "/billing/invoices", order)
        same(json.loads(text).get("number"), invoice["number"])

    def limit_is_per_client():
        found = {system.ask("gateway", "GET", "/ledger/accounts", client="greedy")[0] for _ in range(250)}
        same(found, {200, 429})
        same(system.ask("gateway", "GET", "/ledger/health", client="modest")[0], 200)

    def unknown_route():
        same(system.ask("gateway", "GET", "/elsewhere")[0], 404)

    for service in system.urls:
        report.check(f"health of {service}", lambda s=service: holds(system.ask(s, "GET", "/health")[1], f'"{s}"'))
    for scenario in (order_becomes_invoice, invoice_becomes_posting, statement_shows_posting, order_sent_again,
                     limit_is_per_client, unknown_route):
        report.check(scenario.__name__.replace("_", " "), scenario)


def run(_arguments):
    estate = Estate()
    report = Report("integration")
    folder = tempfile.mkdtemp(prefix="harbour-integration-")
    system = System(estate, folder)
    try:
        # The gateway comes last, since it has to know where the others are.
        for service, version, commit in sorted(builds(estate), key=lambda build: build[0] == "gateway"):
            report.check(f"{service} {version} starts", lambda b=(service, version, commit): system.start(*b))
        scenarios(system, report)
    finally:
        system.stop()
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        report.write(estate.folder / "build" / "integration" / "integration.xml")
    return 0 if report.passed else 1


if __name__ == "__main__":
    main(run)
