// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/formmaker.h"

#include "core/pattern/tokenizer.h"

namespace weir {

FormMaker::FormMaker(const PatternLimits& limits)
    : m_limits(limits)
    , m_skeleton(limits.messageBytes)
{
}

std::string_view FormMaker::formOf(std::string_view message)
{
    m_skeleton.assign(message);
    return formOf(m_skeleton);
}

std::string_view FormMaker::formOf(const Skeleton& skeleton)
{
    tokenize(skeleton.text(), skeleton.isCut(), m_limits.messageTokens, m_tokens);
    m_form.clear();
    m_tokens.appendForm(m_form);
    return m_form;
}

} // namespace weir
