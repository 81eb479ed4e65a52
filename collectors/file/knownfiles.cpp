// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/knownfiles.h"

#include <algorithm>

namespace weir {

KnownFiles::Positions::iterator KnownFiles::find(const File& file, bool isRenamed)
{
    return std::find_if(m_closed.begin(), m_closed.end(), [&](const StartPosition& position) {
        const Stream& stream = position.stream;
        return stream.kind == SourceKind::File && !position.indexed.empty()
            && m_open.count(stream.scope) == 0 && file.hasIdentity(stream.scope)
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
        known = std::move(*found);
        m_closed.erase(found);
    } else {
        // Two files may begin alike and still be two.
        for (int i = 2; isTaken(known.stream.scope); ++i)
            known.stream.scope = file.identity + "-" + std::to_string(i);
    }
    known.stream.name = file.path;
    m_open.insert(known.stream.scope);
    return known;
}

bool KnownFiles::isTaken(const std::string& scope) const
{
    return m_open.count(scope) > 0
        || std::any_of(m_closed.begin(), m_closed.end(), [&scope](const StartPosition& position) {
               return position.stream.scope == scope;
           });
}

void KnownFiles::close(const Stream& stream, std::int64_t indexed)
{
    m_open.erase(stream.scope);
    if (indexed > 0)
        m_closed.push_back({stream, {{0, indexed}}});
}

} // namespace weir
