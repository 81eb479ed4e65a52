// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/slicehandover.h"

#include "app/cli/controlclient.h"
#include "store/write/sliceset.h"

#include <poll.h>

#include <chrono>
#include <utility>

namespace weir::cli {

namespace {

using namespace std::chrono_literals;

/// Another import holds the lock for moments only, and a collector that starts or ends listens soon or
/// has gone.
constexpr auto patience = 20s;
constexpr auto pause = 50ms;
/// A collector whose disk is slow still answers.
constexpr auto answerTime = 120s;

Result<Done> askCollector(ControlClient& collector, const std::filesystem::path& sealed)
{
    const auto answer =
        collector.request("adopt", {{"file", sealed.filename().string()}}, answerTime);
    return answer ? Result<Done>(Done{}) : Error{answer.error().code, "", answer.error().detail};
}

} // namespace

SliceHandover::SliceHandover(WriterOptions options, std::unique_ptr<IncomingFolder> folder)
    : m_options(std::move(options))
    , m_folder(std::move(folder))
{
}

Result<std::unique_ptr<SliceHandover>> SliceHandover::begin(WriterOptions options)
{
    auto folder = IncomingFolder::join(options.folder);
    if (!folder)
        return folder.error();
    std::unique_ptr<SliceHandover> handover(
        new SliceHandover(std::move(options), std::move(*folder)));
    for (const auto& sealed : incoming::leftOvers(handover->index())) {
        const auto adopted = handover->adopt(sealed);
        if (!adopted && adopted.error().code == Error::Code::Busy)
            return adopted.error();
    }
    return handover;
}

Result<Done> SliceHandover::write(const EncodedBatch& encoded)
{
    if (!m_slice) {
        auto slice = IncomingSlice::create(m_folder->nextName(), std::chrono::system_clock::now());
        if (!slice)
            return slice.error();
        m_slice = std::move(*slice);
    }
    if (const auto done = m_slice->append(encoded); !done) {
        m_slice.reset();
        return done;
    }
    const auto bytes = m_slice->bytes();
    if (!bytes)
        return bytes.error();
    return *bytes < m_options.sliceBytes ? Done{} : giveAway();
}

Result<Done> SliceHandover::finish()
{
    return m_slice ? giveAway() : Done{};
}

Result<Done> SliceHandover::giveAway()
{
    const auto slice = std::exchange(m_slice, nullptr);
    const auto sealed = slice->seal();
    if (!sealed)
        return sealed.error();
    if (const auto adopted = adopt(*sealed); !adopted)
        return adopted;
    m_adopted += slice->events();
    return Done{};
}

Result<Done> SliceHandover::adopt(const std::filesystem::path& sealed) const
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    bool wasAsked = false;
    for (;;) {
        std::error_code failed;
        // A collector that ended before it could answer may have done it all the same.
        if (wasAsked && !std::filesystem::exists(sealed, failed))
            return Done{};
        const auto adopted = adoptOurselves(sealed);
        if (adopted || adopted.error().code != Error::Code::Busy)
            return adopted;
        if (const auto collector = ControlClient::connect(index())) {
            const auto answer = askCollector(**collector, sealed);
            if (answer || answer.error().code != Error::Code::Unreachable)
                return answer;
            wasAsked = true;
        }
        if (std::chrono::steady_clock::now() >= deadline)
            return adopted;
        poll(nullptr, 0, static_cast<int>(pause / 1ms));
    }
}

Result<Done> SliceHandover::adoptOurselves(const std::filesystem::path& sealed) const
{
    const auto lock = IndexLock::acquire(m_options.folder);
    if (!lock)
        return lock.error();
    const auto now = std::chrono::system_clock::now();
    const auto slices = SliceSet::open(m_options, now);
    if (!slices)
        return slices.error();
    const auto adopted = (*slices)->adopt(sealed, TimePoint::min(), now);
    if (!adopted)
        return adopted.error();
    if (const auto closed = (*slices)->close(); !closed)
        return closed;
    return Done{};
}

} // namespace weir::cli
