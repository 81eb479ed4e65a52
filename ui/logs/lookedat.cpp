// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/lookedat.h"

#include "ui/models/resultrows.h"

#include <utility>

namespace weir {

namespace {

constexpr int restOfLook = 1000; ///< ms: who goes on typing is faster

} // namespace

LookedAt::LookedAt(ResultRows& rows, QObject* parent)
    : QObject(parent)
    , m_rows(rows)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restOfLook);
    connect(&m_rest, &QTimer::timeout, this, &LookedAt::look);
    connect(&rows, &ResultRows::changed, this, &LookedAt::rowsChanged);
}

void LookedAt::asked(Query query)
{
    m_rest.stop();
    m_asked = std::move(query);
    m_isAnswered = false;
    m_mayGoOn = false;
}

void LookedAt::typed(bool mayGoOn)
{
    m_mayGoOn = mayGoOn;
    if (mayGoOn || !m_asked)
        return;
    if (m_isAnswered)
        look();
    else if (m_shown && printFilter(m_shown->wanted) == printFilter(m_asked->wanted))
        lookAt(*m_shown); // no more than a blank after it
}

void LookedAt::forget()
{
    m_rest.stop();
    m_shown.reset();
    m_lookedAt.reset();
    m_rows.forgetLookedAt();
    emit forgotten();
}

void LookedAt::rowsChanged()
{
    if (m_rows.isHeld())
        m_shown = m_lookedAt;
    if (m_isAnswered || !m_asked || !m_rows.isCurrent())
        return;
    m_isAnswered = true;
    m_shown = m_asked;
    if (m_mayGoOn)
        m_rest.start();
    else
        look();
}

void LookedAt::look()
{
    m_rest.stop();
    lookAt(*m_asked);
}

void LookedAt::lookAt(const Query& query)
{
    m_lookedAt = query;
    m_rows.setLookedAt();
    emit looked();
}

} // namespace weir
