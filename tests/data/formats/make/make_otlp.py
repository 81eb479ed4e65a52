# SPDX-License-Identifier: GPL-3.0-or-later
"""otlp, otlp-metrics and otlp-json. The expectations are written by hand."""
import base64, copy, json
from corpus import File, Proto, T0

proto = Proto("otlp.proto")
NS = T0 * 10**9
TRACE = "5b8efff798038103d269b633813fc60c"
SPAN = "eee19b7ec3c1b174"
b64 = lambda hexed: base64.b64encode(bytes.fromhex(hexed)).decode()

def s(key, value): return {"key": key, "value": {"stringValue": value}}
def i(key, value): return {"key": key, "value": {"intValue": str(value)}}
def logs(records, resource=None, scope=None):
    scope_logs = {"logRecords": records}
    if scope: scope_logs["scope"] = scope
    one = {"scopeLogs": [scope_logs]}
    if resource: one["resource"] = {"attributes": resource}
    return {"resourceLogs": [one]}
def pb(content): return proto.encode("otlp.Logs", content)

out = File("otlp", "made by make/make_otlp.py")
json_out = File("otlp-json", "made by make/make_otlp.py")

def both(name, content, events):
    """The same message in protobuf and, with ids in hex as OTLP wants them, in JSON."""
    binary = copy.deepcopy(content)
    for resource in binary["resourceLogs"]:
        for scope in resource.get("scopeLogs", []):
            for record in scope["logRecords"]:
                for key in ("traceId", "spanId"):
                    if key in record: record[key] = b64(record[key])
    out.add(name, pb(binary), events)
    json_out.add(name, json.dumps(content, ensure_ascii=False), events)

both("one record as an SDK exports it",
     logs([{"timeUnixNano": str(NS + 1), "observedTimeUnixNano": str(NS + 999), "severityNumber": 9,
            "severityText": "INFO", "body": {"stringValue": "order accepted"},
            "attributes": [s("order.id", "A-17"), i("items", 3)], "flags": 1,
            "traceId": TRACE, "spanId": SPAN}],
          [s("service.name", "shop"), s("host.name", "web-1")], {"name": "shop.orders", "version": "1.2"}),
     [{"time": "2026-11-23T12:00:00.000000001Z", "severity": 9, "body": "order accepted",
       "fields": {"service.name": "shop", "host.name": "web-1", "otel.scope.name": "shop.orders",
                  "otel.scope.version": "1.2", "order.id": "A-17", "items": 3, "flags": 1},
       "trace_id": TRACE, "span_id": SPAN}])
both("severities are exact, a text that says more is a field",
     logs([{"timeUnixNano": str(NS), "severityNumber": 12, "severityText": "NOTICE", "body": {"stringValue": "a"}},
           {"timeUnixNano": str(NS), "severityNumber": 24, "severityText": "Fatal4", "body": {"stringValue": "b"}},
           {"timeUnixNano": str(NS), "severityText": "warning", "body": {"stringValue": "c"}},
           {"timeUnixNano": str(NS), "severityNumber": 25, "body": {"stringValue": "d"}}]),
     [{"time": "2026-11-23T12:00:00.000000000Z", "severity": 12, "body": "a", "fields": {"severity_text": "NOTICE"}},
      {"time": "2026-11-23T12:00:00.000000000Z", "severity": 24, "body": "b"},
      {"time": "2026-11-23T12:00:00.000000000Z", "severity": 13, "body": "c", "fields": {"severity_text": "warning"}},
      {"time": "2026-11-23T12:00:00.000000000Z", "body": "d"}])
both("the time of observation where there is no other",
     logs([{"observedTimeUnixNano": str(NS + 5 * 10**9), "body": {"stringValue": "seen"}}, {"body": {"stringValue": "timeless"}}]),
     [{"time": "2026-11-23T12:00:05.000000000Z", "body": "seen"}, {"body": "timeless"}])
