# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent publisher for tst_zeromqintake: python3-zmq, not our code.

Binds a PUB socket with a tiny high-water mark to a free port and prints the endpoint. After the first
line on stdin it publishes COUNT messages `[topic][payload][u32 LE]` of two topics without a pause and
prints `flooded`; each line after that makes it publish one more of each. Prints how many it has published when stdin ends.
"""
import struct
import sys

import zmq

count = int(sys.argv[1])
socket = zmq.Context().socket(zmq.XPUB)
socket.setsockopt(zmq.SNDHWM, 10)
socket.setsockopt(zmq.LINGER, 0)
port = socket.bind_to_random_port("tcp://127.0.0.1")
print(f"tcp://127.0.0.1:{port}", flush=True)
numbers = {b"hashblock": 0, b"rawtx": 0}


def publish(topic):
    payload = b'{"topic":"%s","n":%d}' % (topic, numbers[topic])
    socket.send_multipart([topic, payload, struct.pack("<I", numbers[topic] & 0xFFFFFFFF)])
    numbers[topic] += 1


socket.recv()  # the subscription
sys.stdin.readline()
for i in range(count):
    publish(b"rawtx" if i % 5 else b"hashblock")
print("flooded", flush=True)
for _ in sys.stdin:
    for name in numbers:
        publish(name)
print(sum(numbers.values()), flush=True)
