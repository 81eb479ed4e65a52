// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/filetail.h"

#include "collectors/file/archivetail.h"
#include "collectors/file/fileidentity.h"
#include "collectors/file/plaintail.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Who has a renamed file open may go on writing to it for a while.
constexpr auto patienceWithRenamed = std::chrono::seconds(10);
constexpr auto patienceWithDeleted = std::chrono::seconds(1);

} // namespace

std::unique_ptr<FileTail> FileTail::make(std::unique_ptr<FollowedFile> file,
                                         const FileSource& source, bool untilEnd,
                                         const StopSignal& stop, Quarantine* quarantine)
{
    if (file->isRegular() && file->isCompressed())
        return std::make_unique<ArchiveTail>(std::move(file), source, untilEnd, stop, quarantine);
    return std::make_unique<PlainTail>(std::move(file), source, untilEnd, quarantine);
}

FileTail::FileTail(std::unique_ptr<FollowedFile> file, const FileSource& source, bool untilEnd,
                   Quarantine* quarantine)
    : m_file(std::move(file))
    , m_untilEnd(untilEnd)
    , m_events(source, quarantine)
{
}

void FileTail::setPath(const std::string& path)
{
    m_file->setPath(path);
    m_events.setName(path);
}

void FileTail::setPathGone(bool isGone)
{
    if (!isGone)
        m_goneSince.reset();
    else if (!m_goneSince)
        m_goneSince = std::chrono::steady_clock::now();
}

bool FileTail::isLeft() const
{
    if (!m_goneSince)
        return false;
    if (m_untilEnd)
        return true;
    const auto since = std::max(*m_goneSince, m_lastRead);
    return std::chrono::steady_clock::now() - since
        >= (m_file->isDeleted() ? patienceWithDeleted : patienceWithRenamed);
}

void FileTail::close(EventWriter& writer, KnownFiles& known)
{
    if (!m_events.hasBegun())
        return;
    if (m_file->isDeleted())
        m_events.finish(writer); // nobody can end its last line any more
    else
        m_events.release(writer);
    addPosition(writer);
    known.close(m_events.stream(), m_events.next(), before());
}

PositionStatus FileTail::position() const
{
    PositionStatus position;
    position.path = m_file->path();
    position.next = m_events.next();
    position.end = end();
    return position;
}

bool isStillThere(const Stream& stream)
{
    const auto file = FollowedFile::open(stream.name);
    if (!file || !(*file)->isRegular())
        return false;
    if (!(*file)->isCompressed())
        return (*file)->hasIdentity(stream.scope);
    return hasIdentity(unpackedHead(**file, identityLength), stream.scope);
}

} // namespace weir