both("values of every kind",
     logs([{"timeUnixNano": str(NS), "body": {"stringValue": "v"}, "attributes": [
         s("empty", ""), {"key": "yes", "value": {"boolValue": True}}, i("least", -2**63), i("most", 2**63 - 1),
         {"key": "real", "value": {"doubleValue": 0.25}}, {"key": "none"},
         {"key": "list", "value": {"arrayValue": {"values": [{"intValue": "1"}, {"stringValue": "x\"y"}, {"arrayValue": {}}, {"boolValue": False}]}}},
         {"key": "map", "value": {"kvlistValue": {"values": [s("inner", "i"), {"key": "deep", "value": {"kvlistValue": {"values": [i("n", 7)]}}}]}}}]}]),
     [{"time": "2026-11-23T12:00:00.000000000Z", "body": "v",
       "fields": {"empty": "", "yes": True, "least": -2**63, "most": 2**63 - 1, "real": 0.25,
                  "list": "[1,\"x\\\"y\",[],false]", "map.inner": "i", "map.deep.n": 7}}])
both("bodies that are no strings",
     logs([{"body": {"kvlistValue": {"values": [s("msg", "ok"), i("n", 1)]}}}, {"body": {"intValue": "42"}},
           {"body": {"arrayValue": {"values": [{"doubleValue": 1.5}]}}}, {"body": {"boolValue": True}}, {"body": {}}, {}]),
     [{"body": "{\"msg\":\"ok\",\"n\":1}"}, {"body": "42"}, {"body": "[1.5]"}, {"body": "true"}, {}, {}])
both("two resources, two scopes: each record has its own",
     {"resourceLogs": [
         {"resource": {"attributes": [s("service.name", "a")]},
          "scopeLogs": [{"scope": {"name": "x"}, "logRecords": [{"body": {"stringValue": "1"}}]},
                        {"logRecords": [{"body": {"stringValue": "2"}}]}]},
         {"scopeLogs": [{"scope": {"name": "y", "attributes": [s("k", "v")]}, "logRecords": [{"body": {"stringValue": "3"}}]}]}]},
     [{"body": "1", "fields": {"service.name": "a", "otel.scope.name": "x"}},
      {"body": "2", "fields": {"service.name": "a"}},
      {"body": "3", "fields": {"otel.scope.k": "v", "otel.scope.name": "y"}}])
both("an attribute of the record counts above the resource's",
     logs([{"body": {"stringValue": "b"}, "attributes": [s("env", "own"), s("level", "debug"), s("message", "m")]}], [s("env", "all")]),
     [{"body": "b", "fields": {"env": "own", "level": "debug", "message": "m"}}])
both("an event's name, and attributes that the SDK dropped",
     logs([{"eventName": "session.start", "droppedAttributesCount": 4, "body": {"stringValue": "hi"}}]),
     [{"body": "hi", "fields": {"event.name": "session.start", "dropped_attributes_count": 4}}])
both("ids of zeros are none",
     logs([{"body": {"stringValue": "z"}, "traceId": "0" * 32, "spanId": "0" * 16}]), [{"body": "z"}])
both("text beyond ASCII", logs([{"body": {"stringValue": "Zahlung – 5 €"}, "attributes": [s("größe", "groß")]}]),
     [{"body": "Zahlung – 5 €", "fields": {"größe": "groß"}}])

record = proto.encode("otlp.LogRecord", {"body": {"stringValue": "later"}})
resource = proto.encode("otlp.Resource", {"attributes": [s("service.name", "late")]})
def field(number, content): return bytes([number << 3 | 2, len(content)]) + content
out.add("the resource may stand behind its records, unknown fields anywhere",
        field(1, field(2, field(2, record + field(15, b"new"))) + field(9, b"?") + field(1, resource)),
        [{"body": "later", "fields": {"service.name": "late"}}])
invalid = field(1, field(2, field(2, field(5, field(1, b"caf\xe9 open")) + field(6, field(1, b"raw") + field(2, field(1, b"\xff\xfe"))))))
out.add("text that is not UTF-8 is kept as bytes, in a body made readable", invalid,
        [{"body": "caf� open", "fields": {"raw": {"base64": "//4="}}}])
out.add("bytes as an attribute and as a body",
        pb(logs([{"body": {"bytesValue": "AAEC"}, "attributes": [{"key": "b", "value": {"bytesValue": "/w=="}}]}])),
        [{"body": "AAEC", "fields": {"b": {"base64": "/w=="}}}])
def varint(n): return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + varint(n >> 7)
def long_field(number, content): return bytes([number << 3 | 2]) + varint(len(content)) + content
deep = field(1, b"bottom")
for _ in range(70): deep = long_field(5, long_field(1, deep))
out.add("nested deeper than 64: not taken",
        long_field(1, long_field(2, long_field(2, long_field(6, field(1, b"d") + long_field(2, deep))))),
        [{"undecodable": "no OTLP: not a metric"}], format="", **{"as": "otlp"})
