// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/filecollector.h"

#include "collectors/file/compression.h"
#include "collectors/file/filetail.h"
#include "collectors/schema/sourcedecoder.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto lookInterval = std::chrono::milliseconds(50); ///< for new bytes
constexpr auto searchInterval = std::chrono::milliseconds(500); ///< for new and renamed files

/// A path that is there is itself, whatever is in its name.
std::vector<std::string> expand(const std::string& path)
{
    if (path == "-" || FollowedFile::idOf(path))
        return {path};
    std::vector<std::string> paths;
    glob_t found{};
    if (glob(path.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

/// A file that says by its name that it will be compressed, and holds nothing yet.
bool isBeingPacked(const FollowedFile& file)
{
    static constexpr std::array endings{".gz", ".zst", ".lz4", ".bz2", ".xz"};
    return file.isRegular() && file.size() < static_cast<std::int64_t>(magicLength)
        && std::any_of(endings.begin(), endings.end(), [&file](const char* ending) {
               return file.path().ends_with(ending);
           });
}

std::string sentenceFor(const Error& error)
{
    if (error.code == Error::Code::Denied)
        return fmt::format("{} may not be read by this user", error.subject);
    return fmt::format("{} cannot be read: {}", error.subject, error.detail);
}

} // namespace

class FileCollector::Run
{
public:
    Run(FileCollector& collector, std::unique_ptr<Decoder> decoder, BatchSink& sink)
        : m_setup(collector.m_setup)
        , m_monitor(collector.m_monitor)
        , m_stop(collector.m_stop)
        , m_known(m_setup.positions)
        , m_writer(m_setup.source, SourceKind::File, std::move(decoder), sink, m_monitor)
    {
    }

    void loop();

private:
    void search();
    void follow(const std::string& path);
    bool readAll();
    bool flush();
    bool isAtEnd() const;
    void tell();

    const CollectorSetup& m_setup;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    KnownFiles m_known;
    std::vector<std::unique_ptr<FileTail>> m_tails;
    EventWriter m_writer;
    Clock::time_point m_nextSearch;
    std::string m_problem; ///< of the last search
};

void FileCollector::Run::loop()
{
    while (!m_stop.isRequested()) {
        if (Clock::now() >= m_nextSearch)
            search();
        const bool hasMore = readAll();
        if (m_writer.isDue() && !flush())
            break;
        tell();
        if (!hasMore && isAtEnd())
            break;
        if (!hasMore)
            m_stop.waitFor(m_writer.untilDue(lookInterval));
    }
    (void)flush();
    tell();
}

void FileCollector::Run::search()
{
    m_nextSearch = Clock::now() + searchInterval;
    m_problem.clear();
    for (const auto& tail : m_tails)
        tail->setPathGone(tail->file().isRegular());
    for (const std::string& pattern : std::get<FileSource>(m_setup.source.input).paths) {
        const auto paths = expand(pattern);
        for (const std::string& path : paths)
            follow(path);
        if (paths.empty() && m_problem.empty())
            m_problem = fmt::format("no file {} yet", pattern);
    }
    std::ranges::stable_partition(m_tails, [](const auto& tail) { return !tail->isPacked(); });
    std::string problem = m_problem;
    for (const auto& tail : m_tails) {
        if (problem.empty())
            problem = tail->problem();
    }
    m_monitor.setError(problem);
    m_monitor.setState(m_tails.empty() ? SourceState::Retrying : SourceState::Live);
}

void FileCollector::Run::follow(const std::string& path)
{
    const auto id = path == "-" ? FollowedFile::Id{} : FollowedFile::idOf(path);
    for (const auto& tail : m_tails) {
        const bool isSame = path == "-"
            ? tail->file().path() == path
            : tail->file().isRegular() && id && tail->file().id() == *id;
        if (!isSame)
            continue;
        tail->setPathGone(false);
        tail->setPath(path);
        return;
    }
    auto file = FollowedFile::open(path);
    if (file && isBeingPacked(**file))
        return; // what it is, its first bytes will say
    if (file)
        m_tails.push_back(FileTail::make(std::move(*file),
                                         std::get<FileSource>(m_setup.source.input),
                                         m_setup.untilEnd, m_stop,
                                         m_setup.quarantine.get()));
    else if (m_problem.empty())
        m_problem = sentenceFor(file.error());
}

bool FileCollector::Run::readAll()
{
    bool hasMore = false;
    for (const auto& tail : m_tails) {
        while (!m_stop.isRequested() && tail->read(m_writer, m_known)) {
            hasMore = true;
            if (m_writer.isFull())
                break; // the other files have their turn, too
        }
        if (m_writer.isFull() && !flush())
            return false;
    }
    // Read to the end, and nothing of that name is wanted any more: rotated away or deleted.
    std::erase_if(m_tails, [&](const auto& tail) {
        if (hasMore || !tail->isLeft())
            return false;
        tail->close(m_writer, m_known);
        return true;
    });
    return hasMore;
}

bool FileCollector::Run::flush()
{
    for (const auto& tail : m_tails)
        tail->addPosition(m_writer);
    return m_writer.flush(m_stop);
}

bool FileCollector::Run::isAtEnd() const
{
    return !m_tails.empty() && m_problem.empty()
        && std::all_of(m_tails.begin(), m_tails.end(), [this](const auto& tail) {
               // Beside a compressed file, which never grows, others may appear.
               return tail->hasEnded() && (m_setup.untilEnd || !tail->file().isRegular());
           });
}

void FileCollector::Run::tell()
{
    m_monitor.tick();
    std::vector<PositionStatus> positions;
    for (const auto& tail : m_tails)
        positions.push_back(tail->position());
    m_monitor.setPositions(std::move(positions));
}

FileCollector::FileCollector(CollectorSetup setup)
    : m_setup(std::move(setup))
    , m_monitor(m_setup.source.name, "file")
{
}

Result<Done> FileCollector::run(BatchSink& sink)
{
    auto decoder = makeSourceDecoder(m_setup.source, m_setup.keyring);
    if (!decoder)
        return decoder.error();
    m_monitor.setState(SourceState::Connecting);
    Run(*this, std::move(*decoder), sink).loop();
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
