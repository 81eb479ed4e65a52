// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"

namespace weir {

std::optional<ViewConfig> readView(const TomlValue& file, Problems& problems)
{
    ViewConfig view;
    view.file = problems.file();
    TableReader reader(file, problems);
    reader.readRequired("name", view.name);
    reader.require("query"); // may be empty: everything
    reader.readQuery("query", view.query);
    reader.read("columns", view.columns);
    reader.finish();
    if (problems.errorCount() > 0)
        return std::nullopt;
    return view;
}

} // namespace weir
