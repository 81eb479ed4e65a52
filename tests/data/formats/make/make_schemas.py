# SPDX-License-Identifier: GPL-3.0-or-later
"""avro, protobuf and confluent, and the registry they are asked from. The expectations are written by hand."""
import base64, datetime, io, json, pathlib, struct
import fastavro
from corpus import File, HERE, Proto, T0

SCHEMAS = HERE.parent / "schemas"
UTC = datetime.timezone.utc
NOON = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
TIME = "2026-11-23T12:00:00.000000000Z"
avro_text = (SCHEMAS / "reading.avsc").read_text()
proto_text = (SCHEMAS / "reading.proto").read_text()
ADDRESS = {"type": "record", "name": "Address", "namespace": "corpus", "fields": [{"name": "city", "type": "string"}]}
ORDER = {"type": "record", "name": "Order", "namespace": "corpus", "fields": [{"name": "message", "type": "string"}, {"name": "to", "type": "Address"}]}
PART = 'syntax = "proto3"; package corpus; message Part { int32 x = 1; }'
WHOLE = 'syntax = "proto3"; package corpus; import "part.proto"; message Whole { string message = 1; Part part = 2; }'
registry = {
    "ids": {
        "1": {"schema": avro_text},
        "2": {"schema": proto_text, "schemaType": "PROTOBUF"},
        "3": {"schema": '{"type":"object"}', "schemaType": "JSON"},
        "4": {"schema": json.dumps(ORDER), "references": [{"name": "corpus.Address", "subject": "address", "version": 1}]},
        "5": {"schema": WHOLE, "schemaType": "PROTOBUF", "references": [{"name": "part.proto", "subject": "part/of it", "version": 2}]},
        "6": {"schema": '{"type":"nothing"}'},
        "7": {"schema": "x", "schemaType": "XML"},
        "16909060": {"schema": '"string"'},
    },
    "subjects": {"address": {"1": {"schema": json.dumps(ADDRESS)}}, "part/of it": {"2": {"schema": PART, "schemaType": "PROTOBUF"}}},
}
(SCHEMAS / "registry.json").write_text(json.dumps(registry, indent=1) + "\n")

parsed = fastavro.parse_schema(json.loads(avro_text))
def datum(schema, value):
    file = io.BytesIO()
    fastavro.schemaless_writer(file, schema, value)
    return file.getvalue()
def reading(message="m", level=None, values=(), inner=None, time=NOON):
    return {"message": message, "time": time, "level": level, "values": list(values), "inner": inner}
def frame(id, content, index=b""): return b"\0" + struct.pack(">I", id) + index + content

AVRO = [
    ("a record", reading("one", "WARN", [1, 2.5]), {"time": TIME, "severity": 13, "body": "one", "fields": {"values": "[1.0,2.5]"}}),
    ("null for a level, an empty array", reading(), {"time": TIME, "body": "m", "fields": {"values": "[]"}}),
    ("a record in itself", reading(inner=reading("in", "ERROR")), {"time": TIME, "body": "m",
        "fields": {"values": "[]", "inner.message": "in", "inner.time": TIME, "inner.level": "ERROR", "inner.values": "[]"}}),
    ("an empty message", reading(""), {"time": TIME, "body": "{\"message\":\"\",\"time\":\"%s\",\"level\":null,\"values\":[],\"inner\":null}" % TIME, "fields": {"message": "", "values": "[]"}}),
    ("text beyond ASCII", reading("Grüße"), {"time": TIME, "body": "Grüße", "fields": {"values": "[]"}}),
    ("many values in one block", reading(values=[0.5] * 70), {"time": TIME, "body": "m", "fields": {"values": "[" + ",".join(["0.5"] * 70) + "]"}}),
    ("a time before 1970", reading(time=datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)), {"time": "1969-12-31T23:59:59.000000000Z", "body": "m", "fields": {"values": "[]"}}),
]
out = File("avro", "made by make/make_schemas.py; by schemas/reading.avsc")
for name, value, event in AVRO: out.add(name, datum(parsed, value), [event], **{"as": "avro"})
bad = lambda reason: [{"undecodable": reason}]
def refused(name, payload, reason): out.add(name, payload, bad(reason), format="", **{"as": out.format})
refused("one byte is missing", datum(parsed, reading())[:-1], "does not fit its Avro schema: malformed or cut off")
refused("one byte too many", datum(parsed, reading()) + b"\0", "does not fit its Avro schema: something follows")
refused("a branch that the union does not have", b"\x02m" + b"\0" + b"\x04", "does not fit its Avro schema: malformed or cut off")
refused("a symbol that the enum does not have", b"\x02m" + b"\0" + b"\x02\x06" + b"\0\0", "does not fit its Avro schema: malformed or cut off")
refused("a string of a negative length", b"\x01", "does not fit its Avro schema: malformed or cut off")
out.write()

import subprocess, tempfile
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, timestamp_pb2, wrappers_pb2
with tempfile.NamedTemporaryFile() as set_file:
    subprocess.run(["protoc", "-I", str(SCHEMAS), "--descriptor_set_out=" + set_file.name, str(SCHEMAS / "reading.proto")], check=True)
    files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(set_file.name).read_bytes())
pool = descriptor_pool.Default()
for one in files.file: pool.Add(one)
def message(content, type_name="corpus.Reading"):
    return json_format.ParseDict(content, message_factory.GetMessageClass(pool.FindMessageTypeByName(type_name))()).SerializeToString()
