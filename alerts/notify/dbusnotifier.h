// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/notify/noticebudget.h"
#include "alerts/notify/notificationserver.h"
#include "alerts/notify/notifier.h"

#include <QTimer>

#include <map>

namespace weir {

/// Notifications on the desktop. A rule has one bubble at most, changed at most once a second; what
/// exceeds the limits below is told in one bubble for all of it. Without a server it says so once and
/// keeps in mind what fires, to show it when one appears.
class DBusNotifier final : public Notifier
{
    Q_OBJECT

public:
    struct Limits
    {
        std::chrono::milliseconds timeout = std::chrono::seconds(2); ///< of a call
        std::chrono::milliseconds update = std::chrono::seconds(1); ///< between changes of a bubble
        std::chrono::milliseconds reopen = std::chrono::seconds(5); ///< between bubbles of a rule
        std::chrono::milliseconds refill = std::chrono::seconds(10); ///< one more bubble allowed
        int burst = 6; ///< bubbles allowed at once; critical ones have an allowance of their own
        int bubbles = 3; ///< at the same time, of critical rules and of others each
    };

    explicit DBusNotifier(const QDBusConnection& bus, QObject* parent = nullptr);
    DBusNotifier(const QDBusConnection& bus, const Limits& limits, QObject* parent = nullptr);

    void notify(const Notice& notice) override;
    void update(const Notice& notice) override;
    void resolve(const QString& rule) override;
    void adopt(const Notice& notice, const QString& token) override;

    /// Names the rule's bubble for adopt() of another process; empty while there is none.
    QString token(const QString& rule) const;

private:
    using Clock = NoticeBudget::Clock;

    struct Group
    {
        std::optional<Notice> wanted; ///< nothing: to be closed
        QString adopted; ///< a token to be looked at when the server is known
        QString token;
        quint32 id = 0; ///< of the bubble; 0: none
        bool isDirty = false; ///< `wanted` has not been sent
        bool isNews = false; ///< ... and deserves a new bubble
        bool isSending = false;
        bool isInDigest = false; ///< told in the bubble for all
        Clock::time_point sent{}; ///< the last change of the bubble
        Clock::time_point opened{}; ///< the last new bubble
    };
    using Groups = std::map<QString, Group>; ///< by rule; the digest's key is empty

    void want(const Notice& notice, bool isNews);
    void serverChanged();
    void serverLost();
    void takeBack(Group& group);
    void syncAll();
    void refreshDigest();
    bool sync(const QString& rule, Group& group);
    void syncWanted(const QString& rule, Group& group);
    bool mayOpen(const QString& rule, const Group& group);
    void send(const QString& rule, Group& group);
    void shown(const QString& rule, quint32 id);
    void closedByPerson(quint32 id);
    void clicked(quint32 id);
    Groups::iterator groupOf(quint32 id);
    void wakeAt(Clock::time_point time);

    const Limits m_limits;
    NotificationServer m_server;
    Groups m_groups;
    NoticeBudget m_budget;
    NoticeBudget m_criticalBudget;
    QTimer m_wake;
    bool m_saidAbsent = false;
    bool m_saidRefused = false;
};

} // namespace weir
