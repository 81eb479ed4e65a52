// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/windowplaces.h"

#include "ui/framestats.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/timeline.h"

#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionSlider>

namespace weir {

namespace {

QRect inWindow(const QWidget& widget, const QRect& area)
{
    return area.translated(widget.mapTo(widget.window(), QPoint()));
}

QRect partOf(const QScrollBar& bar, QStyle::SubControl part)
{
    QStyleOptionSlider option;
    option.initFrom(&bar);
    option.subControls = QStyle::SC_All;
    option.orientation = bar.orientation();
    option.minimum = bar.minimum();
    option.maximum = bar.maximum();
    option.pageStep = bar.pageStep();
    option.singleStep = bar.singleStep();
    option.sliderPosition = bar.sliderPosition();
    option.sliderValue = bar.value();
    return inWindow(bar, bar.style()->subControlRect(QStyle::CC_ScrollBar, &option, part, &bar));
}

} // namespace

void notePlaces(FrameStats& stats, LogsPage& page)
{
    const QScrollBar& bar = *page.list().verticalScrollBar();
    stats.setPlace("scroll_groove", partOf(bar, QStyle::SC_ScrollBarGroove));
    stats.setPlace("scroll_handle", partOf(bar, QStyle::SC_ScrollBarSlider));
    if (const auto* timeline = page.findChild<Timeline*>())
        stats.setPlace("timeline_place", inWindow(*timeline, timeline->rect()));
}

} // namespace weir
