// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/selectioncopy.h"

#include "ui/logs/resultlist.h"
#include "ui/logs/sortedlist.h"
#include "ui/logs/sortedresult.h"
#include "ui/models/format.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t rowsPerRead = 4096;
constexpr std::size_t linesPerTurn = 2000; ///< written out before the window has its turn again

/// Rows of a view, from its oldest.
struct Stretch
{
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    EventKey from{}; ///< what was selected begins here
};

Result<Stretch> stretchOf(IndexReader& reader, const View& view, const ResultMap& matches,
                          const ListSelection::Span& span)
{
    const auto first = rowsBefore(reader, view, matches, span.first);
    if (!first)
        return first.error();
    const auto end = rowsBefore(reader, view, matches, {span.last.time, span.last.seq + 1});
    if (!end)
        return end.error();
    return Stretch{*first, std::max(*first, *end), span.first};
}

qsizetype bytesOf(const LogRow& row)
{
    qsizetype bytes = 0;
    for (const LogCell& cell : row.cells)
        bytes += cell.text.size() * static_cast<qsizetype>(sizeof(QChar));
    return bytes;
}

} // namespace

SelectionCopy::SelectionCopy(std::filesystem::path index, ResultList& list,
                             const SortedResult& sorted, QObject* parent, qsizetype bytes)
    : QObject(parent)
    , m_index(std::move(index))
    , m_list(list)
    , m_sorted(sorted)
    , m_bytes(bytes)
    , m_worker([this] { QMetaObject::invokeMethod(this, &SelectionCopy::taken); })
{
    m_goOn.setSingleShot(true);
    connect(&m_goOn, &QTimer::timeout, this, &SelectionCopy::writeSome);
}

SelectionCopy::~SelectionCopy() = default;

void SelectionCopy::copy()
{
    drop();
    m_worker.cancel();
    if (m_sorted.isSorted()) {
        if (Found found = sortedRows(); found.lines > 0)
            write(std::move(found));
        return;
    }
    if (copyLoaded())
        return;
    const ResultRows& rows = m_list.rows();
    const LogRow* newest = rows.count() > 0 ? rows.row(0) : nullptr;
    if (newest == nullptr)
        return;
    Wanted wanted{rows.shown().view, rows.shown().matches, rows.count(),
                  m_list.selection().spans(), newest->form, m_bytes};
    m_worker.ask([index = m_index, wanted = std::move(wanted)](const std::stop_token& stop) {
        return read(index, wanted, stop);
    });
}

/// What is being written is not wanted any more.
void SelectionCopy::drop()
{
    m_goOn.stop();
    m_found = {};
    m_written = 0;
    m_lines.clear();
}

void SelectionCopy::refuseBytes()
{
    emit refused(tr("More than %1 are too much for the clipboard. Export writes them to a file.")
                     .arg(QLocale::c().formattedDataSize(m_bytes, 0)));
}

/// All of them are there.
SelectionCopy::Found SelectionCopy::sortedRows() const
{
    Found found;
    found.isSorted = true;
    const std::vector<LogRow>& rows = m_sorted.sorted().rows();
    for (const std::size_t place : m_sorted.sorted().selectedPlaces()) {
        found.rows.push_back(rows[place]);
        found.bytes += bytesOf(rows[place]);
    }
    found.lines = found.rows.size();
    return found;
}

/// What needs nobody to read it. True when that is all.
bool SelectionCopy::copyLoaded()
{
    const ResultRows& rows = m_list.rows();
    std::uint64_t lines = 0;
    qsizetype bytes = 0;
    if (m_list.markedText().isEmpty()) {
        for (const ListSelection::Span& span : m_list.selection().spans()) {
            const auto newest = rows.find(span.last);
            const auto oldest = rows.find(span.first);
            if (!newest || !oldest)
                return false;
            for (std::uint64_t row = *newest; row <= *oldest; ++row, ++lines) {
                if (rows.row(row) == nullptr)
                    return false;
                bytes += bytesOf(*rows.row(row));
            }
        }
    }
    if (bytes > m_bytes) {
        refuseBytes();
        return true;
    }
    const QString text = m_list.selectedText();
    if (text.isEmpty())
        return true;
    QGuiApplication::clipboard()->setText(text);
    emit copied(lines);
    return true;
}

