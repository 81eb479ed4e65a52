// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <QStackedWidget>

#include <vector>

namespace weir {

class SourceList;
class Theme;

/// What could not be fetched, of all sources, with its reason; the newest of a source first. Says so when
/// there is nothing. Thread: GUI.
class SourceGaps final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit SourceGaps(const Theme& theme, QWidget* parent = nullptr);

    void set(const std::vector<SourceStatus>& sources);

private:
    SourceList* m_list = nullptr;
};

} // namespace weir
