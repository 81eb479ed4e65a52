// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/format.h"

#include <string>

namespace weir {

struct LogfmtPair;

/// `ts=… level=info msg="…" duration=0.25`: one line of names and values, as Go's libraries, Heroku
/// and Grafana's programs write it. Values without quotes are typed by their spelling; a name
/// without a value is `true`. https://brandur.org/logfmt, https://pkg.go.dev/github.com/kr/logfmt
class LogfmtFormat final : public Format
{
public:
    /// `isChosen`: by its name, so that one pair is enough. Detection wants two or more, a first
    /// one with a value, and few names without one: prose has many.
    explicit LogfmtFormat(bool isChosen)
        : m_isChosen(isChosen)
    {
    }

    std::string_view name() const override { return "logfmt"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    void add(const LogfmtPair& pair, const Content& content, EventBatchBuilder& builder);

    const bool m_isChosen;
    EventFields m_fields;
    std::string m_unescaped;
};

} // namespace weir
