# SPDX-License-Identifier: GPL-3.0-or-later
"""remote-write, msgpack and cbor. The expectations are written by hand."""
import datetime, struct
import cbor2, msgpack, snappy
from corpus import File, Proto, T0

proto = Proto("remotewrite.proto")
TIME = "2026-11-23T12:00:00.000000000Z"
MS = T0 * 1000
out = File("remote-write", "made by make/make_binary.py")

def labels(**all): return [{"name": k, "value": v} for k, v in all.items()]
def v1(content): return snappy.compress(proto.encode("prw.WriteRequest", content))
def series(samples, **all): return {"labels": labels(**all), "samples": samples}
def sample(value, at=MS): return {"value": value, "timestamp": str(at)}
STALE = struct.pack("<Q", 0x7ff0000000000002)
def stale_v1(*names, more=b""):
    """Python would make another NaN of it."""
    out = b""
    for name in names:
        label = proto.encode("prw.Label", {"name": "__name__", "value": name})
        one = bytes([0x0a, len(label)]) + label + bytes([0x12, 9, 0x09]) + STALE
        out += bytes([0x0a, len(one)]) + one
    return snappy.compress(more + out)

def ev(name, value, fields=None, type=None, unit=None, time=TIME):
    metric = {"name": name, "value": value}
    if type: metric["type"] = type
    if unit: metric["unit"] = unit
    event = {"time": time, "metric": metric}
    if fields: event["fields"] = fields
    return event

H1 = {"content-encoding": "snappy", "content-type": "application/x-protobuf", "X-Prometheus-Remote-Write-Version": "0.1.0"}
out.add("1.0, one sample", v1({"timeseries": [series([sample(1.5)], __name__="up", job="node", instance="a:9100")]}),
        [ev("up", 1.5, {"job": "node", "instance": "a:9100"})])
out.add("1.0, the headers of a proxy", v1({"timeseries": [series([sample(0)], __name__="up")]}), [ev("up", 0.0)], headers=H1)
out.add("1.0, many samples and series", v1({"timeseries": [
        series([sample(1), sample(2, MS + 500)], __name__="a", x="1"), series([sample(-3e9, MS - 1)], __name__="b")]}),
        [ev("a", 1.0, {"x": "1"}), ev("a", 2.0, {"x": "1"}, time="2026-11-23T12:00:00.500000000Z"),
         ev("b", -3e9, time="2026-11-23T11:59:59.999000000Z")])
out.add("1.0, metadata beside the series gives type and unit", v1({
        "timeseries": [series([sample(5)], __name__="http_total")],
        "metadata": [{"type": 1, "metricFamilyName": "http_total", "help": "Requests.", "unit": "requests"}]}),
        [ev("http_total", 5.0, type="counter", unit="requests")])
out.add("1.0, metadata alone", v1({"metadata": [{"type": 2, "metricFamilyName": "temp", "help": "Degrees.", "unit": "celsius"}, {"type": 5, "metricFamilyName": "rpc"}]}),
        [{"body": "Degrees.", "fields": {"metric": "temp", "type": "gauge", "unit": "celsius"}},
         {"body": "rpc", "fields": {"metric": "rpc", "type": "summary"}}])
out.add("1.0, a stale marker among values is counted", stale_v1("gone", more=proto.encode("prw.WriteRequest", {"timeseries": [series([sample(7)], __name__="here")]})),
        [ev("here", 7.0, {"stale_markers": 1})])
out.add("1.0, stale markers alone", stale_v1("one", "two"), [{"body": "series ended (stale markers)", "fields": {"stale_markers": 2}}])
out.add("1.0, values that are not numbers", v1({"timeseries": [series([sample("NaN"), sample("-Infinity")], __name__="x")]}),
        [ev("x", "NaN"), ev("x", "-Infinity")])
out.add("1.0, a native histogram keeps count and sum; exemplars are not kept", v1({"timeseries": [{
        "labels": labels(__name__="lat", r="/"), "exemplars": [{"value": 9, "timestamp": str(MS)}],
        "histograms": [{"countInt": "12", "sum": 3.5, "schema": -2, "timestamp": str(MS)}]}]}),
        [ev("lat_count", 12.0, {"r": "/", "scale": -2}, type="counter"), ev("lat_sum", 3.5, {"r": "/", "scale": -2}, type="counter")])
