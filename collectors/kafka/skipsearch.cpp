// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/skipsearch.h"

#include <algorithm>

namespace weir {

std::int64_t SkipSearch::probe() const
{
    return std::min(m_bad + m_step, m_bad + (m_good - m_bad) / 2);
}

void SkipSearch::cannotRead()
{
    m_bad = probe();
    m_step *= 2;
}

} // namespace weir
