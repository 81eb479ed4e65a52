// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fileimport.h"

#include "app/cli/progress.h"
#include "collectors/redact/redactkey.h"
#include "store/read/positionreader.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace weir::cli {

namespace fs = std::filesystem;

namespace {

/// What the file is called in the index: its absolute path, as for a source of the configuration.
std::string streamNameOf(const std::string& file)
{
    std::error_code failed;
    const fs::path absolute = fs::absolute(file, failed);
    return file == "-" || failed ? file : absolute.lexically_normal().string();
}

/// The file's name without the ending that says how it is packed.
std::string sourceNameOf(const std::string& file)
{
    if (file == "-")
        return "stdin";
    const fs::path name = fs::path(streamNameOf(file)).filename();
    for (const char* ending : {".gz", ".zst", ".lz4", ".bz2", ".xz"}) {
        if (name.extension() == ending && !name.stem().empty())
            return name.stem().string();
    }
    return name.string();
}

} // namespace

FileImport::FileImport(const ImportOptions& options, const Configuration& configuration,
                       std::unique_ptr<SliceHandover> slices, const std::atomic<bool>& stop)
    : m_options(options)
    , m_configuration(configuration)
    , m_index(slices->index())
    , m_stop(stop)
    , m_slices(std::move(slices))
    , m_pipeline(std::max(1U, std::thread::hardware_concurrency()),
                 [this](const EncodedBatch& encoded) { return m_slices->write(encoded); })
{
}

ImportTarget FileImport::targetOf(const std::string& file) const
{
    ImportTarget target;
    target.source = m_options.source.empty() ? sourceNameOf(file) : m_options.source;
    target.redact = m_configuration.weir.redact;
    for (const SourceConfig& configured : m_configuration.weir.sources) {
        if (configured.name != target.source)
            continue;
        target.decoding.format = configured.format;
        target.labels = configured.labels;
        target.redact = configured.redact;
    }
    if (!m_options.format.empty())
        target.decoding.format = m_options.format;
    useFormats(m_configuration.formats, target.decoding);
    return target;
}

Result<KnownFiles*> FileImport::knownOf(const std::string& source)
{
    const auto found = m_known.find(source);
    if (found != m_known.end())
        return &found->second;
    auto indexed = readPositions(m_index, source);
    if (!indexed)
        return indexed.error();
    std::vector<StartPosition> positions;
    for (IndexWriter::IndexedStream& stream : *indexed)
        positions.push_back({std::move(stream.stream), std::move(stream.ranges)});
    return &m_known.emplace(source, KnownFiles(std::move(positions))).first->second;
}

Result<Done> FileImport::giveTagKey(RedactRules& rules) const
{
    if (rules.isEmpty())
        return Done{};
    auto key = loadRedactKey(m_index / redactKeyFile);
    if (!key)
        return key.error();
    rules.tagKey = std::move(*key);
    return Done{};
}

FileImport::Outcome FileImport::add(const std::string& file)
{
    Outcome outcome;
    outcome.file = file;
    ImportTarget target = targetOf(file);
    outcome.source = target.source;
    if (const auto hasKey = giveTagKey(target.redact); !hasKey) {
        outcome.error = hasKey.error();
        return outcome;
    }
    const auto known = knownOf(target.source);
    auto reader = known ? ImportReader::open(file, streamNameOf(file), **known, m_stop)
                        : Result<std::unique_ptr<ImportReader>>(known.error());
    if (!reader) {
        outcome.error = reader.error();
        return outcome;
    }
    const auto done = read(**reader, std::move(target), outcome);
    if (!done)
        outcome.error = done.error();
    outcome.isComplete = done && !m_stop;
    (*known)->close((*reader)->stream(), (*reader)->position());
    return outcome;
}

Result<Done> FileImport::read(ImportReader& reader, ImportTarget target, Outcome& outcome)
{
    Progress progress(outcome.file, m_options.json);
    target.stream = reader.stream();
    const auto shared = std::make_shared<const ImportTarget>(std::move(target));
    outcome.from = outcome.to = reader.begin();
    for (;;) {
        auto chunk = reader.next();
        if (!chunk)
            return chunk.error();
        if (!*chunk)
            break;
        const std::size_t lines = (*chunk)->lines.size();
        const std::int64_t to = (*chunk)->offsets.to;
        if (!m_pipeline.push(shared, std::move(**chunk)))
            return m_pipeline.finish();
        outcome.events += lines;
        outcome.to = to;
        const ByteSource& source = reader.source();
        progress.tell(source.packedRead(), source.packedSize(), outcome.events);
    }
    outcome.seconds = progress.elapsed().count();
    return Done{};
}

Result<Done> FileImport::finish()
{
    const auto written = m_pipeline.finish();
    // What came before a failure is sound and is kept.
    const auto given = m_slices->finish();
    return written ? given : written;
}

} // namespace weir::cli
