// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pch_core.h"

#include <QtGui>
#include <QtWidgets>