out.add("spans are not logs and not metrics",
        proto.encode("otlp.Traces", {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": b64(TRACE), "spanId": b64(SPAN), "name": "GET", "kind": 2, "start": str(NS)}]}]}]}),
        [{"undecodable": "no OTLP: not a metric"}], format="", **{"as": "otlp"})
out.add("one byte is missing", pb(logs([{"body": {"stringValue": "cut"}}]))[:-1],
        [{"undecodable": "no OTLP: not the fields of a request"}], format="", **{"as": "otlp"})
out.write()

def metrics(list_, resource=None): 
    one = {"scopeMetrics": [{"metrics": list_}]}
    if resource: one["resource"] = {"attributes": resource}
    return {"resourceMetrics": [one]}
metric_out = File("otlp-metrics", "made by make/make_otlp.py")
def both_metrics(name, content, events):
    metric_out.add(name, proto.encode("otlp.Metrics", content), events)
    json_out.add(name, json.dumps(content, ensure_ascii=False), events)
AT = {"timeUnixNano": str(NS)}
TIME = "2026-11-23T12:00:00.000000000Z"
START = {"startTimeUnixNano": str(NS - 60 * 10**9)}
BEGAN = "2026-11-23T11:59:00.000000000Z"

both_metrics("a gauge in both kinds of number",
    metrics([{"name": "cpu.load", "unit": "1", "description": "left out", "gauge": {"dataPoints": [
        {**AT, "asDouble": 0.5, "attributes": [s("cpu", "0")]}, {**AT, "asInt": "-3", "attributes": [s("cpu", "1")]}]}}],
        [s("host.name", "h")]),
    [{"time": TIME, "metric": {"name": "cpu.load", "value": 0.5, "unit": "1", "type": "gauge"}, "fields": {"host.name": "h", "cpu": "0"}},
     {"time": TIME, "metric": {"name": "cpu.load", "value": -3.0, "unit": "1", "type": "gauge"}, "fields": {"host.name": "h", "cpu": "1"}}])
both_metrics("a cumulative monotonic sum is a counter",
    metrics([{"name": "requests", "sum": {"aggregationTemporality": 2, "isMonotonic": True, "dataPoints": [{**AT, **START, "asInt": "7"}]}}]),
    [{"time": TIME, "metric": {"name": "requests", "value": 7.0, "type": "counter"}, "fields": {"start_time": BEGAN}}])
both_metrics("a cumulative sum that may fall is a gauge",
    metrics([{"name": "queue", "sum": {"aggregationTemporality": 2, "dataPoints": [{**AT, "asInt": "2"}]}}]),
    [{"time": TIME, "metric": {"name": "queue", "value": 2.0, "type": "gauge"}}])
both_metrics("a delta says so and is no counter",
    metrics([{"name": "bytes", "unit": "By", "sum": {"aggregationTemporality": 1, "isMonotonic": True, "dataPoints": [{**AT, "asDouble": 1.5}]}}]),
    [{"time": TIME, "metric": {"name": "bytes", "value": 1.5, "unit": "By"}, "fields": {"temporality": "delta"}}])
C = "counter"
def part(name, value, type=None, **fields):
    event = {"time": TIME, "metric": {"name": name, "value": float(value)}}
    if type: event["metric"]["type"] = type
    if fields: event["fields"] = fields
    return event
both_metrics("a histogram as the series Prometheus has",
    metrics([{"name": "latency", "histogram": {"aggregationTemporality": 2, "dataPoints": [
        {**AT, "count": "6", "sum": 3.5, "min": 0.25, "max": 2, "explicitBounds": [0.5, 1], "bucketCounts": ["1", "2", "3"], "attributes": [s("r", "/")]}]}}]),
    [part("latency_count", 6, C, r="/"), part("latency_sum", 3.5, C, r="/"), part("latency_min", 0.25, "gauge", r="/"),
     part("latency_max", 2, "gauge", r="/"), part("latency_bucket", 1, C, r="/", le="0.5"),
     part("latency_bucket", 3, C, r="/", le="1"), part("latency_bucket", 6, C, r="/", le="+Inf")])
both_metrics("a histogram without buckets and sum, as delta",
    metrics([{"name": "h", "histogram": {"aggregationTemporality": 1, "dataPoints": [{**AT, "count": "2"}]}}]),
    [part("h_count", 2, temporality="delta")])
both_metrics("an exponential histogram keeps count, sum, least, most and scale",
    metrics([{"name": "e", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
        {**AT, "count": "4", "sum": 10, "scale": -3, "zeroCount": "1", "max": 8, "positive": {"offset": 1, "bucketCounts": ["1", "2"]}}]}}]),
    [part("e_count", 4, C, scale=-3, zero_count=1), part("e_sum", 10, C, scale=-3, zero_count=1), part("e_max", 8, "gauge", scale=-3, zero_count=1)])
