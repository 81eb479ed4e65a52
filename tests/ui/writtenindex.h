// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "store/write/indexwriter.h"

#include <QTemporaryDir>

#include <atomic>
#include <memory>
#include <string>

namespace weir::test {

/// A real index in a folder of its own, written through the real writer.
class WrittenIndex final : private CommitListener
{
public:
    WrittenIndex()
        : m_queue(std::size_t{64} << 20)
    {
        m_lock = std::move(*IndexLock::acquire(folder()));
        WriterOptions options;
        options.folder = folder();
        m_writer = std::move(*IndexWriter::open(std::move(options), m_queue, m_clock));
        m_writer->setFollowed(true);
        m_writer->start(*this);
    }
    ~WrittenIndex() override { m_writer->stop(); }
    WrittenIndex(const WrittenIndex&) = delete;
    WrittenIndex& operator=(const WrittenIndex&) = delete;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    /// The newest seq that can be read.
    std::uint64_t committedSeq() const { return m_committed; }

    /// Hands events over to the writer; they can be read once committedSeq() says so.
    void push(EventBatchBuilder& builder) { (void)m_queue.push(builder.publish()); }
    /// Returns once it can be read.
    void keepBookmark(Bookmark bookmark)
    {
        std::atomic<bool> isKept = false;
        m_writer->keepBookmark(std::move(bookmark), [&isKept](const auto&) {
            isKept = true;
            isKept.notify_one();
        });
        isKept.wait(false);
    }

private:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        m_committed = number(batches.back().lastSeq());
    }
    void ticked(TimePoint) override { }
    void failed(const Error&) override { }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    BatchQueue m_queue;
    std::atomic<std::uint64_t> m_committed = 0;
    std::unique_ptr<IndexLock> m_lock;
    std::unique_ptr<IndexWriter> m_writer; ///< last: its thread calls this object
};

/// A text that is not in the arena yet as a field of the event being built.
inline void addText(EventBatchBuilder& builder, std::string_view name, std::string_view value)
{
    builder.addField(name, ValueType::String, builder.append(value));
}

} // namespace weir::test