out.add("1.0, many equal labels, so that snappy refers back", v1({"timeseries": [series([sample(i)], __name__="m", pod="frontend-7d9f-%d" % i) for i in range(5)]}),
        [ev("m", float(i), {"pod": "frontend-7d9f-%d" % i}) for i in range(5)])
def v2(content): return snappy.compress(proto.encode("prw.Request2", content))
SYMBOLS = ["", "__name__", "queue_depth", "dc", "eu-1", "Depth.", "items"]
out.add("2.0, symbols and metadata", v2({"symbols": SYMBOLS, "timeseries": [
        {"labelsRefs": [1, 2, 3, 4], "samples": [sample(4), sample(5, MS + 1000)], "metadata": {"type": 2, "helpRef": 5, "unitRef": 6}}]}),
        [ev("queue_depth", 4.0, {"dc": "eu-1"}, "gauge", "items"), ev("queue_depth", 5.0, {"dc": "eu-1"}, "gauge", "items", "2026-11-23T12:00:01.000000000Z")])
out.add("2.0, the version in a header", v2({"symbols": ["", "__name__", "n"], "timeseries": [{"labelsRefs": [1, 2], "samples": [sample(1)], "metadata": {"type": 1}}]}),
        [ev("n", 1.0, type="counter")], headers={"content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request", "x-prometheus-remote-write-version": "2.0.0"})
out.add("2.0, a native histogram", v2({"symbols": ["", "__name__", "h"], "timeseries": [{"labelsRefs": [1, 2], "histograms": [{"countInt": "2", "sum": 1, "schema": 3, "timestamp": str(MS)}]}]}),
        [ev("h_count", 2.0, {"scale": 3}, "counter"), ev("h_sum", 1.0, {"scale": 3}, "counter")])
out.add("2.0, a reference to no symbol: not taken", v2({"symbols": ["", "__name__"], "timeseries": [{"labelsRefs": [1, 2], "samples": [sample(1)]}]}),
        [{"undecodable": "no remote write: not the fields of a request"}], format="", **{"as": "remote-write"})
out.add("a series without a name: not taken", v1({"timeseries": [series([sample(1)], job="x")]}),
        [{"undecodable": "no remote write: a series without a name"}], format="", **{"as": "remote-write"})
out.add("a block that claims 4 GB", b"\xff\xff\xff\xff\x0f\x00\x0a",
        [{"undecodable": "no remote write: unpacks to more than 16 MiB or 100 times its size"}], format="", **{"as": "remote-write"})
out.write()

out = File("msgpack", "made by make/make_binary.py")
pack = lambda value, **more: msgpack.packb(value, **more)
out.add("a map with the usual names", pack({"time": "2026-11-23T12:00:00Z", "level": "warn", "message": "disk full", "service": "store", "free": 0}),
        [{"time": TIME, "severity": 13, "body": "disk full", "fields": {"service.name": "store", "free": 0}}])
out.add("numbers of every size", pack({"message": "n", "a": 127, "b": 255, "c": 65535, "d": 2**32 - 1, "e": 2**63 - 1, "f": -32, "g": -128, "h": -32768, "i": -2**31, "j": -2**63, "k": 0.5, "l": 2**64 - 1}),
        [{"body": "n", "fields": {"a": 127, "b": 255, "c": 65535, "d": 4294967295, "e": 2**63 - 1, "f": -32, "g": -128, "h": -32768, "i": -2147483648, "j": -2**63, "k": 0.5, "l": 18446744073709551615.0}}])
out.add("single precision", pack({"message": "f", "x": 0.25}, use_single_float=True), [{"body": "f", "fields": {"x": 0.25}}])
out.add("nested maps, arrays, nil, truth", pack({"log": "line", "kubernetes": {"pod": {"name": "p"}, "labels": {}}, "tags": ["a", 1, None, [True]], "none": None, "ok": False}),
        [{"body": "line", "fields": {"kubernetes.pod.name": "p", "tags": "[\"a\",1,null,[true]]", "ok": False}}])
out.add("binary data is Bytes", pack({"message": "b", "raw": b"\x00\xff", "list": [b"\x01"]}),
        [{"body": "b", "fields": {"raw": {"base64": "AP8="}, "list": "[\"AQ==\"]"}}])
