// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/knownfiles.h"

#include <algorithm>

namespace weir {

KnownFiles::Positions::iterator KnownFiles::find(const File& file, bool isRenamed)
{
    return std::find_if(m_closed.begin(), m_closed.end(), [&](const Closed& closed) {
        const auto& [stream, indexed] = closed.position;
        return stream.kind == SourceKind::File && !indexed.empty()
            && m_open.count(stream.scope) == 0 && file.hasIdentity(stream.scope)
            && (closed.before.empty() || !file.hasBefore
                || file.hasBefore(indexed.back().to, closed.before))
            && (isRenamed ? !file.isStillThere(stream) : stream.name == file.path);
    });
}

StartPosition KnownFiles::recognise(const File& file)
{
    StartPosition known{{SourceKind::File, file.identity, file.path, 0, 0}, {}};
    auto found = find(file, false);
    if (found == m_closed.end())
        found = find(file, true);
    if (found != m_closed.end()) {
        known = std::move(found->position);
        m_closed.erase(found);
    } else {
        // Two files may begin alike and still be two.
        for (int i = 2; isTaken(known.stream.scope); ++i)
            known.stream.scope = file.identity + "-" + std::to_string(i);
    }
    known.stream.name = file.path;
    m_open[known.stream.scope] = file.open;
    return known;
}

bool KnownFiles::isTaken(const std::string& scope) const
{
    return m_open.count(scope) > 0
        || std::any_of(m_closed.begin(), m_closed.end(), [&scope](const Closed& closed) {
               return closed.position.stream.scope == scope;
           });
}

const FollowedFile*
KnownFiles::openLike(const std::function<bool(const std::string& identity)>& hasIdentity) const
{
    for (const auto& [scope, file] : m_open) {
        if (file != nullptr && hasIdentity(scope))
            return file;
    }
    return nullptr;
}

void KnownFiles::close(const Stream& stream, std::int64_t indexed, std::string before)
{
    m_open.erase(stream.scope);
    if (indexed > 0)
        m_closed.push_back({{stream, {{0, indexed}}}, std::move(before)});
}

} // namespace weir
