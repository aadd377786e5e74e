// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productfile.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

/// Each case is a change to this text; the cursor `§` in what is put in marks where the error must point.
const QString good = uR"(humdrum: 1
product:
  key: p
  name: Product
  zone: Europe/Berlin
services:
  web:
    repository: web
    depends-on: [api]
  api: {repository: api}
pipeline:
  service-stages:
    commit: {kind: commit, run: [make], junit: ["*.xml"]}
    test: {needs: [commit], run: [make, test]}
  stages:
    join: {kind: join, run: [join]}
environments:
  dev:
    after: [join]
    pool: build
    deploy: {run: [deploy]}
    smoke: {run: [smoke]}
    rollback: {run: [back]}
    demand: {disk: 2 MiB}
  live:
    after: [dev]
    deploy: {run: [deploy], timeout: 2m}
    smoke: {run: [smoke]}
    rollback: {run: [back]}
pools:
  build:
    resources:
      disk: {measure: directory, path: disk, capacity: 1 GiB, reserve: 1 MiB}
calendar:
  trains:
    since: 2026-04-27
    recurrence: FREQ=WEEKLY;BYDAY=TU
    departs: "10:00"
    cut-off: 89h
    rotation: [ann, bob]
  rules:
    freeze:
      kind: freeze
      start: 2026-12-21T00:00
      length: 14d
      recurrence: FREQ=YEARLY
      environments: [live]
roles:
  deployer: {may: [promote], sign-offs: 1}
  lead: {may: [approve]}
people:
  ann: {name: Ann Lee, email: ann@p.example, roles: [deployer]}
  bob: {name: Bob Ray, email: bob@p.example, roles: [deployer], away: [{from: 2026-05-01, to: 2026-05-02}]}
)"_s;

} // namespace

class TestProductFileErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTextItselfIsGood();
    void pointsAtTheMistake_data();
    void pointsAtTheMistake();
    void refusesBytesItMustNotRead_data();
    void refusesBytesItMustNotRead();
    void refusesWhatWouldCostTooMuch_data();
    void refusesWhatWouldCostTooMuch();
    void survivesEveryTruncation();
    void survivesEveryChangedByte();
};

void TestProductFileErrors::theTextItselfIsGood()
{
    const auto product = parseProduct(good.toUtf8(), u"humdrum.yaml"_s);
    QVERIFY2(product, product ? "" : qPrintable(product.error().toString()));
}

