// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/notify/notifier.h"
#include "core/alertinstance.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace weir {

/// A click on a notice leads to its alert: `weir show weir://alert/NAME`, which brings the window of
/// this index to the front or opens one. Thread: main.
class AlertOpener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AlertOpener)

public:
    using Instances = std::function<std::vector<AlertInstance>()>;
    /// Runs `weir` with these arguments; false when that cannot be.
    using Start = std::function<bool(const std::vector<std::string>& arguments)>;

    /// The folders are those `weir` is told. `notifier` outlives it.
    AlertOpener(Notifier& notifier, std::filesystem::path config, std::filesystem::path index,
                Instances instances, Start start = startWeir, QObject* parent = nullptr);

    static bool startWeir(const std::vector<std::string>& arguments);

private:
    void open(const QString& rule) const;

    const std::filesystem::path m_config;
    const std::filesystem::path m_index;
    const Instances m_instances;
    const Start m_start;
};

} // namespace weir
