// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/importpipeline.h"

#include "collectors/file/chunkdecoder.h"

#include <utility>

namespace weir::cli {

namespace {

/// Beside the one that each worker has: what is read next, and what waits to be written. A chunk with
/// its block takes some 30 MB.
constexpr unsigned chunksWaiting = 2;

/// Makes blocks of chunks, as one worker does it.
class ChunkEncoder final
{
public:
    Result<std::vector<EncodedBatch>> encode(const std::shared_ptr<const ImportTarget>& target,
                                             const LineChunk& chunk)
    {
        if (m_target != target) {
            auto decoder = makeDecoder(target->decoding);
            if (!decoder)
                return decoder.error();
            m_decoder.emplace(target->source, target->labels, target->stream, std::move(*decoder),
                              target->redact);
            m_target = target;
        }
        std::vector<EncodedBatch> encoded;
        for (EventBatchPtr& batch : m_decoder->decode(chunk)) {
            auto made = encodeBatch(std::move(batch));
            if (!made)
                return made.error();
            encoded.push_back(std::move(*made));
        }
        return encoded;
    }

private:
    std::shared_ptr<const ImportTarget> m_target;
    std::optional<ChunkDecoder> m_decoder;
};

} // namespace

ImportPipeline::ImportPipeline(unsigned workers, Write write)
    : m_write(std::move(write))
    , m_capacity(std::size_t{workers} + chunksWaiting)
{
    for (unsigned i = 0; i < workers; ++i)
        m_threads.emplace_back([this] { work(); });
    m_threads.emplace_back([this] { writeAll(); });
}

ImportPipeline::~ImportPipeline()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAbandoned = true;
    }
    m_changed.notify_all();
}

bool ImportPipeline::push(std::shared_ptr<const ImportTarget> target, LineChunk chunk)
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return isOver() || m_pushed - m_written < m_capacity; });
        if (isOver())
            return false;
        m_jobs.push_back({m_pushed++, std::move(target), std::move(chunk)});
    }
    m_changed.notify_all();
    return true;
}

Result<Done> ImportPipeline::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
    }
    m_changed.notify_all();
    m_threads.clear(); // after a failure, too, nobody writes any more
    return m_error ? Result<Done>(*m_error) : Done{};
}

void ImportPipeline::work()
{
    ChunkEncoder encoder;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return isOver() || m_isClosed || !m_jobs.empty(); });
        if (isOver() || m_jobs.empty())
            return;
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        auto encoded = encoder.encode(job.target, job.chunk);
        lock.lock();
        if (!encoded)
            return fail(encoded.error());
        m_encoded.emplace(job.number, std::move(*encoded));
        m_changed.notify_all();
    }
}

void ImportPipeline::writeAll()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto isNext = [this] {
            return !m_encoded.empty() && m_encoded.begin()->first == m_written;
        };
        m_changed.wait(
            lock, [&] { return isOver() || isNext() || (m_isClosed && m_written == m_pushed); });
        if (isOver() || !isNext())
            return;
        const auto batches = m_encoded.extract(m_encoded.begin());
        lock.unlock();
        Result<Done> done = Done{};
        for (const EncodedBatch& batch : batches.mapped()) {
            if (done)
                done = m_write(batch);
        }
        lock.lock();
        if (!done)
            return fail(done.error());
        ++m_written;
        m_changed.notify_all();
    }
}

/// Precondition: m_mutex is held.
void ImportPipeline::fail(const Error& error)
{
    if (!m_error)
        m_error = error;
    m_changed.notify_all();
}

} // namespace weir::cli
