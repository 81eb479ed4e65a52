// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/readers.h"
#include "core/config/tablereader.h"

namespace weir {

// Keys that several kinds of source have.

/// A key that names a secret: only a reference may stand there, never the secret itself.
void readSecret(TableReader& reader, std::string_view key, std::string& reference);

/// `username`; may be a reference.
void readUserName(TableReader& reader, std::string& name);

/// The path of a file; one that cannot be read is a warning.
void readFileName(TableReader& reader, std::string_view key, std::string& path);

/// Reports the items of a list in which `faultOf` finds a fault.
template<typename Fault>
void checkItems(TableReader& reader, std::string_view key, Fault faultOf)
{
    const TomlValue* list = reader.find(key);
    if (!list)
        return;
    for (const TomlValue& item : list->items) {
        const std::string fault =
            item.kind == TomlValue::Kind::String ? faultOf(item.text) : std::string();
        if (!fault.empty())
            reader.problems().error(item.place, fault);
    }
}

} // namespace weir
