-- Ranges of streams that are being taken out of the index, to be fetched again.
-- docs/file-format.md describes each column.

CREATE TABLE rereads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    kind INTEGER NOT NULL,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    partition INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    from_offset INTEGER NOT NULL,
    to_offset INTEGER NOT NULL,
    below INTEGER NOT NULL -- events with this seq or a higher one are not concerned
) STRICT;
