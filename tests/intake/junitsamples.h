// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

// JUnit XML as the tools write them, shortened.
inline const QByteArray ctest = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="Linux-c++"
	tests="4"
	failures="1"
	disabled="1"
	skipped="1"
	hostname="box"
	time="3"
	timestamp="2026-11-23T10:00:00"
	>
	<testcase name="good" classname="good" time="0.5" status="run">
		<properties/>
		<system-out>out</system-out>
	</testcase>
	<testcase name="bad" classname="bad" time="1.25" status="fail">
		<failure message="Failed"/>
		<properties/>
		<system-out>FAIL!  : rounding</system-out>
	</testcase>
	<testcase name="gone" classname="gone" time="0" status="notrun">
		<skipped message="Unable to find executable: gone"/>
	</testcase>
	<testcase name="off" classname="off" time="0" status="disabled">
		<disabled message=""/>
	</testcase>
</testsuite>)";

inline const QByteArray pytest =
    R"(<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="0.123" timestamp="2026-11-23T10:00:00.250000+01:00" hostname="box"><properties><property name="humdrum.service" value="billing" /><property name="humdrum.commit" value="abc1234" /></properties><testcase classname="tests.test_a" name="test_ok" time="0.001" /><testcase classname="tests.test_a" name="test_bad[1-&lt;x&gt;]" time="0.002"><failure message="AssertionError: assert 1 == 2">def test_bad():
&gt;   assert 1 == 2</failure></testcase><testcase classname="tests.test_a" name="test_fixture" time="0.000"><error message="failed on setup with &quot;OSError&quot;">trace</error></testcase><testcase classname="tests.test_a" name="test_skip" time="0.000"><skipped type="pytest.skip" message="no">x</skipped></testcase></testsuite></testsuites>)";

inline const QByteArray surefire = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="com.example.AppTest" time="1,234.5" tests="3" errors="0" skipped="0" failures="1" flakes="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="flaky" classname="com.example.AppTest" time="0.1"><flakyFailure message="first try" type="x"><stackTrace>t</stackTrace></flakyFailure><flakyError message="second" type="y"><stackTrace>t</stackTrace></flakyError></testcase>
  <testcase name="never" classname="com.example.AppTest" time="0.1"><failure message="no" type="x"><![CDATA[stack ]]></failure><rerunFailure message="again" type="x"/><rerunError message="and again" type="x"/></testcase>
  <testcase name="fine" classname="com.example.AppTest" time="0.1"><system-out><![CDATA[<failure message="only talk"/>]]></system-out></testcase>
</testsuite>)";

inline const QByteArray qttest = R"xml(<?xml version="1.0" encoding="UTF-8" ?>
<testsuite name="TestThing" timestamp="2026-11-23T10:00:00.123Z" hostname="box" tests="3" failures="1" errors="0" skipped="1" time="0.010">
  <properties>
    <property name="QTestVersion" value="6.8.2"/>
  </properties>
  <testcase name="initTestCase" classname="TestThing" time="0.001"/>
  <testcase name="compares(tag)" classname="TestThing" time="0.002">
    <failure type="fail" message="Compared values are not the same"><![CDATA[Actual: 1]]></failure>
  </testcase>
  <testcase name="later" classname="TestThing" time="0.002">
    <skipped message="not today"/>
  </testcase>
</testsuite>)xml";

inline const QByteArray go = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="1">
	<testsuite tests="2" failures="1" time="0.160000" name="package/name" timestamp="2026-11-23T10:00:00+02:00">
		<properties><property name="go.version">go1.24</property></properties>
		<testcase classname="name" name="TestOne" time="0.060000"></testcase>
		<testcase classname="name" name="TestTwo" time="0.100000">
			<failure message="Failed" type="">file_test.go:11: Error message</failure>
		</testcase>
	</testsuite>
	<testsuite tests="1" errors="1" time="0" name="package/broken">
		<testcase classname="" name="[build failed]" time="0">
			<error message="Build error">undefined: x</error>
		</testcase>
	</testsuite>
</testsuites>)";

inline const QByteArray nested =
    R"(<testsuites time="9.5"><testsuite name="all"><testsuite name="unit"><testcase name="a"/><testcase name="b" result="skipped" status="run"/></testsuite>
<testsuite name="e2e"><error message="no browser"/><testsuite name="deep" tests="7" failures="2" errors="1" skipped="1"/></testsuite></testsuite></testsuites>)";