SelectionCopy::Found SelectionCopy::read(const std::filesystem::path& index, const Wanted& wanted,
                                         const std::stop_token& stop)
{
    Found found;
    const auto reader = IndexReader::open(index);
    if (!reader) {
        found.error = reader.error();
        return found;
    }
    const std::uint64_t total = wanted.matches->total();
    const std::uint64_t tooOld = total - std::min(total, wanted.rows);
    std::vector<Stretch> stretches;
    for (const ListSelection::Span& span : wanted.spans) {
        const auto stretch = stretchOf(**reader, wanted.view, *wanted.matches, span);
        if (!stretch) {
            found.error = stretch.error();
            return found;
        }
        stretches.push_back({std::max(stretch->first, tooOld), stretch->end, stretch->from});
        found.lines += stretches.back().end - std::min(stretches.back().first, stretches.back().end);
    }
    if (found.lines > most)
        return found;
    for (const Stretch& stretch : stretches) {
        const bool hasLead = stretch.first > tooOld && stretch.first < stretch.end;
        if (hasLead)
            found.leads.push_back(found.rows.size());
        found.error = readRows(**reader, wanted, stretch.first - (hasLead ? 1 : 0), stretch.end,
                               stop, found);
        // What came before may be kept no more; then the first row is one that was selected.
        const bool isLead = hasLead && found.leads.back() < found.rows.size()
            && found.rows[found.leads.back()].key < stretch.from;
        if (hasLead && !isLead)
            found.leads.pop_back();
        if (found.error || found.bytes > wanted.bytes)
            break;
    }
    return found;
}

std::optional<Error> SelectionCopy::readRows(IndexReader& reader, const Wanted& wanted,
                                             std::uint64_t first, std::uint64_t end,
                                             const std::stop_token& stop, Found& found)
{
    for (; first < end && !stop.stop_requested(); first += rowsPerRead) {
        const auto count = std::min<std::uint64_t>(rowsPerRead, end - first);
        const auto events = loadRows(reader, wanted.view, *wanted.matches, first,
                                     static_cast<std::size_t>(count), stop);
        if (!events)
            return events.error();
        for (LogRow& row : makeLogRows(*events, nullptr, wanted.form)) {
            found.bytes += bytesOf(row);
            if (found.bytes > wanted.bytes)
                return std::nullopt;
            found.rows.push_back(std::move(row));
        }
    }
    return std::nullopt;
}

void SelectionCopy::taken()
{
    if (auto found = m_worker.take())
        write(std::move(*found));
}

void SelectionCopy::write(Found found)
{
    drop();
    m_found = std::move(found);
    if (m_found.error) {
        emit refused(plainText(m_found.error->text()));
    } else if (m_found.lines > most) {
        emit refused(tr("%1 lines are too many for the clipboard. Export writes them to a file.")
                         .arg(groupedNumber(m_found.lines)));
    } else if (m_found.bytes > m_bytes) {
        drop();
        refuseBytes();
    } else {
        writeSome();
    }
}

void SelectionCopy::writeSome()
{
    const std::size_t end = std::min(m_written + linesPerTurn, m_found.rows.size());
    for (; m_written < end; ++m_written) {
        const bool hasAbove = m_written > 0 && !m_found.isSorted;
        if (!std::ranges::binary_search(m_found.leads, m_written))
            m_lines.push_back(m_list.lineText(
                m_found.rows[m_written], hasAbove ? &m_found.rows[m_written - 1] : nullptr));
    }
    if (m_written < m_found.rows.size()) {
        m_goOn.start();
        return;
    }
    const auto lines = m_lines.size();
    QGuiApplication::clipboard()->setText(m_lines.join(QLatin1Char('\n')));
    drop();
    emit copied(static_cast<quint64>(lines));
}

} // namespace weir
