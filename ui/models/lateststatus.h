// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"

#include <QObject>

#include <optional>

namespace weir {

/// What the collector last said of itself. Thread: GUI.
class LatestStatus final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LatestStatus)

public:
    using QObject::QObject;

    /// Nothing before the first status, and without a collector.
    const std::optional<Status>& value() const { return m_value; }

    void set(std::optional<Status> status)
    {
        m_value = std::move(status);
        emit changed();
    }

signals:
    void changed();

private:
    std::optional<Status> m_value;
};

} // namespace weir
