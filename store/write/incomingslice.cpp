// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/incomingslice.h"

#include "store/slicefiles.h"
#include "store/write/incomingfolder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace weir {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t noPlaceYet = 0;

} // namespace

IncomingSlice::IncomingSlice(fs::path name, std::unique_ptr<SliceBuilder> slice)
    : m_name(std::move(name))
    , m_slice(std::move(slice))
{
}

Result<std::unique_ptr<IncomingSlice>> IncomingSlice::create(const fs::path& name, TimePoint now)
{
    auto slice = SliceBuilder::create(name.string() + incoming::unfinished, noPlaceYet, now);
    if (!slice)
        return slice.error();
    return std::unique_ptr<IncomingSlice>(new IncomingSlice(name, std::move(*slice)));
}

Result<fs::path> IncomingSlice::seal()
{
    if (const auto done = m_slice->finish(); !done)
        return done.error();
    fs::path sealed = m_name.string() + incoming::sealed;
    if (std::rename((m_name.string() + incoming::unfinished).c_str(), sealed.c_str()) != 0)
        return Error{Error::Code::Io, sealed.string(), std::strerror(errno)};
    if (const auto done = syncToDisk(m_name.parent_path()); !done)
        return done.error();
    return sealed;
}

} // namespace weir
