// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/crashnotes.h"
#include "collectors/quarantine.h"
#include "core/result.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// Which positions have ended collectors of this index, and how often: `INDEX/quarantine.json`. It is
/// written when a collector starts after a crash, and when a search has found something; never while
/// all is well.
///
/// Thread safety: any thread, but load() and learn() before the others.
class QuarantineLedger final
{
public:
    static constexpr const char* fileName = "quarantine.json";
    /// So many deaths at one position, and it is not touched again.
    static constexpr int enoughDeaths = 3;

    struct Entry
    {
        std::string source;
        QuarantinedRange range;
        int deaths = 0;
        std::uint64_t size = 0; ///< of the payload, if seen
        std::uint64_t hash = 0; ///< XXH3 of the payload, if seen
        std::string head; ///< its first 4 KiB, if seen

        bool isQuarantined() const { return deaths >= enoughDeaths; }
        /// `topic 'orders' partition 0, offset 17`
        std::string place() const;
    };

    /// `folder` is the index. A ledger that cannot be read counts as empty: it is said, and the file is
    /// replaced with the next change.
    explicit QuarantineLedger(std::filesystem::path folder);

    /// Reads the file; an error only when there is one that cannot be read.
    Result<Done> load();
    /// Takes what the last collector has left, clears it, and saves. What to tell the user, a sentence
    /// each.
    std::vector<std::string> learn(CrashNotes& notes);

    /// Positions of a source that a collector has died of at least once.
    std::vector<Entry> entriesOf(const std::string& source) const;
    /// Deaths in a row of their own fault that no decoding explains: something was received that killed
    /// before it was seen, or the fault is elsewhere.
    int unexplained() const;
    /// A search has found the range; it is quarantined at once.
    void add(const std::string& source, const QuarantinedRange& range);
    /// A collector has lived for a while: what happened before was explained, or has passed.
    void settle();

private:
    Entry& entryFor(const std::string& source, const Stream& stream, std::int64_t offset);
    const Entry& note(const DecodingSlot& slot);
    void save() const;

    const std::filesystem::path m_folder;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    int m_unexplained = 0;
};

} // namespace weir
