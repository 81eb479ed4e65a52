// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "tests/ui/fakecollector.h"
#include "ui/actions.h"
#include "ui/models/bookmarks.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/visiblerange.h"
#include "ui/pagecontext.h"
#include "ui/theme/theme.h"

#include <QApplication>

namespace weir::test {

/// What a window owns and gives its pages, without the window.
struct WindowParts
{
    explicit WindowParts(std::filesystem::path index, std::filesystem::path config = {},
                         SourceProbe* probe = nullptr)
        : bookmarks(index, client)
        , context{std::move(index), std::move(config), client,    status,  range,
                  frames,           theme,             navigator, clock,   actions,
                  bookmarks,        probe}
    {
    }

    SystemClock clock;
    FakeCollector client;
    Theme theme{*qApp};
    LatestStatus status;
    VisibleRange range{clock};
    FrameClock frames;
    Navigator navigator;
    Actions actions;
    Bookmarks bookmarks;
    PageContext context;
};

} // namespace weir::test
