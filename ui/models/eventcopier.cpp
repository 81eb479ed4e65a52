// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventcopier.h"

#include "core/eventjson.h"
#include "ui/models/walkback.h"

#include <algorithm>
#include <map>
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

    /// Takes these alone, and puts them in this order.
    void want(const std::vector<EventKey>& events)
    {
        for (const EventKey& event : events)
            m_places.emplace(event, m_places.size());
    }

    /// False: this one and all older ones are left out.
    bool add(const EventRef& event)
    {
        const auto place = m_places.find(event.key());
        if (!m_places.empty() && place == m_places.end())
            return true;
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
        m_pieces.push_back({m_places.empty() ? 0 : place->second, std::move(piece)});
        return true;
    }

    EventCopier::Copied joined(bool isWhole)
    {
        EventCopier::Copied copied{{}, m_pieces.size(), isWhole};
        copied.bytes.reserve(m_bytes);
        std::ranges::reverse(m_pieces);
        std::ranges::stable_sort(m_pieces, {}, &Piece::place);
        for (auto piece = m_pieces.begin(); piece != m_pieces.end(); ++piece) {
            copied.bytes += piece->bytes;
            if (m_form == EventCopier::Form::Json || piece + 1 != m_pieces.end())
                copied.bytes += '\n';
        }
        return copied;
    }

private:
    struct Piece
    {
        std::size_t place = 0; ///< where no order is wanted all have the same
        QByteArray bytes;
    };

    const EventCopier::Form m_form;
    const EventCopier::Limits m_limits;
    std::map<EventKey, std::size_t> m_places; ///< of the events that are wanted; empty: all are
    std::vector<Piece> m_pieces; ///< the newest first
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

void EventCopier::copy(const View& view, std::vector<EventKey> events, Form form)
{
    if (events.empty())
        return;
    const auto [first, last] = std::ranges::minmax(events);
    m_background.ask([index = m_index, view, span = Span{first, last}, events = std::move(events),
                      pieces = Pieces(form, m_limits)](const std::stop_token& stop) mutable {
        pieces.want(events);
        return read(index, view, {span}, std::move(pieces), stop);
    });
}

} // namespace weir