both_metrics("a summary",
    metrics([{"name": "s", "summary": {"dataPoints": [{**AT, "count": "3", "sum": 9, "quantileValues": [{"quantile": 0.5, "value": 2}, {"quantile": 1, "value": 6}]}]}}]),
    [part("s_count", 3, C), part("s_sum", 9, C), part("s", 2, "gauge", quantile="0.5"), part("s", 6, "gauge", quantile="1")])
both_metrics("a point without a recorded value is a gap",
    metrics([{"name": "g", "gauge": {"dataPoints": [{**AT, "asDouble": 1}, {**AT, "flags": 1}]}}]),
    [part("g", 1, "gauge", gaps=1)])
both_metrics("gaps alone",
    metrics([{"name": "g", "gauge": {"dataPoints": [{**AT, "flags": 1}]}}]),
    [{"body": "no recorded value", "fields": {"gaps": 1}}])
both_metrics("two metrics, a value that is not a number",
    metrics([{"name": "nan", "gauge": {"dataPoints": [{**AT, "asDouble": "NaN"}]}}, {"name": "inf", "gauge": {"dataPoints": [{**AT, "asDouble": "Infinity"}]}}]),
    [{"time": TIME, "metric": {"name": "nan", "value": "NaN", "type": "gauge"}}, {"time": TIME, "metric": {"name": "inf", "value": "Infinity", "type": "gauge"}}])
metric_out.add("exemplars are not kept",
    proto.encode("otlp.Metrics", metrics([{"name": "x", "gauge": {"dataPoints": [{**AT, "asDouble": 1, "exemplars": [{"asDouble": 9}]}]}}])),
    [part("x", 1, "gauge")])
metric_out.add("a metric without a name: not taken",
    proto.encode("otlp.Metrics", metrics([{"gauge": {"dataPoints": [{"asDouble": 1}]}}])),
    [{"undecodable": "no OTLP: not a metric"}], format="", **{"as": "otlp-metrics"})
metric_out.add("buckets that do not fit their bounds: not taken",
    proto.encode("otlp.Metrics", metrics([{"name": "x", "histogram": {"dataPoints": [{"explicitBounds": [1], "bucketCounts": ["1"]}]}}])),
    [{"undecodable": "a histogram whose buckets do not fit its bounds"}], format="", **{"as": "otlp-metrics"})
metric_out.write()

json_out.add("numbers as numbers, members in another order, null for what is missing",
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":17,"body":{"stringValue":"n"},"timeUnixNano":1795435200000000000,"traceId":"","attributes":null}],"scope":null}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]}}]}',
    [{"time": TIME, "severity": 17, "body": "n", "fields": {"service.name": "s"}}])
json_out.add("ids in capitals", '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"i"},"traceId":"%s","spanId":"%s"}]}]}]}' % (TRACE.upper(), SPAN.upper()),
    [{"body": "i", "trace_id": TRACE, "span_id": SPAN}])
json_out.add("bytes stay base64", '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"bytesValue":"AAEC"}}]}]}]}', [{"body": "AAEC"}])
json_out.add("a span id that is none: plain JSON", '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"spanId":"xyz"}]}]}]}',
    [{"body": '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"spanId":"xyz"}]}]}]}', "fields": {"resourceLogs": '[{"scopeLogs":[{"logRecords":[{"spanId":"xyz"}]}]}]'}}], format="json")
json_out.add("no records: plain JSON", '{"resourceLogs":[]}', [{"body": '{"resourceLogs":[]}', "fields": {"resourceLogs": "[]"}}], format="json")
json_out.write()
