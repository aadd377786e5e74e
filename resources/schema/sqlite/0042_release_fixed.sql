-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER release_fixed BEFORE UPDATE OF version, manifest ON release
    WHEN NEW.version <> OLD.version OR NEW.manifest <> OLD.manifest
BEGIN
    SELECT RAISE(ABORT, 'the version and the manifest of a release never change');
END
