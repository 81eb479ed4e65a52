-- A block may be cold, and then holds events between whose seqs lie those of other sources.
-- docs/file-format.md describes each column.

CREATE TABLE blocks_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- a block that was replaced leaves its id to nobody
    source INTEGER NOT NULL REFERENCES sources (id),
    cold INTEGER NOT NULL,
    events INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    runs BLOB NOT NULL, -- empty: every seq from the first to the last
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    received_floor INTEGER NOT NULL,
    last_received INTEGER NOT NULL,
    undecodable INTEGER NOT NULL,
    seconds BLOB NOT NULL
) STRICT;

INSERT INTO blocks_new
SELECT id, source, 0, last_seq - first_seq + 1, first_seq, last_seq, x'', first_time, last_time,
    received_floor, last_received, undecodable, seconds
FROM blocks;

DROP TABLE blocks;

ALTER TABLE blocks_new RENAME TO blocks;

-- Blocks of different sources overlap by seq: the one that holds a seq is found in the index alone.
CREATE UNIQUE INDEX blocks_by_seq ON blocks (last_seq, first_seq);

-- A list that follows asks for the newest screenful sixty times a second.
CREATE INDEX blocks_by_time ON blocks (last_time);

-- What waits for compaction.
CREATE INDEX blocks_hot ON blocks (source, first_seq) WHERE cold = 0;
