// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/firstdashboard.h"

#include <QFile>
#include <QString>

namespace weir {

namespace {

const char* const overview = R"(title = "Overview"

[[panel]]
title = "Events"
type  = "stat"
query = "| rate every 1s"
at    = [0, 0, 6, 4]
unit  = "per second"

[[panel]]
title = "Errors"
type  = "stat"
query = "level>=error | count"
at    = [0, 4, 6, 4]

[[panel]]
title = "Events by source"
type  = "timeseries"
query = "| rate by source every 5s"
at    = [6, 0, 18, 8]
unit  = "per second"

[[panel]]
title = "Errors by service"
type  = "timeseries"
query = "level>=error | count by service every 10s"
at    = [0, 8, 12, 8]

[[panel]]
title = "Warnings and errors, live"
type  = "logs"
query = "level>=warn"
at    = [12, 8, 12, 8]
)";

} // namespace

Result<Done> writeFirstDashboard(const std::filesystem::path& config)
{
    std::error_code error;
    const std::filesystem::path folder = config / "dashboards";
    std::filesystem::create_directories(folder, error);
    if (error)
        return Error{Error::Code::Io, folder.string(), error.message()};
    const std::filesystem::path path = folder / "overview.toml";
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return Error{Error::Code::Io, path.string(), file.errorString().toStdString()};
    if (file.write(overview) < 0 || !file.flush())
        return Error{Error::Code::Full, path.string(), file.errorString().toStdString()};
    return Done{};
}

} // namespace weir
