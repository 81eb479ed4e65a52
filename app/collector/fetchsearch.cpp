// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/fetchsearch.h"

#include "app/collector/say.h"
#include "core/config/paths.h"

#include <fmt/format.h>
#include <sys/prctl.h>

#include <QProcess>

#include <algorithm>
#include <csignal>

namespace weir {

namespace {

constexpr std::uint64_t leastMemory = std::uint64_t{48} << 20;
constexpr int lookInterval = 100; ///< ms, for a wish to stop

} // namespace

FetchSearch::FetchSearch(QStringList arguments, std::string source, std::uint64_t memoryLimit)
    : m_arguments(std::move(arguments))
    , m_source(std::move(source))
    , m_memoryLimit(memoryLimit)
{
}

void FetchSearch::run(QuarantineLedger& ledger, int round,
                      const std::function<bool()>& isStopping)
{
    m_isStopping = isStopping;
    m_probeLimit = std::max(m_memoryLimit >> std::clamp(round + 1, 1, 8), leastMemory);
    say(fmt::format("{}: looking for what ended the collector before it could be seen", m_source));
    while (!isStopping()) {
        const auto found = find();
        if (!found)
            return;
        ledger.add(m_source, *found);
        QuarantineLedger::Entry entry;
        entry.range = *found;
        say(fmt::format("{}: {}: receiving it ends the collector; it is quarantined, and stands as a gap",
                        m_source, entry.place()));
    }
}

std::optional<QuarantinedRange> FetchSearch::find() const
{
    const Probe dead = probe({});
    if (!dead.hasDied || dead.stream.name.empty())
        return std::nullopt;
    const auto from = beginningOf(dead);
    if (!from)
        return std::nullopt;
    return QuarantinedRange{dead.stream, {*from, endOf(dead, *from)}, true};
}

/// Where reading batch by batch ends; nothing when it does not.
std::optional<std::int64_t> FetchSearch::beginningOf(const Probe& dead) const
{
    for (std::int64_t at = dead.next; !m_isStopping();) {
        const Probe again = readFrom(dead.stream, at, false);
        if (!again.hasDied)
            return std::nullopt;
        if (again.next <= at)
            return at;
        at = again.next; // what it has read last may not have been the one before
    }
    return std::nullopt;
}

std::int64_t FetchSearch::endOf(const Probe& dead, std::int64_t from) const
{
    const std::int64_t end = std::max(dead.end, from + 1);
    std::int64_t deadly = from;
    std::int64_t good = end;
    for (std::int64_t step = 1; from + step < end && !m_isStopping(); step *= 2) {
        if (!readFrom(dead.stream, from + step, true).hasDied) {
            good = from + step;
            break;
        }
        deadly = from + step;
    }
    while (good - deadly > 1 && !m_isStopping()) {
        const std::int64_t middle = deadly + (good - deadly) / 2;
        (readFrom(dead.stream, middle, true).hasDied ? deadly : good) = middle;
    }
    return good;
}

FetchSearch::Probe FetchSearch::readFrom(const Stream& stream, std::int64_t offset,
                                         bool untilFirst) const
{
    QStringList more{QStringLiteral("--topic"),     QString::fromStdString(stream.name),
                     QStringLiteral("--partition"), QString::number(stream.partition),
                     QStringLiteral("--from"),      QString::number(offset)};
    if (untilFirst)
        more << QStringLiteral("--first");
    Probe result = probe(more);
    result.next = std::max(result.next, offset);
    return result;
}

FetchSearch::Probe FetchSearch::probe(const QStringList& more) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    process.start(QString::fromStdString(programFolder() / "weir-collector"),
                  QStringList{QStringLiteral("probe-fetch")} + m_arguments
                      + QStringList{QStringLiteral("--source"), QString::fromStdString(m_source),
                                    QStringLiteral("--memory"), QString::number(m_probeLimit)}
                      + more);
    Probe result;
    if (!wait(process))
        return result;
    for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.split('\t');
        if (words.size() == 7 && words[0] == "partition") {
            result.stream = {SourceKind::Kafka, words[1].toStdString(), words[2].toStdString(),
                             words[3].toInt(), words[4].toUInt()};
            result.next = words[5].toLongLong();
            result.end = words[6].toLongLong();
        } else if (words.size() == 2 && words[0] == "next") {
            result.next = words[1].toLongLong();
        }
    }
    result.hasDied =
        process.exitStatus() == QProcess::CrashExit || process.exitCode() == exitOutOfMemory;
    return result;
}

/// False when it was ended because we are to stop.
bool FetchSearch::wait(QProcess& process) const
{
    while (process.state() != QProcess::NotRunning) {
        if (process.waitForFinished(lookInterval))
            return true;
        if (m_isStopping()) {
            process.kill();
            process.waitForFinished();
            return false;
        }
    }
    return true;
}

} // namespace weir
