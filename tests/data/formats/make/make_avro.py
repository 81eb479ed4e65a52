# SPDX-License-Identifier: GPL-3.0-or-later
"""avro-file. The expectations are written by hand."""
import datetime, decimal, io
import fastavro
from corpus import File

out = File("avro-file", "made by make/make_avro.py")
UTC = datetime.timezone.utc
NOON = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
TIME = "2026-11-23T12:00:00.000000000Z"

def record(name, **fields): return {"type": "record", "name": name, "fields": [{"name": k, "type": v} for k, v in fields.items()]}
def container(schema, data, codec="null", **more):
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(schema), data, codec=codec, sync_marker=b"0123456789abcdef", **more)
    return file.getvalue()

LOG = record("Log", message="string", level="string", time={"type": "long", "logicalType": "timestamp-millis"})
LINES = [{"message": "one", "level": "error", "time": NOON}, {"message": "two", "level": "info", "time": NOON + datetime.timedelta(milliseconds=5)}]
EVENTS = [{"time": TIME, "severity": 17, "body": "one"}, {"time": "2026-11-23T12:00:00.005000000Z", "severity": 9, "body": "two"}]
for codec in ("null", "deflate", "snappy", "zstandard"):
    out.add("two log lines, codec " + codec, container(LOG, LINES, codec), EVENTS)
out.add("many blocks", container(LOG, LINES * 3, sync_interval=1), EVENTS * 3)
out.add("every primitive", container(record("P", message="string", n="null", t="boolean", i="int", l="long", f="float", d="double", b="bytes"),
        [{"message": "p", "n": None, "t": True, "i": -1, "l": 2**62, "f": 0.25, "d": 1.1, "b": b"\x00\xff"}]),
        [{"body": "p", "fields": {"t": True, "i": -1, "l": 2**62, "f": 0.25, "d": 1.1, "b": {"base64": "AP8="}}}])
out.add("enum, fixed, array, map, nested record", container(record("C", message="string",
        suit={"type": "enum", "name": "Suit", "symbols": ["HEARTS", "SPADES"]}, id={"type": "fixed", "name": "Id", "size": 2},
        tags={"type": "array", "items": "string"}, labels={"type": "map", "values": "int"}, inner=record("Inner", x="int")),
        [{"message": "c", "suit": "SPADES", "id": b"ab", "tags": ["a", "b"], "labels": {"k": 1}, "inner": {"x": 5}}]),
        [{"body": "c", "fields": {"suit": "SPADES", "id": {"base64": "YWI="}, "tags": "[\"a\",\"b\"]", "labels.k": 1, "inner.x": 5}}])
out.add("unions are what they hold", container(record("U", message="string", a=["null", "string"], b=["null", "string"], c=["int", "string"]),
        [{"message": "u", "a": None, "b": "set", "c": 4}]), [{"body": "u", "fields": {"b": "set", "c": 4}}])
out.add("logical types: times, days, decimals, uuid", container(record("L", message="string",
        micros={"type": "long", "logicalType": "timestamp-micros"}, day={"type": "int", "logicalType": "date"},
        price={"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, debt={"type": "fixed", "name": "D", "size": 4, "logicalType": "decimal", "precision": 9, "scale": 3},
        id={"type": "string", "logicalType": "uuid"}),
        [{"message": "l", "micros": NOON + datetime.timedelta(microseconds=7), "day": datetime.date(2026, 11, 23), "price": decimal.Decimal("12.50"), "debt": decimal.Decimal("-0.125"), "id": "5b8efff7-9803-4103-a269-b633813fc60c"}]),
        [{"body": "l", "fields": {"micros": "2026-11-23T12:00:00.000007000Z", "day": "2026-11-23", "price": 12.5, "debt": -0.125, "id": "5b8efff7-9803-4103-a269-b633813fc60c"}}])
out.add("a record that holds itself", container(record("Node", message="string", next=["null", "Node"]),
        [{"message": "head", "next": {"message": "tail", "next": None}}]), [{"body": "head", "fields": {"next.message": "tail"}}])
out.add("namespaces", container({"type": "record", "name": "A", "namespace": "org.x", "fields": [{"name": "message", "type": "string"}, {"name": "b", "type": record("B", x="int")}, {"name": "again", "type": "org.x.B"}]},
        [{"message": "n", "b": {"x": 1}, "again": {"x": 2}}]), [{"body": "n", "fields": {"b.x": 1, "again.x": 2}}])
out.add("no message: the body is JSON", container(record("M", a="int", b={"type": "array", "items": record("I", x="int")}), [{"a": 1, "b": [{"x": 2}]}]),
        [{"body": "{\"a\":1,\"b\":[{\"x\":2}]}", "fields": {"a": 1, "b": "[{\"x\":2}]"}}])
out.add("data that are no records", container("string", ["plain", "text"]),
        [{"body": "{\"value\":\"plain\"}", "fields": {"value": "plain"}}, {"body": "{\"value\":\"text\"}", "fields": {"value": "text"}}])
def varint(n):
    n = (n << 1) ^ (n >> 63)
    out = b""
    while n > 127: out, n = out + bytes([n & 127 | 128]), n >> 7
    return out + bytes([n])
def head(schema): return b"Obj\x01" + varint(1) + varint(11) + b"avro.schema" + varint(len(schema)) + schema + b"\0" + b"0123456789abcdef"
def block(count, data): return varint(count) + varint(len(data)) + data + b"0123456789abcdef"
NULLS = b'{"type":"array","items":"null"}'
out.add("an array that claims 2^40 nulls: not taken", head(NULLS) + block(1, varint(2**40) + b"\0"),
        [{"undecodable": "does not fit its Avro schema: more items than bytes"}], format="", **{"as": "avro"})
out.add("a record that holds nothing but itself: not taken", head(b'{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}') + block(1, b"x"),
        [{"undecodable": "nested deeper than 64"}], format="", **{"as": "avro"})
out.add("one byte is missing", container(LOG, LINES)[:-1], [{"undecodable": "Avro, but malformed or cut off"}], format="", **{"as": "avro"})
out.add("a schema that is none", head(b'{"type":"unknown"}') + block(1, b"x"), [{"undecodable": "Avro, but its schema cannot be read"}], format="", **{"as": "avro"})
out.write()
