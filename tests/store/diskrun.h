// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/store/diskwitness.h"
#include "tests/store/support.h"
#include "tests/support/faultyvfs.h"

#include <QTemporaryDir>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace weir::test {

struct FoundEvents;

/// A collector's life on a disk that may fail, and what has to hold whatever happens in it.
class DiskRun final
{
public:
    /// `words`: what an error has to say of the fault, one of them, with `|` between; "": anything.
    DiskRun(FaultyVfs& disk, std::string words);

    // What phases are made of.
    void open();
    void close();
    void write(std::size_t events);
    void saveAlerts();
    /// Moves the clock and waits for the tick of that second.
    void advance(Nanoseconds by);
    /// Events that were written before now may be removed from here on.
    void retire() { m_retired = m_next; }
    void read();

    /// After the last phase, with a disk that works.
    void verifyAll();

    const std::string& objection() const { return m_objection; }

private:
    void object(const std::string& what)
    {
        if (m_objection.empty())
            m_objection = what;
    }
    void await(const std::function<bool()>& condition);
    void check(const Error& error);
    void verifyWhatAKillLeaves();
    void verifyIndex(const std::filesystem::path& folder, const Promises& promises,
                     const std::string& when);
    void verifyPositions(const IndexWriter& writer, const FoundEvents& found,
                         const std::string& when);
    void verifyAlerts(const std::filesystem::path& folder, const Promises& promises,
                      const std::string& when);
    WriterOptions options(const std::filesystem::path& folder) const;
    EventBatchPtr batch(std::size_t events);

    FaultyVfs& m_disk;
    const std::string m_words;
    const QTemporaryDir m_directory;
    const std::filesystem::path m_folder;
    ManualClock m_clock{noon};
    std::unique_ptr<BatchQueue> m_queue;
    DiskWitness m_witness;
    std::unique_ptr<IndexWriter> m_writer;
    std::int64_t m_next = 0; ///< offset
    std::int64_t m_retired = 0; ///< offsets below may be gone
    int m_asked = 0; ///< snapshots of the alerts that were to be saved
    std::string m_objection;
};

} // namespace weir::test
