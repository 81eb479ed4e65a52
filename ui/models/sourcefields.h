// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlscan.h"
#include "core/stream.h"

#include <QString>

#include <string>
#include <vector>

namespace weir {

/// One thing a person can say about a source, and where it stands in weir.toml. The form, the text it
/// writes and what it reads back are all made from the list of these.
struct SourceField
{
    enum class Type {
        Text,
        Lines, ///< a list of strings, one a line
        Labels, ///< a table of strings: `env = prod`, one a line
        Choice, ///< one of `choices`
        Suggestion, ///< free text, `choices` are offered
    };
    /// When there is anything to say: with TLS only, with a password only …
    enum class When { Always, Tls, Sasl, Password, Token, Sub };

    TomlPath path{}; ///< below `[[source]]`
    Type type = Type::Text;
    QString label{};
    QString hint{}; ///< shown while the field is empty
    std::vector<std::string> choices{};
    std::string standard{}; ///< what counts when nothing is written
    When when = When::Always;
    bool isRequired = false;
    bool isSecret = false; ///< a reference, never the secret itself
};

/// The fields of a kind in the order of the form and of the file.
std::vector<SourceField> sourceFields(SourceKind kind);

/// `kafka`, `zeromq`, `file`: the key of the kind's table.
std::string kindKey(SourceKind kind);

} // namespace weir
