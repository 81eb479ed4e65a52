-- A slice: events of a stretch of time, and everything needed to go on from it alone.
-- docs/file-format.md describes each column.

CREATE TABLE slice (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    base_seq INTEGER NOT NULL,
    received_floor INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    events INTEGER NOT NULL,
    undecodable INTEGER NOT NULL
) STRICT;

CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id),
    key TEXT NOT NULL,
    kind INTEGER NOT NULL,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    partition INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    UNIQUE (source, key)
) STRICT;

CREATE TABLE positions (
    stream INTEGER NOT NULL REFERENCES streams (id),
    from_offset INTEGER NOT NULL,
    to_offset INTEGER NOT NULL,
    PRIMARY KEY (stream, from_offset)
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
    id INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams (id),
    from_offset INTEGER NOT NULL,
    to_offset INTEGER NOT NULL,
    count INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    noticed INTEGER NOT NULL,
    last_noticed INTEGER NOT NULL
) STRICT;

-- Narrow on purpose: scanning all headers of a slice touches no event data.
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id),
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    received_floor INTEGER NOT NULL,
    last_received INTEGER NOT NULL,
    undecodable INTEGER NOT NULL,
    seconds BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX blocks_by_seq ON blocks (last_seq);
-- A list that follows asks for the newest screenful sixty times a second.
CREATE INDEX blocks_by_time ON blocks (last_time);

-- Block and column in one key, so that the columns of a block lie side by side. Column 0 is a whole
-- hot block; cold blocks have a row for each of their columns.
CREATE TABLE columns (
    id INTEGER PRIMARY KEY, -- block * 65536 + column
    codec INTEGER NOT NULL,
    data BLOB NOT NULL
) STRICT;
