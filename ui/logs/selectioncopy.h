// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/logs/listselection.h"
#include "ui/models/background.h"
#include "ui/models/logsnapshot.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <filesystem>
#include <optional>
#include <vector>

namespace weir {

class ResultList;
class SortedResult;

/// Puts what is selected in a log list, sorted or not, into the clipboard, as shown, also what is not loaded: that is
/// read by a worker with a reader of its own, and written out a piece at a time, so neither the list
/// nor the window waits. A newer copy ends the one before. More than `most` lines or `mostBytes` are not
/// copied: Export writes them to a file.
/// Thread: GUI.
class SelectionCopy final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::uint64_t most = 100'000;

    static constexpr qsizetype mostBytes = qsizetype{64} << 20; ///< of UTF-16

    /// `list` and `sorted` outlive it, or own it. `bytes`: how many it copies at most.
    SelectionCopy(std::filesystem::path index, ResultList& list, const SortedResult& sorted,
                  QObject* parent = nullptr, qsizetype bytes = mostBytes);
    ~SelectionCopy() override;

    void copy();

signals:
    /// Everything is in the clipboard.
    void copied(quint64 lines);
    /// It is not, and why: a sentence.
    void refused(const QString& reason);

private:
    /// What the worker needs to know; a copy of it all.
    struct Wanted
    {
        View view;
        std::shared_ptr<const ResultMap> matches;
        std::uint64_t rows = 0; ///< that the list has; older ones are not part of a live range
        std::vector<ListSelection::Span> spans;
        RowFormPtr form;
        qsizetype bytes = 0; ///< at most
    };
    struct Found
    {
        std::uint64_t lines = 0;
        std::vector<LogRow> rows; ///< in their order; none where there are more than `most`
        /// Of these rows the ones that are only there because the time of the next may be shown as the
        /// distance from them.
        std::vector<std::size_t> leads;
        qsizetype bytes = 0; ///< of the rows' texts; more than is wanted: not all of them are there
        bool isSorted = false; ///< no row has to do with the one before
        std::optional<Error> error;
    };

    static Found read(const std::filesystem::path& index, const Wanted& wanted,
                      const std::stop_token& stop);
    static std::optional<Error> readRows(IndexReader& reader, const Wanted& wanted,
                                         std::uint64_t first, std::uint64_t end,
                                         const std::stop_token& stop, Found& found);
    bool copyLoaded();
    Found sortedRows() const;
    void write(Found found);
    void drop();
    void refuseBytes();
    void taken();
    void writeSome();

    const std::filesystem::path m_index;
    ResultList& m_list;
    const SortedResult& m_sorted;
    const qsizetype m_bytes;
    Found m_found;
    std::size_t m_written = 0; ///< of m_found.rows
    QStringList m_lines;
    QTimer m_goOn; ///< writes some more

    // Last, so destroyed first: its thread has ended before what it uses goes away.
    Background<Found> m_worker;
};

} // namespace weir
