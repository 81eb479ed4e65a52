// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/workbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

namespace weir {

/// What `weir --json source …` has printed.
struct SourceLines
{
    int code = -1;
    std::vector<QJsonObject> lines;
    QByteArray errors;

    /// The last line.
    QJsonObject last() const { return lines.empty() ? QJsonObject() : lines.back(); }
    /// A step by its name; empty when it did not come to it.
    QJsonObject step(const QString& name) const
    {
        for (const QJsonObject& line : lines) {
            if (line[QStringLiteral("step")].toString() == name)
                return line;
        }
        return {};
    }
    /// The step that failed: its name and what was said.
    QString failedStep() const
    {
        for (const QJsonObject& line : lines) {
            if (line.contains(QStringLiteral("step")) && !line[QStringLiteral("ok")].toBool())
                return line[QStringLiteral("step")].toString();
        }
        return {};
    }
    QString text() const
    {
        return last()[QStringLiteral("result")][QStringLiteral("text")].toString();
    }
    std::vector<QJsonObject> messages() const
    {
        std::vector<QJsonObject> all;
        for (const QJsonObject& line : lines) {
            if (line.contains(QStringLiteral("message")))
                all.push_back(line[QStringLiteral("message")].toObject());
        }
        return all;
    }
};

inline SourceLines lookAt(const Workbench& bench, const QStringList& arguments)
{
    const Finished finished = bench.weir(
        QStringList{QStringLiteral("--json"), QStringLiteral("source")} + arguments);
    SourceLines lines{finished.code, {}, finished.errors};
    for (const QByteArray& line : finished.output.split('\n')) {
        if (!line.isEmpty())
            lines.lines.push_back(QJsonDocument::fromJson(line).object());
    }
    return lines;
}

} // namespace weir
