// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

namespace weir {

RegistryConfig readRegistry(const TomlValue& table, Problems& problems)
{
    RegistryConfig registry;
    TableReader reader(table, problems);
    reader.readRequired("url", registry.url);
    readUserName(reader, registry.username);
    readSecret(reader, "password", registry.password);
    readFileName(reader, "ca", registry.ca);
    const bool isHttp = registry.url.starts_with("http://") || registry.url.starts_with("https://");
    if (!registry.url.empty() && !isHttp)
        problems.error(reader.find("url")->place, "'url' must begin with http:// or https://");
    while (registry.url.ends_with('/'))
        registry.url.pop_back();
    reader.finish();
    return registry;
}

SchemaFiles readSchemaFiles(const TomlValue& table, Problems& problems)
{
    SchemaFiles files;
    TableReader reader(table, problems);
    readFileName(reader, "avro", files.avro);
    if (const TomlValue* protobuf = reader.table("protobuf")) {
        TableReader inner(*protobuf, problems);
        inner.readRequired("file", files.protobuf);
        readFileName(inner, "file", files.protobuf);
        inner.readRequired("message", files.protobufMessage);
        inner.finish();
    }
    reader.finish();
    return files;
}

} // namespace weir
