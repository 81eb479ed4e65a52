// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "alerts/notify/notifier.h"
#include "core/alertrecord.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// Sees to it that what fires is told to the person once, and taken back when it is over, also when
/// this process was killed in between: what was told is noted in the history. Thread: main.
class AlertTeller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AlertTeller)

public:
    /// Stores what was told for a record.
    using Note = std::function<void(std::int64_t record, std::string token)>;

    /// `notifier` outlives it.
    AlertTeller(Notifier& notifier, Note note, QObject* parent = nullptr);

    /// After a start: `instances` are those of the saved state, `history` is newest first.
    void restore(const std::vector<AlertInstance>& instances,
                 const std::vector<AlertRecord>& history);
    /// Transitions that are durable now, and the instances after them.
    void tell(const std::vector<AlertRecord>& records, const std::vector<AlertInstance>& instances);
    /// The numbers of what fires may have changed.
    void refresh(const std::vector<AlertInstance>& instances);

private:
    void noteTold(const QString& rule, const QString& token);

    Notifier& m_notifier;
    const Note m_note;
    std::map<std::string, std::int64_t> m_records; ///< by rule, the last that fired
    std::set<std::string> m_told; ///< rules with a notice
};

} // namespace weir