void TestProductFileErrors::pointsAtTheMistake_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("with");
    QTest::addColumn<QString>("message"); // a part of it
    QTest::addColumn<QString>("hint");    // a part of it

    const auto row = [](const char *name, const QString &what, const QString &with, const QString &message,
                        const QString &hint) { QTest::newRow(name) << what << with << message << hint; };
    // the file as such
    row("no version", u"humdrum: 1\n"_s, u"§"_s, u"“humdrum” is missing"_s, u"humdrum: 1"_s);
    row("a newer version", u"humdrum: 1"_s, u"humdrum: §2"_s, u"version 2"_s, u"newer Humdrum"_s);
    row("a version that is none", u"humdrum: 1"_s, u"humdrum: §one"_s, u"whole number"_s, u"number"_s);
    row("version 0", u"humdrum: 1"_s, u"humdrum: §0"_s, u"whole number"_s, u"number"_s);
    row("not a map", good, u"§- a\n- b\n"_s, u"a list"_s, u"humdrum, product"_s);
    row("only a word", good, u"§harbour"_s, u"“harbour”"_s, u"humdrum, product"_s);
    row("empty", good, u"§"_s, u"empty"_s, u"humdrum-yaml.md"_s);
    row("only comments", good, u"§# nothing\n"_s, u"empty"_s, u"humdrum-yaml.md"_s);
    row("a second document", u"people:\n"_s, u"people:\n---\n§a: 1\n---\n"_s, u"second document"_s, u"one document"_s);
    row("an unknown tag", u"name: Product"_s, u"name: §!secret x"_s, u"tag"_s, u"out"_s);
    row("a bracket that is not closed", u"rotation: [ann, bob]\n"_s, u"rotation: [ann, bob\n"_s, u"not valid YAML"_s,
        u"brackets"_s);
    row("a key that is a list", u"  name: Product"_s, u"  ? §[a]\n  : b"_s, u"plain word"_s, u"key: value"_s);
    row("an alias without an anchor", u"name: Product"_s, u"name: §*nothing"_s, u"not valid YAML"_s, u""_s);
    row("an alias to itself", u"services:\n"_s, u"services: &s\n  bad: §*s\n"_s, u"alias"_s, u"Write the part out"_s);
    row("a merge of no map", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {§<<: [a], run: [deploy]}"_s,
        u"merges maps"_s, u"anchor"_s);
    // keys
    row("an unknown key at the top", u"calendar:\n"_s, u"§calender:\n"_s, u"“calender” is not known"_s,
        u"“calendar”"_s);
    row("an unknown key", u"repository: web"_s, u"§repositry: web"_s, u"“repositry” is not known"_s, u"“repository”"_s);
    row("an underscore for a hyphen", u"depends-on:"_s, u"§depends_on:"_s, u"“depends_on” is not known"_s,
        u"“depends-on”"_s);
    row("two letters swapped", u"timeout: 2m"_s, u"§tiemout: 2m"_s, u"“tiemout”"_s, u"“timeout”"_s);
    row("an unknown key like no other", u"timeout: 2m"_s, u"§zzzzzzzz: 2m"_s, u"“zzzzzzzz”"_s,
        u"Known here: run, shell"_s);
    row("the same key twice", u"  zone: Europe/Berlin"_s, u"  zone: Europe/Berlin\n  §zone: UTC"_s,
        u"twice, first in line 5"_s, u"Keep one"_s);
    row("the same service twice", u"  api: {"_s, u"  api: {repository: a}\n  §api: {"_s, u"twice, first in line 10"_s,
        u"Keep one"_s);
    row("a capital in a key", u"  api: {repository: api}"_s, u"  api: {repository: api}\n  §Mail: {repository: m}"_s,
        u"“Mail” cannot be a key"_s, u"lower-case"_s);
    row("a slash in a key", u"  live:\n"_s, u"  §live/eu:\n"_s, u"“live/eu” cannot be a key"_s, u"lower-case"_s);
    row("a hyphen first", u"  live:\n"_s, u"  §-live:\n"_s, u"cannot be a key"_s, u"beginning with"_s);
    row("a bad product key", u"key: p"_s, u"key: §The Product"_s, u"cannot be a key"_s, u"lower-case"_s);
    // what must be there
    row("no product", u"product:\n  key: p\n  name: Product\n  zone: Europe/Berlin\n"_s, u""_s,
        u"“product” is missing"_s, u"key, name and zone"_s);
    row("no zone", u"  zone: Europe/Berlin\n"_s, u""_s, u"“zone” is missing"_s, u"Europe/Berlin"_s);
    row("services with nothing below",
        u"services:\n  web:\n    repository: web\n    depends-on: [api]\n  api: {repository: api}\n"_s,
        u"§services:\n"_s, u"“services” is missing"_s, u"at least one service"_s);
    row("no repository", u"api: {repository: api}"_s, u"§api:"_s, u"“repository” is missing"_s, u"git repository"_s);
    row("no smoke test", u"    pool: build\n    deploy: {run: [deploy]}\n    smoke: {run: [smoke]}\n"_s,
        u"    pool: build\n    deploy: {run: [deploy]}\n"_s, u"“smoke” is missing"_s, u"smoke-tested"_s);
    row("no rollback", u"    rollback: {run: [back]}\n    demand"_s, u"    demand"_s, u"“rollback” is missing"_s,
        u"automatic-rollback: false"_s);
    row("no stages",
        u"pipeline:\n  service-stages:\n    commit: {kind: commit, run: [make], junit: [\"*.xml\"]}\n    test: {needs: [commit], run: [make, test]}\n  stages:\n    join: {kind: join, run: [join]}\n"_s,
        u"§pipeline:\n"_s, u"“pipeline” is missing"_s, u"at least one stage"_s);
    row("no capacity", u"capacity: 1 GiB, "_s, u""_s, u"“capacity” is missing"_s, u"file system"_s);
    row("no first day of trains", u"    since: 2026-04-27\n"_s, u""_s, u"“since” is missing"_s, u"2026-04-27"_s);
    row("no length", u"      length: 14d\n"_s, u""_s, u"“length” is missing"_s, u"14d"_s);
    row("half an absence", u"{from: 2026-05-01, to: 2026-05-02}"_s, u"§{from: 2026-05-01}"_s, u"“to” is missing"_s,
        u"both days"_s);
    // types
    row("a list for a text", u"name: Product"_s, u"name: §[Product]"_s, u"“name” is a list, but a text"_s,
        u"Write a text"_s);
    row("nothing for a text", u"  name: Product"_s, u"  §name:"_s, u"“name” is nothing"_s, u"take the key out"_s);
    row("an empty text", u"name: Product"_s, u"name: §\"\""_s, u"“name” is empty"_s, u"take the key out"_s);
    row("a text for a list", u"depends-on: [api]"_s, u"depends-on: §api"_s, u"but a list"_s, u"brackets"_s);
    row("a map in a list", u"[make, test]"_s, u"[make, §{a: b}]"_s, u"a map of keys, but a text"_s, u"quotes"_s);
    row("nothing in a list", u"[make, test]"_s, u"[make, §~]"_s, u"nothing, but a text"_s, u"quotes"_s);
    row("a text for a map", u"api: {repository: api}"_s, u"api: §services/api"_s, u"but a map of keys"_s,
        u"repository"_s);
    row("a list for a map of things",
        u"services:\n  web:\n    repository: web\n    depends-on: [api]\n  api: {repository: api}\n"_s,
        u"services: §[web]\n"_s, u"but a map of keys"_s, u"lines below"_s);
    row("yes for true", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: [deploy], idempotent: §yes}"_s,
        u"neither true nor false"_s, u"Write true or false"_s);
    row("a quoted true", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: [deploy], idempotent: §\"true\"}"_s,
        u"neither true nor false"_s, u"without quotes"_s);
    row("a bare no as a name", u"name: Product"_s, u"name: §no"_s, u"true or false"_s, u"quotes"_s);
    row("a bare On as a client", u"    after: [dev]\n"_s, u"    after: [dev]\n    client: §On\n"_s, u"true or false"_s,
        u"quotes"_s);
    row("a number with a unit", u"timeout: 2m"_s, u"retries: §3x"_s, u"whole number from 0 to 20"_s, u"number"_s);
    row("too many retries", u"timeout: 2m"_s, u"retries: §21"_s, u"whole number from 0 to 20"_s, u"number"_s);
    row("a text behind umlauts", u"name: Ann Lee, email: ann@p.example"_s, u"name: Änne Groß 🚂, email: §ann"_s,
        u"no e-mail address"_s, u"commits"_s);
    // sizes, durations, days, zones, recurrences
    row("a size with a wrong unit", u"capacity: 1 GiB"_s, u"capacity: §1 Gig"_s, u"no size"_s, u"256 MiB"_s);
    row("a negative size", u"reserve: 1 MiB"_s, u"reserve: §-1 MiB"_s, u"no size"_s, u"256 MiB"_s);
    row("a capacity of nothing", u"capacity: 1 GiB, reserve: 1 MiB"_s, u"capacity: §0"_s, u"“capacity” is 0"_s,
        u"how much"_s);
    row("all in reserve", u"reserve: 1 MiB"_s, u"reserve: §1 GiB"_s, u"leaves nothing"_s, u"less"_s);
    row("a bad demand", u"{disk: 2 MiB}"_s, u"{disk: §lots}"_s, u"no size"_s, u"256 MiB"_s);
    row("an output cap of nothing", u"timeout: 2m"_s, u"output-cap: §1"_s, u"1 KiB to 1 GiB"_s, u"16 MiB"_s);
    row("a duration without a unit", u"timeout: 2m"_s, u"timeout: §120"_s, u"no duration"_s, u"90s"_s);
    row("a duration in the wrong order", u"timeout: 2m"_s, u"timeout: §30s2m"_s, u"no duration"_s, u"90s"_s);
    row("no time at all", u"timeout: 2m"_s, u"timeout: §0s"_s, u"too short"_s, u"between"_s);
    row("too long a time", u"timeout: 2m"_s, u"timeout: §8d"_s, u"too long"_s, u"between"_s);
    row("a day that is none", u"since: 2026-04-27"_s, u"since: §2026-02-29"_s, u"no date"_s, u"year-month-day"_s);
    row("a day the other way round", u"since: 2026-04-27"_s, u"since: §27.04.2026"_s, u"no date"_s,
        u"year-month-day"_s);
    row("a time that is none", u"departs: \"10:00\""_s, u"departs: §\"24:00\""_s, u"no time of day"_s, u"09:30"_s);
    row("a start with an offset", u"start: 2026-12-21T00:00"_s, u"start: §2026-12-21T00:00Z"_s, u"no date and time"_s,
        u"without an offset"_s);
    row("a start in the skipped hour", u"start: 2026-12-21T00:00"_s, u"start: §2026-03-29T02:30"_s,
        u"does not exist in Europe/Berlin"_s, u"earlier or later"_s);
    row("an absence that ends before it begins", u"to: 2026-05-02"_s, u"to: §2026-04-02"_s, u"before “from”"_s,
        u"Swap"_s);
    row("a zone that is none", u"zone: Europe/Berlin"_s, u"zone: §Europe/Belrin"_s, u"no time zone"_s,
        u"“Europe/Berlin”"_s);
    row("a zone that is an offset", u"zone: Europe/Berlin"_s, u"zone: §UTC+01:00"_s, u"no time zone"_s, u""_s);
    row("a recurrence without FREQ", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s, u"recurrence: §BYDAY=TU"_s, u"FREQ"_s,
        u"RFC 5545"_s);
    row("a recurrence of a bad frequency", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s, u"recurrence: §FREQ=WEAKLY"_s,
        u"FREQ=WEAKLY"_s, u"RFC 5545"_s);
    row("a recurrence by the minute", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s, u"recurrence: §FREQ=MINUTELY"_s,
        u"FREQ=MINUTELY"_s, u"RFC 5545"_s);
    row("a recurrence on a bad day", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s, u"recurrence: §FREQ=WEEKLY;BYDAY=XX"_s,
        u"not valid"_s, u"RFC 5545"_s);
    row("a recurrence that sets the hour", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s,
        u"recurrence: §FREQ=WEEKLY;BYHOUR=3"_s, u"time of day"_s, u"RFC 5545"_s);
    row("a recurrence with an unknown part", u"recurrence: FREQ=WEEKLY;BYDAY=TU"_s,
        u"recurrence: §FREQ=WEEKLY;BYDYA=TU"_s, u"BYDYA"_s, u"RFC 5545"_s);
    row("a recurrence with a count and an end", u"recurrence: FREQ=YEARLY"_s,
        u"recurrence: §FREQ=YEARLY;COUNT=2;UNTIL=20300101"_s, u"both COUNT and UNTIL"_s, u"RFC 5545"_s);
    row("a recurrence that never comes", u"recurrence: FREQ=YEARLY"_s,
        u"recurrence: §FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"_s, u"not valid"_s, u"RFC 5545"_s);
    row("an interval of nothing", u"recurrence: FREQ=YEARLY"_s, u"recurrence: §FREQ=YEARLY;INTERVAL=0"_s,
        u"INTERVAL=0"_s, u"RFC 5545"_s);
    // references
    row("an unknown service", u"depends-on: [api]"_s, u"depends-on: [§apu]"_s, u"no service “apu”"_s, u"“api”"_s);
    row("an unknown stage in a row", u"needs: [commit]"_s, u"needs: [§comit]"_s, u"no stage in this row “comit”"_s,
        u"“commit”"_s);
    row("an unknown stage after which", u"after: [join]"_s, u"after: [§joint]"_s, u"“joint”"_s, u"“join”"_s);
    row("one of one", u"after: [dev]"_s, u"after-one-of: §[dev]"_s, u"fewer than two"_s, u"“after”"_s);
    row("one of what is needed anyway", u"after: [dev]"_s, u"after: [dev]\n    after-one-of: [§dev, join]"_s,
        u"twice"_s, u"Take one out"_s);
    row("one of an unknown stage", u"after: [dev]"_s, u"after-one-of: [dev, §joim]"_s, u"“joim”"_s, u"“join”"_s);
    row("an unknown environment", u"environments: [live]"_s, u"environments: [§liv]"_s, u"no environment “liv”"_s,
        u"“live”"_s);
    row("an unknown pool", u"pool: build"_s, u"pool: §biuld"_s, u"no pool “biuld”"_s, u"“build”"_s);
    row("an unknown resource", u"{disk: 2 MiB}"_s, u"{§disc: 2 MiB}"_s, u"“disc”"_s, u"“disk”"_s);
    row("a demand without a pool", u"    pool: build\n"_s, u""_s, u"no pool that could meet it"_s, u"Name the pool"_s);
    row("an unknown role", u"bob@p.example, roles: [deployer]"_s, u"bob@p.example, roles: [§deploier]"_s,
        u"no role “deploier”"_s, u"“deployer”"_s);
    row("an unknown person", u"rotation: [ann, bob]"_s, u"rotation: [ann, bob, §bo]"_s, u"no person “bo”"_s,
        u"“bob”"_s);
    row("an unknown right", u"may: [promote]"_s, u"may: [promote, §aprove]"_s, u"no right “aprove”"_s, u"“approve”"_s);
    row("an unknown kind of rule", u"      kind: freeze"_s, u"      kind: §frozen"_s, u"“frozen”, which is not known"_s,
        u"Known here: window, freeze"_s);
    row("an unknown measure", u"measure: directory"_s, u"measure: §directories"_s, u"not known"_s, u"“directory”"_s);
    row("a gate that always applies", u"    after: [dev]\n"_s, u"    after: [dev]\n    gates: [§window]\n"_s,
        u"always applies"_s, u"out of the list"_s);
    row("a checklist without items", u"    after: [dev]\n"_s, u"    after: [dev]\n    gates: [§checklist]\n"_s,
        u"nothing to tick"_s, u"checklist: ["_s);
    row("the same item twice", u"    after: [dev]\n"_s, u"    after: [dev]\n    checklist: [told, §told]\n"_s,
        u"twice"_s, u"Take one out"_s);
    row("an empty item", u"    after: [dev]\n"_s, u"    after: [dev]\n    checklist: [§\"\"]\n"_s, u"is empty"_s,
        u"one sentence"_s);
    row("approvals of an unknown role", u"    after: [dev]\n"_s, u"    after: [dev]\n    approvals: {§leed: 1}\n"_s,
        u"no role “leed”"_s, u"“lead”"_s);
    row("approvals of a role that may not", u"    after: [dev]\n"_s,
        u"    after: [dev]\n    approvals: {§deployer: 1}\n"_s, u"may not approve"_s, u"may: [approve]"_s);
    row("no approvals", u"    after: [dev]\n"_s, u"    after: [dev]\n    approvals: {lead: §0}\n"_s,
        u"no number of approvals"_s, u"from 1"_s);
    row("more approvals than people (rule 11)", u"    after: [dev]\n"_s,
        u"    after: [dev]\n    approvals: {lead: §9}\n"_s, u"9 approvals are asked"_s, u"fewer approvals"_s);
    row("a wait that ends before it begins", u"    after: [dev]\n"_s,
        u"    after: [dev]\n    await: {delay: 2h, timeout: §1h}\n"_s, u"before the first round"_s, u"delay"_s);
    row("a wait of no time", u"    after: [dev]\n"_s, u"    after: [dev]\n    await: {interval: §0s}\n"_s,
        u"too short"_s, u"seconds"_s);
    row("a validation without a soak", u"    after: [dev]\n"_s, u"    after: [dev]\n    §validate: {every: 1m}\n"_s,
        u"“soak” is missing"_s, u"30m"_s);
    row("a soak shorter than its interval", u"    after: [dev]\n"_s,
        u"    after: [dev]\n    validate: {soak: 1m, every: §2m}\n"_s, u"longer than “soak”"_s, u"shorter"_s);
    row("a soak of too many rounds", u"    after: [dev]\n"_s,
        u"    after: [dev]\n    validate: {soak: 7d, every: §1s}\n"_s, u"more than 500 times"_s, u"longer"_s);
    row("an unknown gate", u"    after: [dev]\n"_s, u"    after: [dev]\n    gates: [§nots]\n"_s, u"no gate “nots”"_s,
        u"“notes”"_s);
    row("a soak of no time", u"    after: [dev]\n"_s, u"    after: [dev]\n    gates: [§soak]\n"_s, u"no time"_s,
        u"soak: 1h"_s);
    row("the same twice in a list", u"rotation: [ann, bob]"_s, u"rotation: [ann, bob, §ann]"_s, u"twice"_s,
        u"Take one out"_s);
    // the graph
    row("services in a circle", u"api: {repository: api}"_s, u"api: {repository: api, depends-on: [§web]}"_s,
        u"web → api → web"_s, u"dependencies"_s);
    row("a service that needs itself", u"depends-on: [api]"_s, u"depends-on: [api, §web]"_s, u"web → web"_s,
        u"dependencies"_s);
    const qsizetype dev = good.indexOf(u"after: [join]"), live = good.indexOf(u"after: [dev]");
    const QString devToLive = good.sliced(dev, live + 12 - dev);
    row("environments in a circle", devToLive,
        QString(devToLive).replace(u"[join]"_s, u"[live]"_s).replace(u"[dev]"_s, u"[§dev]"_s), u"dev → live → dev"_s,
        u"edges"_s);
    row("stages in a circle", u"run: [make], junit: [\"*.xml\"]}\n    test: {needs: [commit]"_s,
        u"run: [make], needs: [test]}\n    test: {needs: [§commit]"_s, u"web.commit → web.test → web.commit"_s,
        u"edges"_s);
    row("a service's stage that needs a join", u"    join: {kind: join, run: [join]}"_s,
        u"    join: {kind: join, run: [join]}\n    more: {service: web, needs: [§join], run: [x]}"_s,
        u"cannot need “join”"_s, u"its own service"_s);
    row("a test of no service", u"    join: {kind: join, run: [join]}"_s,
        u"    join: {kind: join, run: [join]}\n    §more: {kind: test, run: [x]}"_s, u"“service” is missing"_s,
        u"kind: join"_s);
    row("a stage with the key of an environment", u"    join: {kind: join, run: [join]}"_s,
        u"    join: {kind: join, run: [join]}\n    dev: {run: [x]}"_s, u"Two stages have the key “dev”"_s, u"rename"_s);
    row("a rank below an earlier one", u"  dev:\n    after: [join]\n"_s,
        u"  old: {after: [dev], rank: §1, deploy: {run: [d]}, smoke: {run: [s]}, rollback: {run: [r]}}\n  dev:\n    rank: 3\n    after: [join]\n"_s,
        u"“old” has rank 1 but comes after “dev” of rank 3"_s, u"higher rank"_s);
    // commands
    row("a line without a shell", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: §deploy now}"_s,
        u"a list of program"_s, u"shell: true"_s);
    row("a list for the shell", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: §[deploy], shell: true}"_s,
        u"one line for the shell"_s, u"take “shell” out"_s);
    row("no program", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: §[]}"_s, u"names no program"_s,
        u"[tool, argument]"_s);
    row("a program without a name", u"deploy: {run: [deploy], timeout: 2m}"_s, u"deploy: {run: §[\"\", x]}"_s,
        u"names no program"_s, u"[tool, argument]"_s);
    row("no command", u"deploy: {run: [deploy], timeout: 2m}"_s, u"§deploy: {timeout: 2m}"_s, u"“run” is missing"_s,
        u"[tool, argument]"_s);
    row("Humdrum's own variable", u"timeout: 2m"_s, u"environment: {§HUMDRUM_VERSION: x}"_s, u"Humdrum's own"_s,
        u"HUMDRUM_"_s);
    row("a bad name of a variable", u"timeout: 2m"_s, u"environment: {§1ST: x}"_s, u"name of a variable"_s, u"digit"_s);
    row("a secret in Humdrum's own variable", u"timeout: 2m"_s, u"secrets: {§HUMDRUM_VERSION: a}"_s, u"Humdrum's own"_s,
        u"HUMDRUM_"_s);
    row("a secret in a variable that has a value", u"timeout: 2m"_s, u"environment: {A: x}, secrets: {§A: aurora-db}"_s,
        u"in “environment” too"_s, u"Take it out there"_s);
    row("a value in place of a secret's name", u"timeout: 2m"_s, u"secrets: {A: §\"p@ss word\"}"_s,
        u"What “A” gets is not the name of a secret"_s, u"secrets set aurora-db"_s);
    row("a variable that is a list", u"timeout: 2m"_s, u"environment: {A: §[x]}"_s, u"but a text"_s, u"quotes"_s);
    row("a path out of the repository", u"api: {repository: api}"_s,
        u"api: {repository: api, version-file: §../VERSION}"_s, u"inside the repository"_s, u"top of the repository"_s);
    row("a branch that is an option", u"api: {repository: api}"_s,
        u"api: {repository: api, main-line: §--upload-pack=x}"_s, u"no branch"_s, u"main"_s);
    row("an address that is none", u"    after: [dev]\n"_s, u"    after: [dev]\n    url: §file:///etc/passwd\n"_s,
        u"http"_s, u"https://"_s);
    // people
    row("rule 11", u"sign-offs: 1"_s, u"sign-offs: §3"_s,
        u"3 sign-offs are asked of the role “deployer”, which 2 people have"_s, u"fewer"_s);
    row("two people with one address", u"bob@p.example"_s, u"§Ann@p.example"_s, u"Two people"_s, u"own one"_s);
    row("a rotation of one", u"rotation: [ann, bob]"_s, u"rotation: §[ann]"_s, u"no rotation"_s, u"two people"_s);
    row("a deployer who may not promote", u"may: [promote]"_s, u"may: [approve]"_s,
        u"“ann” is in the rotation but has no role that may promote"_s, u"such a role"_s);
}

