// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palettesources.h"

#include "ui/actions.h"
#include "ui/models/dashboardset.h"
#include "ui/models/format.h"
#include "ui/models/lateststatus.h"
#include "ui/models/viewset.h"
#include "ui/shell/actionwords.h"

#include <QAction>
#include <QPointer>

namespace weir {

std::vector<PaletteEntry> PaletteActions::entries() const
{
    std::vector<PaletteEntry> all;
    for (const Actions::Entry& entry : m_actions.entries()) {
        QAction* action = m_actions.find(entry.id);
        if (action == nullptr || !action->isEnabled() || entry.id == QLatin1String("window.palette"))
            continue;
        all.push_back({entry.id, entry.text, groupName(entry.id), keysText(entry.keys),
                       [action = QPointer<QAction>(action)] {
                           if (action)
                               action->trigger();
                       }});
    }
    return all;
}

std::vector<PaletteEntry> PaletteNames::entries() const
{
    std::vector<PaletteEntry> all;
    for (const Name& name : m_names())
        all.push_back({m_kind + QLatin1Char(':') + name.id, name.text, m_kind, {},
                       [open = m_open, id = name.id] { open(id); }});
    return all;
}

std::vector<PaletteNames::Name> sourceNames(const LatestStatus& status)
{
    std::vector<PaletteNames::Name> names;
    if (!status.value())
        return names;
    for (const SourceStatus& source : status.value()->sources)
        names.push_back({QString::fromStdString(source.name), plainText(source.name, 200)});
    return names;
}

std::vector<PaletteNames::Name> viewNames(const ViewSet& views)
{
    std::vector<PaletteNames::Name> names;
    for (const ViewConfig& view : views.views())
        names.push_back({QString::fromStdString(view.name), plainText(view.name, 200)});
    return names;
}

std::vector<PaletteNames::Name> dashboardNames(const std::vector<DashboardConfig>& dashboards)
{
    std::vector<PaletteNames::Name> names;
    for (const DashboardConfig& dashboard : dashboards)
        names.push_back(
            {QString::fromStdString(dashboard.file.string()), plainText(dashboard.title, 200)});
    return names;
}

} // namespace weir
