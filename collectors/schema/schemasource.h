// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// A schema as a registry keeps it.
struct SchemaText
{
    enum class Kind { Avro, Protobuf, Json };

    Kind kind = Kind::Avro;
    std::string text;
    /// What it refers to, and what these refer to: the name by which it does, and the text. What is referred to stands
    /// in front.
    std::vector<std::pair<std::string, std::string>> references;
};

/// Gives schemas by the numbers that stand in front of messages.
class SchemaSource
{
public:
    struct Answer
    {
        std::shared_ptr<const SchemaText> schema; ///< null: not known, or not yet
        bool isMissing = false; ///< the registry answered that it has none of this number
        std::string reason; ///< why there is none, as the end of a sentence
        bool isAway = false; ///< nobody there to ask, or who does not let us in: true of any number
    };

    SchemaSource() = default;
    SchemaSource(const SchemaSource&) = delete;
    SchemaSource& operator=(const SchemaSource&) = delete;
    virtual ~SchemaSource() = default;

    /// May wait for an answer, but not long, and not again and again for what does not come.
    virtual Answer find(std::uint32_t id) = 0;
};

} // namespace weir
