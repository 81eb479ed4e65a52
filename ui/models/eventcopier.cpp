// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventcopier.h"

#include "core/eventjson.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t maxEvents = 100'000;
constexpr qsizetype maxBytes = qsizetype{64} << 20;

void append(const EventRef& event, EventCopier::Form form, EventCopier::Copied& copied)
{
    if (form == EventCopier::Form::Json) {
        copied.bytes += QByteArray::fromStdString(eventJson(event.stored, event.row));
        copied.bytes += '\n';
    } else {
        if (copied.events > 0)
            copied.bytes += '\n';
        const std::string_view payload = event.batch().payload(event.row);
        copied.bytes.append(payload.data(), static_cast<qsizetype>(payload.size()));
    }
    ++copied.events;
}

EventCopier::Copied read(const std::filesystem::path& index, const View& view,
                         const std::vector<EventCopier::Span>& spans, EventCopier::Form form)
{
    EventCopier::Copied copied;
    const auto reader = IndexReader::open(index);
    if (!reader)
        return copied;
    for (const auto& [first, last] : spans) {
        View part = view;
        part.range = {first.time, last.time + Nanoseconds(1)};
        // Others of the same times may lie around the span.
        const auto events = loadNewest(**reader, part, maxEvents, {});
        if (!events)
            continue;
        copied.isWhole = copied.isWhole && events->size() < maxEvents;
        for (const EventRef& event : *events) {
            if (event.key() < first || last < event.key())
                continue;
            if (copied.bytes.size() >= maxBytes || copied.events >= maxEvents) {
                copied.isWhole = false;
                return copied;
            }
            append(event, form, copied);
        }
    }
    return copied;
}

} // namespace

EventCopier::EventCopier(std::filesystem::path index, std::function<void()> finished)
    : m_index(std::move(index))
    , m_background(std::move(finished))
{
}

void EventCopier::copy(const View& view, std::vector<Span> spans, Form form)
{
    m_background.ask([index = m_index, view, spans = std::move(spans), form] {
        return read(index, view, spans, form);
    });
}

} // namespace weir
