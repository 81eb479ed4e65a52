// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/palettesource.h"

#include <functional>
#include <vector>

namespace weir {

class Actions;
class LatestStatus;
class ViewSet;
struct DashboardConfig;

/// Every action that would act now; disabled ones and those of pages that are not seen are left out.
class PaletteActions final : public PaletteSource
{
public:
    explicit PaletteActions(const Actions& actions)
        : m_actions(actions)
    {
    }
    std::vector<PaletteEntry> entries() const override;

private:
    const Actions& m_actions;
};

/// Names of a kind (sources, views, dashboards), each of which opens something.
class PaletteNames final : public PaletteSource
{
public:
    struct Name
    {
        QString id; ///< what `open` is given
        QString text;
    };
    using Names = std::function<std::vector<Name>()>;
    using Open = std::function<void(const QString& id)>;

    PaletteNames(QString kind, Names names, Open open)
        : m_kind(std::move(kind))
        , m_names(std::move(names))
        , m_open(std::move(open))
    {
    }
    std::vector<PaletteEntry> entries() const override;

private:
    QString m_kind;
    Names m_names;
    Open m_open;
};

// What there is now, by the name to open it with.
std::vector<PaletteNames::Name> sourceNames(const LatestStatus& status);
std::vector<PaletteNames::Name> viewNames(const ViewSet& views);
std::vector<PaletteNames::Name> dashboardNames(const std::vector<DashboardConfig>& dashboards);

} // namespace weir
