// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demofiles.h"

#include <QByteArray>
#include <QDirIterator>
#include <QFile>

#include <fstream>
#include <system_error>

namespace weir::demo {

namespace {

constexpr auto marker = "weir-demo";

std::string filledIn(std::string text, const Endpoints& endpoints)
{
    const auto replace = [&text](const std::string& name, const std::string& value) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at))
            text.replace(at, name.size(), value);
    };
    replace("@KAFKA@", endpoints.kafka);
    replace("@MARKET@", endpoints.market);
    replace("@TELEMETRY@", endpoints.telemetry);
    return text;
}

/// Whether the folder is new, empty, or a demonstration of ours.
bool isOurs(const std::filesystem::path& folder)
{
    std::error_code failed;
    return !std::filesystem::exists(folder, failed)
        || std::filesystem::exists(folder / marker, failed)
        || std::filesystem::is_empty(folder, failed);
}

Result<Done> writeFile(const std::filesystem::path& path, const std::string& text)
{
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
        return Error{Error::Code::Io, path.string(), "cannot be written"};
    return Done{};
}

} // namespace

Result<Done> writeDemoFiles(const std::filesystem::path& folder, const Endpoints& endpoints)
{
    if (!isOurs(folder))
        return Error{Error::Code::Denied, folder.string(),
                     "is not a demonstration's folder; choose another one with --dir"};
    std::error_code ignored;
    std::filesystem::remove_all(folder / "config", ignored);
    std::filesystem::remove_all(folder / "index", ignored);
    if (auto done = writeFile(folder / marker, "Made by weir demo; may be removed.\n"); !done)
        return done;

    const QString root = QStringLiteral(":/weir/demo/");
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            return Error{Error::Code::Io, file.fileName().toStdString(), "is not in the program"};
        const auto name = file.fileName().mid(root.size()).toStdString();
        if (auto done = writeFile(folder / "config" / name,
                                  filledIn(file.readAll().toStdString(), endpoints));
            !done)
            return done;
    }
    return Done{};
}

} // namespace weir::demo
