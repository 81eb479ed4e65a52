# SPDX-License-Identifier: GPL-3.0-or-later
"""What the makers of the binary part of the corpus have in common."""
import base64, json, pathlib, struct, subprocess, tempfile
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

HERE = pathlib.Path(__file__).parent
T0 = 1795435200  # 2026-11-23T12:00:00Z
assert T0 == 20780 * 86400 + 43200  # 20780 days since 1970


class File:
    def __init__(self, name, comment):
        self.path = HERE.parent / (name + ".ndjson")
        self.lines = ["# " + comment]
        self.format = name

    def add(self, name, payload, events, format=None, **more):
        line = {"name": name}
        if isinstance(payload, bytes):
            line["message_base64"] = base64.b64encode(payload).decode()
        else:
            line["message"] = payload
        line.update(more)
        line["format"] = self.format if format is None else format
        line["events"] = events
        self.lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n")
        print(self.path.name, len(self.lines) - 1)


class Proto:
    """Messages of a .proto file, from dictionaries as in proto3's JSON mapping."""

    def __init__(self, file):
        with tempfile.NamedTemporaryFile() as out:
            subprocess.run(["protoc", "-I", str(HERE), "--descriptor_set_out=" + out.name,
                            str(HERE / file)], check=True)
            self.descriptors = pathlib.Path(out.name).read_bytes()
        pool = descriptor_pool.DescriptorPool()
        for one in descriptor_pb2.FileDescriptorSet.FromString(self.descriptors).file:
            pool.Add(one)
        self.pool = pool

    def encode(self, type_name, content):
        kind = message_factory.GetMessageClass(self.pool.FindMessageTypeByName(type_name))
        return json_format.ParseDict(content, kind()).SerializeToString()
