// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stream.h"

namespace weir {

namespace {

/// So that a scope or a name that holds a slash cannot look like two parts.
void appendEscaped(std::string& out, std::string_view part)
{
    for (const char c : part) {
        if (c == '/')
            out += "%2F";
        else if (c == '%')
            out += "%25";
        else
            out += c;
    }
}

} // namespace

std::string_view nameOf(SourceKind kind)
{
    switch (kind) {
    case SourceKind::Kafka:
        return "kafka";
    case SourceKind::ZeroMq:
        return "zeromq";
    case SourceKind::File:
        return "file";
    }
    return "unknown";
}

std::string Stream::key() const
{
    std::string key(nameOf(kind));
    key += '/';
    appendEscaped(key, scope);
    key += '/';
    if (kind != SourceKind::File)
        appendEscaped(key, name);
    key += '/';
    key += std::to_string(partition);
    key += '/';
    key += std::to_string(epoch);
    return key;
}

} // namespace weir