out.add("a raw string of the old specification that is not UTF-8", pack({"message": "o", "raw": b"\xfe"}, use_bin_type=False),
        [{"body": "o", "fields": {"raw": {"base64": "/g=="}}}])
out.add("no message: the body is JSON", pack({"a": 1, "b": {"c": "d"}}), [{"body": "{\"a\":1,\"b\":{\"c\":\"d\"}}", "fields": {"a": 1, "b.c": "d"}}])
out.add("whole numbers as names", pack({1: "one", -2: "two", "message": "k"}, strict_types=False), [{"body": "k", "fields": {"1": "one", "-2": "two"}}])
EVENT_TIME = msgpack.ExtType(0, struct.pack(">II", T0, 123456789))
out.add("Fluentd: time and record", pack([EVENT_TIME, {"message": "m", "level": "error"}]),
        [{"time": "2026-11-23T12:00:00.123456789Z", "severity": 17, "body": "m"}])
out.add("Fluent Bit 2: time with metadata", pack([[EVENT_TIME, {"x": 1}], {"log": "l"}]), [{"time": "2026-11-23T12:00:00.123456789Z", "body": "l"}])
out.add("forward, one message: tag, whole seconds, record, option", pack(["app.web", T0, {"message": "m"}, {"chunk": "c"}]),
        [{"time": TIME, "body": "m", "fields": {"tag": "app.web"}}])
out.add("forward, many entries", pack(["app", [[T0, {"message": "1"}], [EVENT_TIME, {"message": "2"}]]]),
        [{"time": TIME, "body": "1", "fields": {"tag": "app"}}, {"time": "2026-11-23T12:00:00.123456789Z", "body": "2", "fields": {"tag": "app"}}])
out.add("forward, packed entries", pack(["app", pack([T0, {"message": "1"}]) + pack([T0, {"message": "2"}]), {"size": 2}]),
        [{"time": TIME, "body": "1", "fields": {"tag": "app"}}, {"time": TIME, "body": "2", "fields": {"tag": "app"}}])
out.add("maps in a row, a time of the record counts above the wire's", pack({"message": "1"}) + pack({"message": "2", "ts": T0}),
        [{"time": "2026-11-23T11:00:00.000000000Z", "body": "1"}, {"time": TIME, "body": "2"}], wire_time="2026-11-23T11:00:00Z")
out.add("MessagePack's own timestamp", pack({"time": msgpack.Timestamp(T0, 5), "message": "t", "at": msgpack.Timestamp(T0)}),
        [{"time": "2026-11-23T12:00:00.000000005Z", "body": "t", "fields": {"at": TIME}}])
out.add("a Salt event", b"salt/job/20261123/ret/web-1\n\n" + pack({"fun": "test.ping", "success": True}),
        [{"body": "{\"fun\":\"test.ping\",\"success\":true}", "fields": {"fun": "test.ping", "success": True, "tag": "salt/job/20261123/ret/web-1"}}])
out.add("a metric by its names", pack({"name": "load", "value": 0.5, "ts": T0, "labels": {"host": "h"}}), [ev("load", 0.5, {"host": "h"})])
out.add("one byte is missing", pack({"message": "cut"})[:-1], [{"undecodable": "no MessagePack: malformed or cut off"}], format="", **{"as": "msgpack"})
out.add("one byte too many", pack({"message": "m"}) + b"\xc1", [{"undecodable": "no MessagePack: malformed or cut off"}], format="", **{"as": "msgpack"})
out.add("an array that claims 4 billion elements", b"\xdd\xff\xff\xff\xff\xc0", [{"undecodable": "no MessagePack: malformed or cut off"}], format="", **{"as": "msgpack"})
deep = b"\x81\xa1d" + b"\x91" * 70 + b"\xc0"
out.add("nested deeper than 64", deep, [{"undecodable": "no MessagePack: malformed or cut off"}], format="", **{"as": "msgpack"})
out.add("empty maps say nothing", b"\x80\x80", [{"undecodable": "MessagePack, but an empty map"}], format="", **{"as": "msgpack"})
bomb = pack([T0, {"message": "x"}])
for _ in range(2000): bomb = pack(["t", bomb])
out.add("packed entries in packed entries, 2000 deep", bomb, [{"undecodable": "MessagePack, but neither maps nor Fluent's records"}], format="", **{"as": "msgpack"})
out.add("an array of numbers is no event", pack([1, 2, 3]), [{"undecodable": "MessagePack, but neither maps nor Fluent's records"}], format="", **{"as": "msgpack"})
out.write()

