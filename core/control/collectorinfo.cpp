// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/collectorinfo.h"

#include "core/json.h"

#include <simdjson.h>

#include <fstream>
#include <sstream>

namespace weir {

std::string CollectorInfo::toJson() const
{
    JsonWriter json;
    json.beginObject();
    json.member("pid", pid).member("socket", socket).member("version", version);
    json.endObject();
    return json.take();
}

Result<CollectorInfo> CollectorInfo::fromJson(std::string_view json)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    CollectorInfo info;
    std::string_view socket;
    std::string_view version;
    if (parser.parse(simdjson::padded_string(json)).get(object) != simdjson::SUCCESS
        || object["pid"].get(info.pid) != simdjson::SUCCESS
        || object["socket"].get(socket) != simdjson::SUCCESS)
        return Error{Error::Code::Corrupt, fileName, "is not what a collector writes"};
    if (object["version"].get(version) != simdjson::SUCCESS)
        version = {};
    info.socket = socket;
    info.version = version;
    return info;
}

Result<CollectorInfo> CollectorInfo::read(const std::filesystem::path& index)
{
    std::ifstream file(index / fileName, std::ios::binary);
    if (!file)
        return Error{Error::Code::NotFound, index.string(), "no collector runs on this index"};
    std::ostringstream text;
    text << file.rdbuf();
    return fromJson(text.str());
}

} // namespace weir
