// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlsplice.h"
#include "core/stream.h"
#include "ui/models/sourcefields.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What stands in the form of one source: texts, as they were typed. A list has one entry a line.
struct SourceDraft
{
    SourceKind kind = SourceKind::Kafka;
    std::map<TomlPath, std::string> values; ///< what is not here is empty

    /// Empty when nothing was said.
    const std::string& value(const TomlPath& path) const;
    /// What counts: what was typed, else what the field means when it is empty.
    std::string effective(const SourceField& field) const;
    /// Whether there is something to say to a field as the others are.
    bool isAsked(const SourceField& field) const;
    /// Of a ZeroMQ source with CURVE: the others must know its key, not it theirs.
    bool isCurveServer() const;
    /// Also when nothing was said and `name` is what then counts.
    bool isFormat(std::string_view name) const;

    friend bool operator==(const SourceDraft&, const SourceDraft&) = default;
};

/// A source with its kind as it stands in a file; nothing when there is none of that name.
std::optional<SourceDraft> readDraft(std::string_view toml, std::string_view name);

/// A `[[source]]` block as a person would write it. It need not be right: see checkDraft().
std::string draftBlock(const SourceDraft& draft);

/// What makes `after` of a source that says `before`: nothing that was not changed.
std::vector<TomlEdit> draftEdits(const SourceDraft& before, const SourceDraft& after);

/// A reason why a source would not be read as it is.
struct DraftProblem
{
    TomlPath path; ///< of the field; empty: the source as a whole
    std::string text; ///< a sentence
    bool isWarning = false; ///< what is missing may still come

    friend bool operator==(const DraftProblem&, const DraftProblem&) = default;
};

/// What `weir check` would say to this block, each with the field it is about. Looks at files that the
/// block names, so never in the GUI's thread. `formats`: names of the files in formats/.
std::vector<DraftProblem> checkBlock(const std::string& block, const std::vector<SourceField>& fields,
                                     const std::vector<std::string>& formats);

/// Fields that must be filled and are not: known without reading anything.
std::vector<TomlPath> missingFields(const SourceDraft& draft);

} // namespace weir
