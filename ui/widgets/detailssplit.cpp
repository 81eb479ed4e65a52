// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detailssplit.h"

#include <algorithm>

namespace weir {

namespace {

constexpr int leastWidthForBoth = 620;
constexpr int leastDetails = 280;
constexpr int mostDetails = 520;

} // namespace

DetailsSplit::DetailsSplit(QWidget* list, QWidget* details)
    : m_details(details)
{
    setHandleWidth(1);
    setChildrenCollapsible(false);
    details->setMinimumWidth(leastDetails);
    details->hide();
    addWidget(list);
    addWidget(details);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    connect(this, &QSplitter::splitterMoved, this, [this] { m_isMovedByHand = true; });
}

void DetailsSplit::showDetails(bool wanted)
{
    m_isWanted = wanted;
    arrange();
}

void DetailsSplit::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    arrange();
}

void DetailsSplit::arrange()
{
    // The least width is scaled with all others, and what goes with it likewise.
    const int least = m_details->minimumWidth();
    const bool isShown = m_isWanted && width() >= leastWidthForBoth * least / leastDetails;
    m_details->setVisible(isShown);
    if (!isShown || m_isMovedByHand)
        return;
    const int share = std::clamp(width() * 36 / 100, least, mostDetails * least / leastDetails);
    setSizes({width() - share, share});
}

} // namespace weir
