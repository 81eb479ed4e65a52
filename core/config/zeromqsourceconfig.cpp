// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

namespace weir {

ZeroMqSource readZeroMq(const TomlValue& table, Problems& problems)
{
    ZeroMqSource zeromq;
    TableReader reader(table, problems);
    reader.readChoice("type", {"sub", "pull"}, zeromq.type);
    reader.read("connect", zeromq.connect);
    reader.read("bind", zeromq.bind);
    reader.read("topics", zeromq.topics);
    reader.readSize("max_message_size", zeromq.maxMessageBytes);
    checkItems(reader, "connect", [](const std::string& e) { return faultOfEndpoint(e, false); });
    checkItems(reader, "bind", [](const std::string& e) { return faultOfEndpoint(e, true); });
    const TomlValue* topics = reader.find("topics");
    if (topics && zeromq.type == ZeroMqSource::Type::Pull)
        problems.error(topics->place, "a pull socket has no topics");
    const bool hasEndpoint = reader.find("connect") || reader.find("bind");
    if (reader.finish() && (!hasEndpoint || (zeromq.connect.empty() && zeromq.bind.empty())))
        problems.error(table.place, "there is no endpoint: 'connect' or 'bind' is missing");
    return zeromq;
}

} // namespace weir
