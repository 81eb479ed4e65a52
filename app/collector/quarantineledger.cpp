// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/quarantineledger.h"

#include "app/collector/privatefile.h"
#include "app/collector/say.h"

#include <fmt/format.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace weir {

namespace {

/// Suspicions about positions that were passed long ago are not kept for ever.
constexpr std::size_t mostSuspicions = 64;

QString text(const std::string& bytes)
{
    return QString::fromStdString(bytes);
}

std::string textOf(const QJsonValue& value)
{
    return value.toString().toStdString();
}

QJsonObject toJson(const QuarantineLedger::Entry& entry)
{
    const Stream& stream = entry.range.stream;
    QJsonObject json{
        {QStringLiteral("source"), text(entry.source)},
        {QStringLiteral("kind"), int(stream.kind)},
        {QStringLiteral("scope"), text(stream.scope)},
        {QStringLiteral("name"), text(stream.name)},
        {QStringLiteral("partition"), stream.partition},
        {QStringLiteral("epoch"), qint64{stream.epoch}},
        {QStringLiteral("from"), qint64{entry.range.offsets.from}},
        {QStringLiteral("to"), qint64{entry.range.offsets.to}},
        {QStringLiteral("fetch"), entry.range.isDeadlyToFetch},
        {QStringLiteral("deaths"), entry.deaths},
    };
    if (entry.hash != 0) {
        json[QStringLiteral("size")] = static_cast<qint64>(entry.size);
        json[QStringLiteral("xxh3")] = text(fmt::format("{:016x}", entry.hash));
    }
    if (!entry.head.empty())
        json[QStringLiteral("head")] =
            QString::fromLatin1(QByteArray::fromStdString(entry.head).toBase64());
    return json;
}

QuarantineLedger::Entry fromJson(const QJsonValue& json)
{
    QuarantineLedger::Entry entry;
    entry.source = textOf(json[QStringLiteral("source")]);
    Stream& stream = entry.range.stream;
    const int kind = json[QStringLiteral("kind")].toInt();
    stream.kind = static_cast<SourceKind>(std::clamp(kind, 0, int(SourceKind::File)));
    stream.scope = textOf(json[QStringLiteral("scope")]);
    stream.name = textOf(json[QStringLiteral("name")]);
    stream.partition = json[QStringLiteral("partition")].toInt();
    stream.epoch = static_cast<std::uint32_t>(json[QStringLiteral("epoch")].toInteger());
    entry.range.offsets = {json[QStringLiteral("from")].toInteger(),
                           json[QStringLiteral("to")].toInteger()};
    entry.range.isDeadlyToFetch = json[QStringLiteral("fetch")].toBool();
    entry.deaths = json[QStringLiteral("deaths")].toInt();
    entry.size = static_cast<std::uint64_t>(json[QStringLiteral("size")].toInteger());
    entry.hash = json[QStringLiteral("xxh3")].toString().toULongLong(nullptr, 16);
    entry.head = QByteArray::fromBase64(json[QStringLiteral("head")].toString().toLatin1())
                     .toStdString();
    return entry;
}

Stream streamOf(const DecodingSlot& slot)
{
    return {static_cast<SourceKind>(slot.kind), slot.scope.data(), slot.name.data(),
            slot.partition, slot.epoch};
}

} // namespace

std::string QuarantineLedger::Entry::place() const
{
    const Stream& stream = range.stream;
    const std::string offsets = range.offsets.to > range.offsets.from + 1
        ? fmt::format("offsets {} to {}", range.offsets.from, range.offsets.to - 1)
        : fmt::format("offset {}", range.offsets.from);
    if (stream.kind == SourceKind::Kafka)
        return fmt::format("topic '{}' partition {}, {}", stream.name, stream.partition, offsets);
    return fmt::format("{}, {}", stream.name, offsets);
}

QuarantineLedger::QuarantineLedger(std::filesystem::path folder)
    : m_folder(std::move(folder))
{
}

