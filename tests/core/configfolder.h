// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace weir {

inline std::filesystem::path pathOf(const QString& path)
{
    return path.toStdString();
}

/// `LINE:COLUMN: error: MESSAGE`, one a line; what matters of problems but the folder.
inline QString printed(const std::vector<ConfigProblem>& problems)
{
    QStringList lines;
    for (ConfigProblem problem : problems) {
        problem.file.clear();
        lines << QString::fromStdString(problem.text());
    }
    return lines.join(u'\n');
}

/// A configuration folder of its own.
class Folder final
{
public:
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        file.write(content);
    }

    QString filePath(const QString& name) const { return m_folder.filePath(name); }
    Configuration load() const { return loadConfiguration(pathOf(m_folder.path())); }

private:
    QTemporaryDir m_folder;
};

inline const QByteArray goodSource = R"([[source]]
name = "good"
kafka = { brokers = "localhost:9092", topics = ["a"] }
)";

inline const QByteArray goodAlert = R"([[alert]]
name  = "errors"
query = "level>=error | count by region every 10s"
when  = "> 50"
)";

} // namespace weir
