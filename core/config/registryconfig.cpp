// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/sourcekeys.h"

namespace weir {

void readRegistry(const TomlValue& table, Problems& problems)
{
    std::string url;
    std::string username;
    std::string password;
    std::string ca;
    TableReader reader(table, problems);
    reader.readRequired("url", url);
    readUserName(reader, username);
    readSecret(reader, "password", password);
    readFileName(reader, "ca", ca);
    reader.finish();
}

} // namespace weir
