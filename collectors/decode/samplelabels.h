// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Fields that many records of a message share: their bytes are in the arena once.
class SampleLabels final
{
public:
    static constexpr std::size_t most = 64;
    static constexpr const char* tooMany = "more than 64 labels";

    void clear() { m_labels.clear(); }
    bool isTooMany() const { return m_labels.size() > most; }
    void add(std::string name, ValueType type, ArenaRef text, std::int64_t bits = 0)
    {
        m_labels.push_back({std::move(name), text, bits, type});
    }
    /// Gives them to the event that is being written.
    void write(EventBatchBuilder& builder) const
    {
        for (const Label& label : m_labels)
            builder.addField(label.name, label.type, label.text, label.bits);
    }

private:
    struct Label
    {
        std::string name;
        ArenaRef text;
        std::int64_t bits = 0;
        ValueType type = ValueType::String;
    };
    std::vector<Label> m_labels;
};

} // namespace weir
