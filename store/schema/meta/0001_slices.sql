-- What the collector knows beside the events. docs/file-format.md describes each column.

CREATE TABLE slices (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL UNIQUE,
    state INTEGER NOT NULL -- 0: in use, 1: retired, its files are being removed
) STRICT;

-- Numbers below next may have been given to events.
CREATE TABLE sequence (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    next INTEGER NOT NULL
) STRICT;

CREATE TABLE alert_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    consumed INTEGER NOT NULL,
    tick INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE alert_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule TEXT NOT NULL,
    labels TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    value REAL,
    summary TEXT NOT NULL,
    reason TEXT NOT NULL,
    notification TEXT NOT NULL
) STRICT;
