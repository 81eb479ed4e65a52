// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/facts.h"

namespace weir {

namespace {

void putStream(ByteWriter& out, const Stream& stream)
{
    out.put(static_cast<std::uint8_t>(stream.kind));
    out.putText(stream.scope);
    out.putText(stream.name);
    out.putZigzag(stream.partition);
    out.putVarint(stream.epoch);
}

void putRange(ByteWriter& out, OffsetRange range)
{
    out.putZigzag(range.from);
    out.putZigzag(range.to);
}

SourceKind takeKind(ByteReader& in)
{
    const auto kind = in.get<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(SourceKind::File))
        in.fail();
    return static_cast<SourceKind>(kind);
}

Stream takeStream(ByteReader& in)
{
    Stream stream;
    stream.kind = takeKind(in);
    stream.scope = in.getText();
    stream.name = in.getText();
    stream.partition = static_cast<std::int32_t>(in.getZigzag());
    stream.epoch = static_cast<std::uint32_t>(in.getVarint());
    return stream;
}

OffsetRange takeRange(ByteReader& in)
{
    OffsetRange range;
    range.from = in.getZigzag();
    range.to = in.getZigzag();
    return range;
}

Gap takeGap(ByteReader& in)
{
    Gap gap;
    gap.stream = takeStream(in);
    gap.offsets = takeRange(in);
    gap.count = in.getVarint();
    const auto reason = in.get<std::uint8_t>();
    if (reason > static_cast<std::uint8_t>(Gap::Reason::SkippedByUser))
        in.fail();
    gap.reason = static_cast<Gap::Reason>(reason);
    gap.noticed = timePointOf(in.getZigzag());
    return gap;
}

/// Reads a counted list; a count that the bytes cannot hold ends at the first missing item.
template<typename Take>
void takeList(ByteReader& in, Take take)
{
    for (std::uint64_t left = in.getVarint(); left > 0 && in.isGood(); --left)
        take();
}

} // namespace

void putFacts(ByteWriter& out, const EventColumns& columns)
{
    out.putText(columns.source);
    out.put(static_cast<std::uint8_t>(columns.sourceKind));
    out.putVarint(columns.labels.size());
    for (const auto& [name, value] : columns.labels) {
        out.putText(name);
        out.putText(value);
    }
    out.putVarint(columns.streams.size());
    for (const Stream& stream : columns.streams)
        putStream(out, stream);
    out.putVarint(columns.positions.size());
    for (const PositionSpan& span : columns.positions) {
        out.putVarint(span.stream);
        putRange(out, span.offsets);
    }
    out.putVarint(columns.gaps.size());
    for (const Gap& gap : columns.gaps) {
        putStream(out, gap.stream);
        putRange(out, gap.offsets);
        out.putVarint(gap.count);
        out.put(static_cast<std::uint8_t>(gap.reason));
        out.putZigzag(nanosecondsOf(gap.noticed));
    }
}

void takeFacts(ByteReader& in, EventColumns& columns)
{
    columns.source = in.getText();
    columns.sourceKind = takeKind(in);
    takeList(in, [&] {
        const auto name = in.getText();
        columns.labels.emplace_back(name, in.getText());
    });
    takeList(in, [&] { columns.streams.push_back(takeStream(in)); });
    takeList(in, [&] {
        PositionSpan span;
        span.stream = static_cast<std::uint32_t>(in.getVarint());
        span.offsets = takeRange(in);
        columns.positions.push_back(span);
    });
    takeList(in, [&] { columns.gaps.push_back(takeGap(in)); });
}

} // namespace weir
