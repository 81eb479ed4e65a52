// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/indexedparts.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"

#include <QApplication>

namespace weir::test {

/// A log page over a real index; the list has the focus.
struct IndexedPage : IndexedParts
{
    explicit IndexedPage(const std::filesystem::path& shown = {}, QSize size = {1200, 700})
        : IndexedParts({}, shown)
        , page(context, stats)
    {
        page.resize(size);
        page.show();
        QApplication::setActiveWindow(&page); // where no window manager does
        page.list().setFocus();
    }

    LogsPage page;
};

} // namespace weir::test
