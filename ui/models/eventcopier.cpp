// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventcopier.h"

#include "core/eventjson.h"
#include "ui/models/walkback.h"

#include <utility>

namespace weir {

namespace {

/// Takes events from the newest back, until no more is to be held.
class Pieces final
{
public:
    Pieces(EventCopier::Form form, const EventCopier::Limits& limits)
        : m_form(form)
        , m_limits(limits)
    {
    }

    /// False: this one and all older ones are left out.
    bool add(const EventRef& event)
    {
        QByteArray piece;
        if (m_form == EventCopier::Form::Json) {
            piece = QByteArray::fromStdString(eventJson(event.stored, event.row));
        } else {
            const std::string_view payload = event.batch().payload(event.row);
            piece = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
        }
        if (m_pieces.size() >= m_limits.events || m_bytes + piece.size() + 1 > m_limits.bytes)
            return false;
        m_bytes += piece.size() + 1;
        m_pieces.push_back(std::move(piece));
        return true;
    }

    EventCopier::Copied joined(bool isWhole) const
    {
        EventCopier::Copied copied{{}, m_pieces.size(), isWhole};
        copied.bytes.reserve(m_bytes);
        for (auto piece = m_pieces.rbegin(); piece != m_pieces.rend(); ++piece) {
            copied.bytes += *piece;
            if (m_form == EventCopier::Form::Json || piece + 1 != m_pieces.rend())
                copied.bytes += '\n';
        }
        return copied;
    }

private:
    const EventCopier::Form m_form;
    const EventCopier::Limits m_limits;
    std::vector<QByteArray> m_pieces;
    qsizetype m_bytes = 0;
};

/// One span from its end back. False: there was no room for all of it.
Result<bool> readSpan(IndexReader& reader, View view, const EventCopier::Span& span,
                      const std::stop_token& stop, Pieces& pieces)
{
    const auto& [first, last] = span;
    view.range = {first.time, last.time + Nanoseconds(1)};
    bool isWhole = true;
    const auto walked = walkBack(
        reader, view, {last.time, last.seq + 1},
        [&pieces, &isWhole, first = first](const std::vector<EventRef>& events) {
            for (auto event = events.rbegin(); event != events.rend(); ++event) {
                if (event->key() < first)
                    return false;
                isWhole = pieces.add(*event);
                if (!isWhole)
                    return false;
            }
            return true;
        },
        stop);
    if (!walked)
        return walked.error();
    return isWhole;
}

Result<EventCopier::Copied> read(const std::filesystem::path& index, const View& view,
                                 const std::vector<EventCopier::Span>& spans, Pieces pieces,
                                 const std::stop_token& stop)
{
    const auto reader = IndexReader::open(index);
    if (!reader)
        return reader.error();
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        const auto isWhole = readSpan(**reader, view, *span, stop, pieces);
        if (!isWhole)
            return isWhole.error();
        if (!*isWhole)
            return pieces.joined(false);
    }
    return pieces.joined(true);
}

} // namespace

EventCopier::EventCopier(std::filesystem::path index, std::function<void()> finished,
                         Limits limits)
    : m_index(std::move(index))
    , m_limits(limits)
    , m_background(std::move(finished))
{
}

void EventCopier::copy(const View& view, std::vector<Span> spans, Form form)
{
    m_background.ask([index = m_index, view, spans = std::move(spans),
                      pieces = Pieces(form, m_limits)](const std::stop_token& stop) {
        return read(index, view, spans, pieces, stop);
    });
}

} // namespace weir
