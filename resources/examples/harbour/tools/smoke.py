# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: CC0-1.0
"""The smoke test: does what was just deployed answer, is it the right version, does it do its one thing?

Reads HUMDRUM_ENVIRONMENT, HUMDRUM_SERVICE (empty: all) and HUMDRUM_VERSION (empty: whatever the link says). Runs what the
deployed release has in smoke/checks.jsonl, and writes envs/<environment>/smoke/<service>.xml.
Exit code 0: all passed. 1: a check failed or nothing could be asked.
"""
import json
import os
import time
import urllib.error
import urllib.request

from estate import Estate, main
from junit import Report, Skip, holds, same


def ask(place, method, path, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(place.url + path, data=data, method=method,
                                     headers={"X-Client": "smoke", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(1 << 20).decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(1 << 20).decode()


def bills_an_order(place):
    order = {"id": f"smoke-{time.time_ns()}", "client": "smoke", "lines": [{"quantity": 2, "price": "10.00"}]}
    status, text = ask(place, "POST", "/invoices", order)
    same((status, json.loads(text).get("total")), (200, "23.80"))


def books_and_states(place):
    client = f"smoke-{time.time_ns()}"
    status, _ = ask(place, "POST", "/postings", {"kind": "payment", "amount": "5.00", "client": client})
    same(status, 200)
    status, text = ask(place, "GET", f"/statements/{client}")
    same(status, 200)
    holds(text, "5.00")


def forwards(place):
    if not place.estate.place(place.environment, "ledger").health():
        raise Skip("the ledger of this environment does not run")
    status, text = ask(place, "GET", "/ledger/health")
    same(status, 200)
    holds(text, '"ledger"')


ONE_THING = {"billing": bills_an_order, "ledger": books_and_states, "gateway": forwards}


def smoke(place, version):
    report = Report(f"smoke.{place.environment}.{place.service}")
    told = {}

    def answers():
        told.update(place.health(10.0) or {})
        same(told.get("service"), place.service)

    report.check("answers", answers)
    report.check("runs the version", lambda: same(told.get("version"), version))
    report.check(ONE_THING[place.service].__name__.replace("_", " "), lambda: ONE_THING[place.service](place))
    checks = place.current / "smoke" / "checks.jsonl"
    for line in checks.read_text().splitlines() if checks.is_file() else ():
        check = json.loads(line)

        def one(wanted=check):
            status, text = ask(place, wanted["method"], wanted["path"])
            same(status, wanted["status"])
            holds(text, wanted["contains"])

        report.check(check["name"], one)
    if place.estate.fault(place.environment, "smoke-fails", place.service, version):
        report.check("fault", lambda: same("the fault smoke-fails is switched on here", ""))
    report.write(place.estate.folder / "envs" / place.environment / "smoke" / f"{place.service}.xml")
    return report.passed


def run(_arguments):
    estate = Estate()
    environment = estate.environment(os.environ.get("HUMDRUM_ENVIRONMENT", ""))
    # Results of another run must not be taken for those of this one.
    for old in (estate.folder / "envs" / environment / "smoke").glob("*.xml"):
        old.unlink(missing_ok=True)
    only = os.environ.get("HUMDRUM_SERVICE", "")
    places = [estate.place(environment, only)] if only else list(estate.places(environment))
    passed = [smoke(place, (os.environ.get("HUMDRUM_VERSION") if only else None) or place.version()) for place in places]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    main(run)
