// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/messagetokens.h"
#include "core/pattern/patternset.h"
#include "core/pattern/skeleton.h"

#include <string>
#include <string_view>

namespace weir {

/// Makes the form of a message: its tokens with every value that is known by what it looks like
/// masked (MessageTokens::appendForm()). A form is all that a PatternMiner looks at, it depends on
/// the message alone, and there are far fewer forms than messages. So millions of messages are counted by
/// their forms, in any order and by many threads, and then mined in the order of their first message.
///
/// Thread: one at a time.
class FormMaker final
{
public:
    explicit FormMaker(const PatternLimits& limits = {});

    /// Valid until the next call, as are the others.
    std::string_view formOf(std::string_view message);
    std::string_view formOf(const Skeleton& skeleton);

    /// Of the limits that formOf() wants. Empty.
    Skeleton newSkeleton() const { return Skeleton(m_limits.messageBytes); }

private:
    // Constant after construction.
    PatternLimits m_limits;

    // Of the message at hand; members so that their memory is kept.
    Skeleton m_skeleton;
    MessageTokens m_tokens;
    std::string m_form;
};

} // namespace weir
