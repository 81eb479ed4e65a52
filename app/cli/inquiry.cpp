// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inquiry.h"

#include <fmt/format.h>

namespace weir::cli {

Result<Inquiry> inquiryOf(const ReadOptions& options, const RangeOptions& range)
{
    auto what = sortArguments(options);
    if (!what)
        return what.error();
    auto question = ask(what->query, range, std::chrono::system_clock::now());
    if (!question)
        return question.error();
    return Inquiry{std::move(*what), std::move(*question)};
}

Result<AskedIndex> AskedIndex::open(const SourcesAndQuery& what, const ReadOptions& options,
                                    const Globals& globals)
{
    AskedIndex index;
    if (!what.sources.empty()) {
        auto collected = AdHocCollection::untilEnd(what.sources, options.keep, globals.config);
        if (!collected)
            return collected.error();
        index.m_collection.emplace(std::move(*collected));
    }
    index.m_folder =
        index.m_collection ? index.m_collection->index() : what.exported.value_or(globals.index);
    auto reader = IndexReader::open(index.m_folder);
    if (!reader)
        return reader.error();
    index.m_reader = std::move(*reader);
    return index;
}

std::string explanation(const ScanFigures& figures)
{
    const auto milliseconds = [](std::chrono::nanoseconds time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    return fmt::format(
        "{} blocks: {} answered by their header, {} by their catalog; ruled out {} by their trigrams, "
        "{} by their templates, {} by their filter of ids; {} searched, {} decoded; {} bytes of "
        "segments read\n"
        "{:.1f} ms for headers, {:.1f} for catalogs, {:.1f} for the search, summed over all threads",
        figures.blocks, figures.fromHeaders, figures.fromCatalogs, figures.byTrigrams,
        figures.byTemplates, figures.byIds, figures.searched, figures.decoded, figures.bytesRead,
        milliseconds(figures.listing), milliseconds(figures.opening),
        milliseconds(figures.searching));
}

} // namespace weir::cli
