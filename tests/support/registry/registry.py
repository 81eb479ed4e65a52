#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schema registry for tests: registry.py FILE [--user NAME:PASSWORD] [--silent]

Serves the schemas of a JSON file (tests/data/formats/schemas/registry.json) on a free port of 127.0.0.1, and writes the
port as its first line. Answers five endpoints of Confluent's interface:

    GET /schemas/ids/N   GET /schemas/types   GET /subjects
    GET /subjects/S/versions   GET /subjects/S/versions/V

--user asks for basic authentication; --silent accepts connections and never answers. Each request is a line of output.
It ends when its standard input does.
"""
import argparse, base64, http.server, json, sys, threading, urllib.parse

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("--user")
parser.add_argument("--silent", action="store_true")
options = parser.parse_args()
data = json.load(open(options.file))
gate = threading.Event()


def answer(path):
    """A status and what is said."""
    if path == ["schemas", "types"]:
        return 200, ["AVRO", "PROTOBUF", "JSON"]
    if path[:2] == ["schemas", "ids"] and len(path) == 3:
        schema = data["ids"].get(path[2])
        return (200, schema) if schema else (404, {"error_code": 40403, "message": "Schema not found"})
    if path == ["subjects"]:
        return 200, sorted(data["subjects"])
    if path[:1] == ["subjects"] and len(path) > 2 and path[2] == "versions":
        versions = data["subjects"].get(path[1], {})
        if len(path) == 3 and versions:
            return 200, [int(version) for version in versions]
        if len(path) == 4 and path[3] in versions:
            return 200, {"subject": path[1], "version": int(path[3]), **versions[path[3]]}
        return 404, {"error_code": 40401, "message": "Subject not found"}
    return 404, {"error_code": 404, "message": "HTTP 404 Not Found"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        print(self.path, flush=True)
        if options.silent:
            gate.wait()
        wanted = "Basic " + base64.b64encode((options.user or "").encode()).decode()
        if options.user and self.headers.get("Authorization") != wanted:
            return self.say(401, {"error_code": 40101, "message": "Unauthorized"})
        self.say(*answer([urllib.parse.unquote(part) for part in self.path.strip("/").split("/")]))

    def say(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
