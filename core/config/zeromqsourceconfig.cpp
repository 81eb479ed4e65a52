// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

/// The alphabet of ZeroMQ's RFC 32.
constexpr std::string_view z85 =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

std::string faultOfKey(const std::string& key)
{
    const bool isKey = key.size() == 40 && key.find_first_not_of(z85) == std::string::npos;
    return isKey ? std::string()
                 : fmt::format("'{}' is no CURVE key: 40 characters of Z85", key);
}

void readKey(TableReader& reader, std::string_view name, std::string& key)
{
    reader.read(name, key);
    if (key.empty())
        return;
    if (const std::string fault = faultOfKey(key); !fault.empty())
        reader.problems().error(reader.find(name)->place, fault);
}

/// Which side we are decides which keys make sense.
void checkSides(const TomlValue& table, TableReader& reader, const ZeroMqCurve& curve)
{
    Problems& problems = reader.problems();
    if (!curve.isServer) {
        reader.require("server_key");
        if (const TomlValue* allowed = reader.find("allowed"))
            problems.error(allowed->place, "'allowed' is for a server; this source is a client");
        if (!curve.publicKey.empty() && curve.secretKey.empty())
            problems.error(table.place, "'public_key' without 'secret_key' is of no use");
        return;
    }
    reader.require("secret_key");
    if (const TomlValue* key = reader.find("server_key"))
        problems.error(key->place, "'server_key' is for a client; this source is a server, "
                                   "whose own keys are 'public_key' and 'secret_key'");
    if (curve.allowed.empty())
        problems.error(table.place, "'allowed' must name the public keys of the clients to let in");
}

void readCurve(const TomlValue& table, Problems& problems, bool isBound, ZeroMqCurve& curve)
{
    TableReader reader(table, problems);
    curve.isOn = true;
    curve.isServer = isBound;
    reader.read("server", curve.isServer);
    readKey(reader, "server_key", curve.serverKey);
    readKey(reader, "public_key", curve.publicKey);
    readSecret(reader, "secret_key", curve.secretKey);
    reader.read("allowed", curve.allowed);
    checkItems(reader, "allowed", faultOfKey);
    checkSides(table, reader, curve);
    reader.finish();
}

void checkBound(TableReader& reader, const ZeroMqSource& zeromq)
{
    if (zeromq.curve.isOn || zeromq.bindAnywhere)
        return;
    checkItems(reader, "bind", [](const std::string& endpoint) {
        return isOfThisMachine(endpoint) || !faultOfEndpoint(endpoint, true).empty()
            ? std::string()
            : fmt::format("'{}' lets everybody on the network in: give it 'curve' keys, listen on "
                          "127.0.0.1, or say bind_anywhere = true",
                          endpoint);
    });
}

} // namespace

ZeroMqSource readZeroMq(const TomlValue& table, Problems& problems)
{
    ZeroMqSource zeromq;
    TableReader reader(table, problems);
    reader.readChoice("type", {"sub", "pull"}, zeromq.type);
    reader.read("connect", zeromq.connect);
    reader.read("bind", zeromq.bind);
    reader.read("topics", zeromq.topics);
    reader.readSize("max_message_size", zeromq.maxMessageBytes);
    reader.readChoice("frames",
                      {"auto", "payload", "topic+payload", "topic+payload+time",
                       "topic+payload+sequence", "topic+sequence+payload", "topic payload",
                       "topic:payload"},
                      zeromq.frames);
    reader.read("sequence_field", zeromq.sequenceField);
    reader.read("bind_anywhere", zeromq.bindAnywhere);
    if (const TomlValue* curve = reader.table("curve"))
        readCurve(*curve, problems, !zeromq.bind.empty(), zeromq.curve);
    checkItems(reader, "connect", [](const std::string& e) { return faultOfEndpoint(e, false); });
    checkItems(reader, "bind", [](const std::string& e) { return faultOfEndpoint(e, true); });
    checkBound(reader, zeromq);
    const TomlValue* topics = reader.find("topics");
    if (topics && zeromq.type == ZeroMqSource::Type::Pull)
        problems.error(topics->place, "a pull socket has no topics");
    const bool hasEndpoint = reader.find("connect") || reader.find("bind");
    if (reader.finish() && (!hasEndpoint || (zeromq.connect.empty() && zeromq.bind.empty())))
        problems.error(table.place, "there is no endpoint: 'connect' or 'bind' is missing");
    return zeromq;
}

} // namespace weir
