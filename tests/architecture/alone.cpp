// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Linked with one module alone; that it links is the test.
int main() { return 0; }