void TestProductFileErrors::pointsAtTheMistake()
{
    QFETCH(const QString, what);
    QFETCH(const QString, with);
    QFETCH(const QString, message);
    QFETCH(const QString, hint);
    const qsizetype start = good.indexOf(what);
    QVERIFY2(start >= 0, "the case no longer fits the text");
    QString yaml = good;
    yaml.replace(start, what.size(), with);
    const qsizetype cursor = yaml.indexOf(u'§');
    yaml.remove(u'§');
    const auto product = parseProduct(yaml.toUtf8(), u"a/humdrum.yaml"_s);
    QVERIFY2(!product, "nothing was wrong with it");
    const Error &error = product.error();
    QCOMPARE(error.code, ErrorCode::ConfigInvalid);
    QVERIFY2(error.message.contains(message), qPrintable(error.toString()));
    QVERIFY2(error.hint.contains(hint), qPrintable(error.toString()));
    QVERIFY(error.where);
    QCOMPARE(error.where->file, u"a/humdrum.yaml"_s);
    QCOMPARE_GE(error.where->line, 1);
    QCOMPARE_GE(error.where->column, 1);
    if (cursor < 0)
        return;
    const QString before = yaml.left(cursor);
    QCOMPARE(error.where->line, static_cast<int>(before.count(u'\n')) + 1);
    QCOMPARE(error.where->column, static_cast<int>(before.mid(before.lastIndexOf(u'\n') + 1).toUcs4().size()) + 1);
}