out = File("cbor", "made by make/make_binary.py")
dump = cbor2.dumps
out.add("a map with the usual names", dump({"ts": T0, "level": "info", "msg": "started", "host": "pi"}), [{"time": TIME, "severity": 9, "body": "started", "fields": {"host.name": "pi"}}])
out.add("the tag that says it is CBOR", b"\xd9\xd9\xf7" + dump({"message": "m"}), [{"body": "m"}])
out.add("numbers of every size", dump({"message": "n", "a": 23, "b": 255, "c": 65535, "d": 2**32 - 1, "e": 2**63 - 1, "f": 2**64 - 1, "g": -1, "h": -256, "i": -2**63, "j": 1.1}),
        [{"body": "n", "fields": {"a": 23, "b": 255, "c": 65535, "d": 4294967295, "e": 2**63 - 1, "f": 18446744073709551615.0, "g": -1, "h": -256, "i": -2**63, "j": 1.1}}])
out.add("a negative number beyond 64 bits", b"\xa2\x67message\x61m\x61n\x3b" + b"\xff" * 8, [{"body": "m", "fields": {"n": -18446744073709551616.0}}])
out.add("half and single precision", b"\xa3\x67message\x61m\x61h\xf9\x3c\x00\x61s\xfa\x3e\x80\x00\x00", [{"body": "m", "fields": {"h": 1.0, "s": 0.25}}])
out.add("nested maps, arrays, null, undefined, truth", dump({"message": "m", "a": {"b": {"c": 1}}, "l": [1, [True, None], {"x": "y"}], "n": None, "t": True}) , 
        [{"body": "m", "fields": {"a.b.c": 1, "l": "[1,[true,null],{\"x\":\"y\"}]", "t": True}}])
out.add("maps, arrays and strings of unknown length", b"\xbf\x67message\x7f\x62in\x65 rows\xff\x61l\x9f\x01\x02\xff\x61b\x5f\x41\x00\x41\x01\xff\xff",
        [{"body": "in rows", "fields": {"l": "[1,2]", "b": {"base64": "AAE="}}}])
out.add("times by their tags", dump({"time": cbor2.CBORTag(1, T0 + 0.25), "message": "t", "at": cbor2.CBORTag(0, "2026-11-23T12:00:00Z")}),
        [{"time": "2026-11-23T12:00:00.250000000Z", "body": "t", "fields": {"at": "2026-11-23T12:00:00Z"}}])
out.add("a bignum is Bytes, other tags are passed over", dump({"message": "m", "big": 2**70, "url": cbor2.CBORTag(32, "http://h/")}),
        [{"body": "m", "fields": {"big": {"base64": "QAAAAAAAAAAA"}, "url": "http://h/"}}])
out.add("whole numbers as names (SenML, COSE)", dump({-2: "base", 0: "temp", 2: 21.5}), [{"body": "{\"-2\":\"base\",\"0\":\"temp\",\"2\":21.5}", "fields": {"-2": "base", "0": "temp", "2": 21.5}}])
out.add("two maps in a row", dump({"message": "1"}) + dump({"message": "2"}), [{"body": "1"}, {"body": "2"}])
out.add("text that is not UTF-8", b"\xa2\x67message\x61m\x61t\x62\xc3\x28", [{"body": "m", "fields": {"t": {"base64": "wyg="}}}])
out.add("one byte is missing", dump({"message": "cut"})[:-1], [{"undecodable": "no CBOR: malformed or cut off"}], format="", **{"as": "cbor"})
out.add("a string that claims 2^60 bytes", b"\xa1\x61a\x7b\x10" + b"\x00" * 7 + b"x", [{"undecodable": "no CBOR: malformed or cut off"}], format="", **{"as": "cbor"})
out.add("nested deeper than 64", b"\xa1\x61d" + b"\x81" * 70 + b"\x01", [{"undecodable": "nested deeper than 64"}], format="", **{"as": "cbor"})
out.add("an empty map says nothing", b"\xa0", [{"undecodable": "CBOR, but an empty map"}], format="", **{"as": "cbor"})
out.add("an array is no event", dump([1]), [{"undecodable": "no CBOR: does not begin with a map"}], format="", **{"as": "cbor"})
out.write()
