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
        /// `true` or `false`, without quotes. With `choices` these are the words for: nothing written,
        /// true, false. Without, the hint says what it turns on.
        Truth,
        Rules, ///< names and `name = pattern`, one a line: what is redacted
    };
    /// When there is anything to say: with TLS only, with a password only …
    enum class When {
        Always,
        Tls,
        Sasl,
        Password,
        Token,
        Sub,
        OpenBind, ///< listening where others on the network can come
        CurveClient,
        CurveServer,
        Registry, ///< a schema registry is named
        Avro, ///< messages may be Avro by a schema in a file
        Protobuf,
        ProtobufFile, ///< such a file is named
    };

    TomlPath path{}; ///< below `[[source]]`
    Type type = Type::Text;
    QString label{};
    QString hint{}; ///< shown while the field is empty
    std::vector<std::string> choices{};
    std::string standard{}; ///< what counts when nothing is written
    When when = When::Always;
    bool isRequired = false;
    bool isSecret = false; ///< a reference, never the secret itself
    bool isRare = false; ///< stands below "More"
};

/// The fields of a kind in the order of the form and of the file, the rare ones last.
std::vector<SourceField> sourceFields(SourceKind kind);

/// What `format` can be: `auto`, a person's own formats, then the built-in ones by name.
std::vector<std::string> formatChoices(const std::vector<std::string>& own);

/// `kafka`, `zeromq`, `file`: the key of the kind's table.
std::string kindKey(SourceKind kind);

} // namespace weir
