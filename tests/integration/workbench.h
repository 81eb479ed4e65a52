// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace weir {

/// What a program has left when it ended.
struct Finished
{
    int code = -1; ///< -1: killed, or it did not end in time
    QByteArray output;
    QByteArray errors;
};

/// A configuration and an index of their own, and the real programs working on them.
/// Thread: the test's.
class Workbench final
{
public:
    Workbench();
    /// Kills every collector that still runs.
    ~Workbench();

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString config() const { return path(QStringLiteral("config")); }
    QString index() const { return path(QStringLiteral("index")); }

    /// weir.toml
    void configure(const QString& toml) const;
    /// A file below the folder; missing folders are made.
    void write(const QString& name, const QByteArray& content) const;
    void append(const QString& name, const QByteArray& content) const;

    /// Any of the programs with these arguments alone.
    static Finished run(const QString& program, const QStringList& arguments,
                        int milliseconds = 60'000);
    /// `weir ARGUMENTS` on this configuration and index.
    Finished weir(const QStringList& arguments, int milliseconds = 60'000) const;
    Finished collectUntilEnd(const QStringList& more = {}, int milliseconds = 120'000) const;
    /// `weir query '' --count`; -1 when it fails.
    qint64 count(const QString& query = {}) const;
    /// `weir --json status`
    QJsonObject status() const;
    /// Of one source.
    QJsonObject source(const QString& name) const;

    /// Of the one that writes the index now, as its `collector.json` says; 0: none does. It is a child
    /// of what startCollector() has started, which starts another one when it crashes.
    qint64 collectorPid() const;

    /// Starts `weir-collector` and waits until it listens.
    QProcess* startCollector(const QStringList& more = {});
    /// Starts it and returns at once.
    QProcess* launchCollector(const QStringList& more = {});
    /// SIGTERM, and waits; what it has said is in the result.
    static Finished stop(QProcess* collector);

    /// A TCP port on which nothing listens.
    static int freePort();

private:
    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<QProcess>> m_collectors;
};

} // namespace weir
