// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/linechunk.h"
#include "core/config/config.h"
#include "store/write/encodedbatch.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace weir::cli {

/// What the lines of one file become.
struct ImportTarget
{
    std::string source;
    SourceConfig decoding; ///< its format, known to makeDecoder(), and what that means
    std::vector<std::pair<std::string, std::string>> labels;
    RedactRules redact;
    Stream stream;
};

/// From lines to a slice on all processors: whoever reads pushes chunks, workers make blocks of them,
/// and one thread writes the blocks in the order of their lines.
///
/// Thread safety: push() and finish() from one thread. Holds a few chunks for each worker at most;
/// push() waits for room.
class ImportPipeline final
{
public:
    /// Called in the writing thread. After an error it is not called again.
    using Write = std::function<Result<Done>(const EncodedBatch&)>;

    ImportPipeline(unsigned workers, Write write);
    /// What is not written by then never is.
    ~ImportPipeline();
    ImportPipeline(const ImportPipeline&) = delete;
    ImportPipeline& operator=(const ImportPipeline&) = delete;

    /// False when the pipeline has failed; finish() says why.
    [[nodiscard]] bool push(std::shared_ptr<const ImportTarget> target, LineChunk chunk);
    /// Waits until everything is written. Nothing can be pushed any more.
    Result<Done> finish();

private:
    struct Job
    {
        std::uint64_t number = 0;
        std::shared_ptr<const ImportTarget> target;
        LineChunk chunk;
    };
    using Encoded = std::vector<EncodedBatch>;

    void work();
    void writeAll();
    void fail(const Error& error);
    bool isOver() const { return m_isAbandoned || m_error.has_value(); }

    // Constant after construction.
    const Write m_write;
    const std::size_t m_capacity;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_jobs;
    std::map<std::uint64_t, Encoded> m_encoded; ///< by number
    std::uint64_t m_pushed = 0;
    std::uint64_t m_written = 0;
    std::optional<Error> m_error;
    bool m_isClosed = false; ///< nothing more comes
    bool m_isAbandoned = false;

    std::vector<std::jthread> m_threads; // last: they use everything above
};

} // namespace weir::cli
