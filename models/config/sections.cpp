// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/sections.h"

#include <vector>

namespace humdrum {

using namespace Qt::StringLiterals;

std::span<const SectionKeys> productSections()
{
    static const QStringList command{u"run"_s,        u"shell"_s,       u"timeout"_s, u"retries"_s,        u"backoff"_s,
                                     u"output-cap"_s, u"environment"_s, u"secrets"_s, u"working-folder"_s, u"cleanup"_s,
                                     u"idempotent"_s};
    // In the order of the enumeration, which keysOf() relies on.
    static const std::vector<SectionKeys> all{
        {Section::Top,
         u"The file"_s,
         {u"humdrum"_s, u"product"_s, u"services"_s, u"pipeline"_s, u"environments"_s, u"pools"_s, u"calendar"_s,
          u"roles"_s, u"people"_s}},
        {Section::Product, u"product"_s, {u"key"_s, u"name"_s, u"zone"_s, u"checklist"_s}},
        {Section::Service,
         u"services.<service>"_s,
         {u"name"_s, u"repository"_s, u"main-line"_s, u"version-file"_s, u"notes"_s, u"depends-on"_s}},
        {Section::Pipeline, u"pipeline"_s, {u"service-stages"_s, u"stages"_s}},
        {Section::RowStage, u"pipeline.service-stages.<stage>"_s,
         QStringList{u"name"_s, u"kind"_s, u"needs"_s, u"needs-one-of"_s, u"junit"_s} + command},
        {Section::Stage, u"pipeline.stages.<stage>"_s,
         QStringList{u"name"_s, u"kind"_s, u"service"_s, u"in"_s, u"needs"_s, u"needs-one-of"_s, u"junit"_s} + command},
        {Section::Environment,
         u"environments.<environment>"_s,
         {u"name"_s,
          u"tier"_s,
          u"rank"_s,
          u"client"_s,
          u"after"_s,
          u"after-one-of"_s,
          u"pool"_s,
          u"url"_s,
          u"deploy"_s,
          u"smoke"_s,
          u"rollback"_s,
          u"observe"_s,
          u"automatic-rollback"_s,
          u"gates"_s,
          u"soak"_s,
          u"approvals"_s,
          u"checklist"_s,
          u"await"_s,
          u"validate"_s,
          u"demand"_s}},
        {Section::Command, u"Commands"_s, command},
        {Section::Smoke, u"environments.<environment>.smoke"_s, QStringList{u"junit"_s} + command},
        {Section::Await, u"environments.<environment>.await"_s, {u"delay"_s, u"interval"_s, u"timeout"_s}},
        {Section::Validate, u"environments.<environment>.validate"_s, {u"soak"_s, u"every"_s}},
        {Section::Pool, u"pools.<pool>"_s, {u"name"_s, u"fresh-for"_s, u"resources"_s}},
        {Section::Resource,
         u"pools.<pool>.resources.<resource>"_s,
         {u"measure"_s, u"path"_s, u"capacity"_s, u"reserve"_s, u"unit"_s}},
        {Section::Calendar, u"calendar"_s, {u"trains"_s, u"rules"_s}},
        {Section::Trains,
         u"calendar.trains"_s,
         {u"since"_s, u"recurrence"_s, u"departs"_s, u"cut-off"_s, u"rotation"_s}},
        {Section::Rule,
         u"calendar.rules.<rule>"_s,
         {u"title"_s, u"kind"_s, u"start"_s, u"length"_s, u"recurrence"_s, u"environments"_s}},
        {Section::Role, u"roles.<role>"_s, {u"name"_s, u"may"_s, u"sign-offs"_s}},
        {Section::Person, u"people.<person>"_s, {u"name"_s, u"email"_s, u"initials"_s, u"roles"_s, u"away"_s}},
        {Section::Away, u"people.<person>.away"_s, {u"from"_s, u"to"_s}},
    };
    return all;
}

const QStringList &keysOf(Section section) { return productSections()[static_cast<size_t>(section)].keys; }

} // namespace humdrum