PROTOBUF = [
    ("scalars of every kind", {"message": "s", "time": "2026-11-23T12:00:00.000000005Z", "count": "-5", "delta": -3, "total": "18446744073709551615", "ratio": 0.25, "good": True, "raw": "AP8=", "quality": "GOOD"},
     {"time": "2026-11-23T12:00:00.000000005Z", "body": "s", "fields": {"count": -5, "delta": -3, "total": 18446744073709551615.0, "ratio": 0.25, "good": True, "raw": {"base64": "AP8="}, "quality": "GOOD"}}),
    ("a nested message", {"message": "n", "part": {"name": "p", "value": 2}}, {"body": "n", "fields": {"part.name": "p", "part.value": 2.0}}),
    ("repeated messages and numbers", {"message": "r", "parts": [{"name": "a"}, {"value": 1}], "numbers": [1, -2]}, {"body": "r", "fields": {"parts": "[{\"name\":\"a\"},{\"value\":1.0}]", "numbers": "[1,-2]"}}),
    ("a map", {"message": "t", "tags": {"k": 7}}, {"body": "t", "fields": {"tags.k": 7}}),
    ("a wrapper is its value", {"message": "w", "note": "noted"}, {"body": "w", "fields": {"note": "noted"}}),
    ("one of two", {"message": "o", "code": 4711}, {"body": "o", "fields": {"code": 4711}}),
    ("a message in itself", {"message": "m", "inner": {"inner": {"count": "1"}}}, {"body": "m", "fields": {"inner.inner.count": 1}}),
    ("an enum's number without a name", {"message": "e", "quality": 9}, {"body": "e", "fields": {"quality": 9}}),
    ("no message: the body is JSON", {"count": "2", "numbers": [3]}, {"body": "{\"count\":2,\"numbers\":[3]}", "fields": {"count": 2, "numbers": "[3]"}}),
]
out = File("protobuf", "made by make/make_schemas.py; by schemas/reading.proto, corpus.Reading")
for name, value, event in PROTOBUF: out.add(name, message(value), [event], **{"as": "protobuf"})
out.add("a field that the schema does not have is passed over", message({"message": "u"}) + b"\xa0\x06\x01", [{"body": "u"}], **{"as": "protobuf"})
refused("one byte is missing", message({"message": "cut"})[:-1], "does not fit its Protobuf schema: malformed or cut off")
refused("a string that claims 2 GB", b"\x0a\xff\xff\xff\xff\x07x", "does not fit its Protobuf schema: malformed or cut off")
deep = b""
for _ in range(90):
    n, size = len(deep), b""
    while n > 127: size, n = size + bytes([n & 127 | 128]), n >> 7
    deep = b"\x8a\x01" + size + bytes([n]) + deep
refused("nested deeper than 64", deep, "nested deeper than 64")
out.write()

out = File("confluent", "made by make/make_schemas.py; by schemas/registry.json")
def with_id(event, id): return {**event, "fields": {**event.get("fields", {}), "schema_id": id}}
for name, value, event in AVRO[:3]: out.add("Avro, " + name, frame(1, datum(parsed, value)), [with_id(event, 1)], **{"as": "confluent"})
for name, value, event in PROTOBUF[:3]: out.add("Protobuf, " + name, frame(2, message(value), b"\0"), [with_id(event, 2)], **{"as": "confluent"})
out.add("Protobuf, the second message of the file", frame(2, message({"message": "b"}, "corpus.Other"), b"\x02\x02"), [with_id({"body": "b"}, 2)], **{"as": "confluent"})
out.add("Protobuf, a message in a message", frame(2, message({"name": "p", "value": 0.5}, "corpus.Reading.Part"), b"\x04\x00\x00"),
        [with_id({"metric": {"name": "p", "value": 0.5}}, 2)], **{"as": "confluent"})
out.add("JSON", frame(3, b'{"level":"warn","message":"j","n":1}'), [with_id({"severity": 13, "body": "j", "fields": {"n": 1}}, 3)], **{"as": "confluent"})
out.add("JSON without a message", frame(3, b'{"n":1}'), [with_id({"body": '{"n":1}', "fields": {"n": 1}}, 3)], **{"as": "confluent"})
both = fastavro.parse_schema({**ORDER, "fields": [ORDER["fields"][0], {"name": "to", "type": ADDRESS}]})
out.add("Avro that refers to another schema", frame(4, datum(both, {"message": "o", "to": {"city": "Ulm"}})), [with_id({"body": "o", "fields": {"to.city": "Ulm"}}, 4)], **{"as": "confluent"})
out.add("Protobuf that imports another schema", frame(5, b"\x0a\x01w\x12\x02\x08\x05", b"\0"), [with_id({"body": "w", "fields": {"part.x": 5}}, 5)], **{"as": "confluent"})
out.add("the number is big endian", frame(0x01020304, b"\x06abc"), [with_id({"body": "{\"value\":\"abc\"}", "fields": {"value": "abc"}}, 0x01020304)], **{"as": "confluent"})
def kept(name, payload, reason): out.add(name, payload, bad(reason), format="confluent", **{"as": "confluent"})
kept("a schema that cannot be read", frame(6, b"x"), "schema 6: the Avro schema cannot be read: the type 'nothing' is not defined")
kept("what does not fit its schema", frame(1, b"\x06ab"), "schema 1: does not fit its Avro schema: malformed or cut off")
kept("an index of no message", frame(2, b"", b"\x02\x0a"), "schema 2: its schema has no message of this index")
refused("a number that the registry does not have", frame(99, b"x"), "schema 99 is not known: the schema registry has none of this number")
refused("no frame", b"\x01\0\0\0\x01x", "does not begin with 00 and the number of a schema")
out.write()
