// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace weir {

struct AlertInstance;

/// What is told of one rule: all its firing instances are one notice. The texts come from streams and
/// are never interpreted.
struct Notice
{
    QString rule; ///< the group: there is one notice of a rule at a time
    QString labels; ///< of the instance a click opens
    QString text;
    int firing = 1;
    AlertSeverity severity = AlertSeverity::Warning;

    friend bool operator==(const Notice&, const Notice&) = default;
};

/// The notice of a rule's instances: one firing instance speaks for itself, several are counted and
/// the one that fired last is named. Instances of other rules, and those neither firing nor
/// recovering, do not count; nothing when none is left.
std::optional<Notice> noticeOf(const std::string& rule,
                               const std::vector<AlertInstance>& instances);

/// Tells a person what fires. Thread: the owner's, with an event loop; no call waits.
class Notifier : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Notifier)

public:
    explicit Notifier(QObject* parent = nullptr)
        : QObject(parent)
    {
    }

    /// Something fires that did not: shows the notice, or the new text in the one that is shown.
    virtual void notify(const Notice& notice) = 0;
    /// Only numbers have changed: a notice that the person has closed stays closed.
    virtual void update(const Notice& notice) = 0;
    /// Nothing of the rule fires any more: its notice goes.
    virtual void resolve(const QString& rule) = 0;
    /// After a restart, for what still fires: takes the notice named by a token of told() back, and
    /// shows it anew only when whoever showed it is gone.
    virtual void adopt(const Notice& notice, const QString& token) = 0;

signals:
    /// The notice of a rule was shown, or closed by the person. The token is to be stored with the
    /// record of the transition, for adopt().
    void told(const QString& rule, const QString& token);
    /// The person wants to see it; both are empty for a notice of many rules.
    void opened(const QString& rule, const QString& labels);
    /// A sentence for the window: why nobody is told.
    void problem(const QString& sentence);
};

} // namespace weir
