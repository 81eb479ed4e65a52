// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/alertopener.h"

#include "app/collector/say.h"
#include "app/process/detached.h"
#include "core/config/paths.h"
#include "core/permalink.h"

#include <algorithm>

namespace weir {

namespace {

/// Of many rules the one that matters most: it fires, and it is the most severe. Empty: none fires.
std::string worstOf(const std::vector<AlertInstance>& instances)
{
    const AlertInstance* worst = nullptr;
    for (const AlertInstance& instance : instances) {
        if (instance.condition == AlertCondition::Firing
            && (worst == nullptr || instance.severity > worst->severity))
            worst = &instance;
    }
    return worst == nullptr ? std::string() : worst->rule;
}

} // namespace

AlertOpener::AlertOpener(Notifier& notifier, std::filesystem::path config,
                         std::filesystem::path index, Instances instances, Start start,
                         QObject* parent)
    : QObject(parent)
    , m_config(std::move(config))
    , m_index(std::move(index))
    , m_instances(std::move(instances))
    , m_start(std::move(start))
{
    connect(&notifier, &Notifier::opened, this, &AlertOpener::open);
}

bool AlertOpener::startWeir(const std::vector<std::string>& arguments)
{
    return startDetached((programFolder() / "weir").string(), arguments);
}

void AlertOpener::open(const QString& rule) const
{
    const std::string name = rule.isEmpty() ? worstOf(m_instances()) : rule.toStdString();
    if (name.empty())
        return; // the notice of many rules, and all is well by now
    if (!m_start({"--config", m_config.string(), "--index", m_index.string(), "show",
                  permalinkText(AlertLink{name})}))
        say("weir cannot be started to show the alert");
}

} // namespace weir
