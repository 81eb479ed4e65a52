// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shared/alignedtable.h"
#include "core/eventjson.h"
#include "core/storedbatch.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::cli {

enum class Format { Text, Ndjson, Csv, Table, Raw };

/// `text ndjson csv table raw`.
std::optional<Format> parseFormat(std::string_view name);

struct OutputOptions
{
    Format format = Format::Text;
    std::vector<std::string> fields; ///< canonical names; empty: the format's usual columns
    bool untouched = false; ///< --raw: control characters reach the terminal as they are
    bool endWithNul = false; ///< -0: raw payloads end with NUL in place of a newline
    int descriptor = 1; ///< where it goes; standard output
};

/// Whether control characters of the stream are made visible: to a terminal; in a pipe bytes stay
/// bytes.
bool makesVisible(const OutputOptions& options);

/// Writes events to a descriptor in one of the formats. Buffered; flush() before waiting.
/// Thread: one.
class EventWriter
{
public:
    explicit EventWriter(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    EventWriter(const EventWriter&) = delete;
    EventWriter& operator=(const EventWriter&) = delete;
    virtual ~EventWriter() = default;

    virtual void begin() { }
    virtual void write(const StoredBatch& stored, std::size_t row) = 0;
    /// False when nothing more can be written: a pipe that nobody reads, a full disk.
    bool flush();
    /// The errno of that; 0 for none.
    int failure() const { return m_failure; }

protected:
    /// Passes on full buffers by itself.
    void put(std::string_view text);

private:
    const int m_descriptor;
    std::string m_buffer;
    int m_failure = 0;
};

std::unique_ptr<EventWriter> makeEventWriter(const OutputOptions& options);

/// A CSV cell, quoted where needed; one that a spreadsheet would take for a formula begins with '.
std::string csvCell(std::string_view text);

} // namespace weir::cli