Result<Done> QuarantineLedger::load()
{
    QFile file(text(m_folder / fileName));
    if (!file.exists())
        return Done{};
    QJsonParseError error;
    const auto json = file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll(), &error).object()
        : QJsonObject();
    if (json.isEmpty())
        return Error{Error::Code::Corrupt, m_folder / fileName,
                     "this list of quarantined positions cannot be read; it begins anew"};
    const std::lock_guard lock(m_mutex);
    m_unexplained = json[QStringLiteral("unexplained")].toInt();
    m_entries.clear();
    for (const QJsonValue& entry : json[QStringLiteral("positions")].toArray())
        m_entries.push_back(fromJson(entry));
    return Done{};
}

std::vector<std::string> QuarantineLedger::learn(CrashNotes& notes)
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> sentences;
    const Death death = notes.death();
    bool isExplained = false;
    for (const DecodingSlot& slot : notes.decoding()) {
        const bool isInvolved = slot.isTaken && slot.isDecoding
            && (death.thread == 0 || death.thread == slot.thread);
        if (!death.isKnown || !isInvolved)
            continue;
        const Entry* const entry = slot.offset < 0 ? nullptr : &note(slot);
        // Whose thread is not known may have been busy by chance: once is no explanation.
        isExplained = isExplained || death.thread != 0 || (entry && entry->deaths > 1);
        if (entry && entry->isQuarantined())
            sentences.push_back(fmt::format("{}: {} ended the collector {} times: it is quarantined, "
                                            "and stands as a gap",
                                            entry->source, entry->place(), entry->deaths));
    }
    if (death.isOwn() && !isExplained)
        ++m_unexplained;
    if (!sentences.empty())
        m_unexplained = 0;
    if (death.isKnown)
        save();
    notes.clear();
    return sentences;
}

/// Counts a death at the position.
const QuarantineLedger::Entry& QuarantineLedger::note(const DecodingSlot& slot)
{
    Entry& entry = entryFor(slot.source.data(), streamOf(slot), slot.offset);
    ++entry.deaths;
    entry.size = slot.size;
    if (slot.hash != 0) {
        entry.hash = slot.hash;
        entry.head.assign(slot.head.data(), std::min<std::size_t>(slot.headUsed, slot.head.size()));
    }
    return entry;
}

QuarantineLedger::Entry& QuarantineLedger::entryFor(const std::string& source, const Stream& stream,
                                                    std::int64_t offset)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry& entry) {
        return entry.source == source && entry.range.contains(stream, offset);
    });
    if (found != m_entries.end())
        return *found;
    const auto isSuspicion = [](const Entry& entry) {
        return !entry.isQuarantined();
    };
    if (static_cast<std::size_t>(std::ranges::count_if(m_entries, isSuspicion)) >= mostSuspicions)
        m_entries.erase(std::ranges::find_if(m_entries, isSuspicion));
    Entry entry;
    entry.source = source;
    entry.range = {stream, {offset, offset + 1}, false};
    m_entries.push_back(std::move(entry));
    return m_entries.back();
}

std::vector<QuarantineLedger::Entry> QuarantineLedger::entriesOf(const std::string& source) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Entry> entries;
    std::ranges::copy_if(m_entries, std::back_inserter(entries),
                         [&source](const Entry& entry) { return entry.source == source; });
    return entries;
}

int QuarantineLedger::unexplained() const
{
    const std::lock_guard lock(m_mutex);
    return m_unexplained;
}

void QuarantineLedger::add(const std::string& source, const QuarantinedRange& range)
{
    const std::lock_guard lock(m_mutex);
    Entry entry;
    entry.source = source;
    entry.range = range;
    entry.deaths = enoughDeaths;
    m_entries.push_back(std::move(entry));
    m_unexplained = 0;
    save();
}

void QuarantineLedger::settle()
{
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_unexplained, 0) != 0)
        save();
}

void QuarantineLedger::save() const
{
    QJsonArray positions;
    for (const Entry& entry : m_entries)
        positions.append(toJson(entry));
    const QJsonObject json{{QStringLiteral("unexplained"), m_unexplained},
                           {QStringLiteral("positions"), positions}};
    const auto bytes = QJsonDocument(json).toJson().toStdString();
    if (const auto written = writePrivateFile(m_folder, fileName, bytes); !written)
        say(written.error().text());
}

} // namespace weir
