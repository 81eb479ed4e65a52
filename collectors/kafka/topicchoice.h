// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaclient.h"

#include <memory>
#include <string>
#include <vector>

namespace re2 {
class RE2;
}

namespace weir {

/// Which topics a source wants: by name, and by regular expressions that begin with `^`.
class TopicChoice final
{
public:
    static Result<std::unique_ptr<TopicChoice>> make(const KafkaSource& source);
    ~TopicChoice();

    /// What to ask the cluster for: these, or everything (empty) where an expression may match.
    const std::vector<std::string>& asked() const { return m_asked; }

    struct Found
    {
        std::map<TopicPartition, std::int32_t> leaders; ///< of each wanted partition
        std::string problem; ///< a sentence: the first wanted topic that cannot be read; or empty
    };
    Found choose(const std::vector<TopicInfo>& topics) const;

private:
    explicit TopicChoice(std::string brokers);
    bool matches(const std::string& topic) const;

    const std::string m_brokers;
    std::vector<std::string> m_names;
    std::vector<std::string> m_asked;
    std::vector<std::unique_ptr<re2::RE2>> m_expressions;
};

} // namespace weir
