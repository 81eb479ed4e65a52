// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/eventwriter.h"
#include "app/cli/newfile.h"
#include "app/cli/progress.h"
#include "app/cli/question.h"
#include "store/read/viewscan.h"

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace weir::cli {

enum class ExportFormat { Ndjson, Csv, Text, Raw, Weir };

/// By the ending of a file's name, such as `.csv`.
std::optional<ExportFormat> exportFormat(std::string_view ending);

/// The result of a query into a file, whatever its size, in the order (time, seq); a slice keeps that of
/// seq. Given up, it leaves nothing.
/// Thread: that of the reader.
class ExportRun final
{
public:
    struct Target
    {
        std::filesystem::path file;
        ExportFormat format = ExportFormat::Ndjson;
        OutputOptions output;
        bool json = false; ///< how to tell progress
        std::optional<EventSeq> upTo = {}; ///< nothing newer; unset: all there is
    };

    ExportRun(IndexReader& reader, Question question, Target target);

    /// How many events were written.
    Result<std::uint64_t> run();

private:
    Result<std::uint64_t> writeRows(NewFile& file);
    Result<std::uint64_t> writeSlice(NewFile& file);
    Result<std::uint64_t> writeTable(NewFile& file);
    Result<Done> scan(ViewScan& scan);
    /// Why a line could not be written.
    Error failure(const EventWriter& writer) const;
    Result<Done> goOn() const;

    IndexReader& m_reader;
    const Question m_question;
    const Target m_target;
    const std::atomic<bool>& m_stop;
    View m_view;
    Progress m_progress;
};

} // namespace weir::cli