void TestProductFileErrors::refusesBytesItMustNotRead_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("message");
    QTest::newRow("Latin-1") << "humdrum: 1\nproduct: {name: M\xFCller}\n"_ba << 2 << 18 << u"not UTF-8"_s;
    QTest::newRow("half a character") << "humdrum: 1\nproduct: \xE2\x82"_ba << 2 << 10 << u"not UTF-8"_s;
    QTest::newRow("an overlong zero") << "a: \xC0\x80"_ba << 1 << 4 << u"not UTF-8"_s;
    QTest::newRow("a surrogate") << "a: \xED\xA0\x80"_ba << 1 << 4 << u"not UTF-8"_s;
    QTest::newRow("UTF-16") << "\xFF\xFEh\0u\0"_ba << 1 << 1 << u"not UTF-8"_s;
    QTest::newRow("a tab as indentation") << "humdrum: 1\nproduct:\n\tkey: p\n"_ba << 3 << 1 << u"tab"_s;
    QTest::newRow("a tab after spaces") << "humdrum: 1\nproduct:\n  \tkey: p\n"_ba << 3 << 3 << u"tab"_s;
    // yaml-cpp takes this byte for the end of the file and would read the rest away.
    QTest::newRow("end of transmission") << "humdrum: 1\n\x04product: {}\n"_ba << 2 << 1 << u"0x04"_s;
    QTest::newRow("NUL") << QByteArray("humdrum: 1\nproduct: \0\n", 22) << 2 << 10 << u"0x00"_s;
    QTest::newRow("an escaped NUL") << "humdrum: 1\nproduct: {name: \"a\\0b\"}\n"_ba << 2 << 17 << u"NUL"_s;
}

