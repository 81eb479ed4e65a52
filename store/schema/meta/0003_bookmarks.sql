-- Events that somebody wants to find again. docs/file-format.md describes each column.

CREATE TABLE bookmarks (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    note TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;