void TestProductFileErrors::refusesBytesItMustNotRead()
{
    QFETCH(const QByteArray, yaml);
    const auto product = parseProduct(yaml, u"humdrum.yaml"_s);
    QVERIFY(!product);
    QTEST(product.error().where->line, "line");
    QTEST(product.error().where->column, "column");
    QFETCH(const QString, message);
    QVERIFY2(product.error().message.contains(message), qPrintable(product.error().toString()));
}

void TestProductFileErrors::refusesWhatWouldCostTooMuch_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("too large") << QByteArray(1024 * 1024 + 1, '#');
    QTest::newRow("as large as it may be") << QByteArray(1024 * 1024, '[');
    QTest::newRow("lists in lists") << "a: " + QByteArray(400, '[') + QByteArray(400, ']');
    QTest::newRow("maps in maps") << QByteArray("{a: ").repeated(100) + "1" + QByteArray(100, '}');
    QTest::newRow("indented maps") << [] {
        QByteArray yaml;
        for (int i = 0; i < 200; ++i)
            yaml += QByteArray(i, ' ') + "a:\n";
        return yaml;
    }();
    QTest::newRow("many laughs") << [] {
        QByteArray yaml = "x-0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n";
        for (int i = 1; i < 12; ++i)
            yaml += u"x-%1: &a%1 [*a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2, *a%2]\n"_s.arg(i).arg(i - 1).toUtf8();
        return yaml;
    }();
    QTest::newRow("deeper by aliases") << [] {
        QByteArray yaml = "x-0: &a0 [ha]\n";
        for (int i = 1; i < 100; ++i)
            yaml += u"x-%1: &a%1 [*a%2]\n"_s.arg(i).arg(i - 1).toUtf8();
        return yaml;
    }();
    QTest::newRow("too many keys") << [] {
        QByteArray yaml;
        for (int i = 0; i < 100'000; ++i)
            yaml += "k" + QByteArray::number(i) + ":\n";
        return yaml;
    }();
    QTest::newRow("question marks") << QByteArray("? ").repeated(100'000);
    QTest::newRow("hyphens") << QByteArray("- ").repeated(100'000);
    QTest::newRow("a key of a megabyte") << QByteArray(1'000'000, 'a') + ": b";
    QTest::newRow("quotes") << QByteArray("\"").repeated(100'001);
    QTest::newRow("anchors") << QByteArray("- &a b\n").repeated(100'000);
}

void TestProductFileErrors::refusesWhatWouldCostTooMuch()
{
    QFETCH(const QByteArray, yaml);
    QElapsedTimer timer;
    timer.start();
    const auto product = parseProduct("humdrum: 1\n" + yaml, u"humdrum.yaml"_s);
    const qint64 took = timer.elapsed();
    QVERIFY(!product);
    QCOMPARE_LT(product.error().message.size(), 500);
    QVERIFY2(took < 3000, qPrintable(QString::number(took)));
}

/// Whatever is cut off, the answer is a product or an error with a place in the file, never a crash.
void TestProductFileErrors::survivesEveryTruncation()
{
    const QByteArray whole = good.toUtf8();
    for (qsizetype size = 0; size < whole.size(); size += 3) {
        for (const Error &e : checkProduct(whole.first(size), u"humdrum.yaml"_s)) {
            QVERIFY(e.where);
            QCOMPARE_LE(e.where->line, good.count(u'\n') + 1);
            QCOMPARE_GE(e.where->column, 1);
            QVERIFY2(!e.hint.isEmpty(), qPrintable(e.message));
        }
    }
}

void TestProductFileErrors::survivesEveryChangedByte()
{
    const QByteArray whole = good.toUtf8();
    static constexpr std::array bytes{'[', '}', ':', '"', '*', '&', '\n', ' ', '\xFF'};
    for (qsizetype i = 0; i < whole.size(); i += 5) {
        QByteArray yaml = whole;
        yaml[i] = bytes[static_cast<size_t>(i / 5) % bytes.size()];
        for (const Error &e : checkProduct(yaml, u"humdrum.yaml"_s))
            QVERIFY2(e.where && e.where->line >= 1 && e.where->column >= 1, qPrintable(e.message));
    }
}

QTEST_GUILESS_MAIN(TestProductFileErrors)
#include "tst_productfile_errors.moc"
