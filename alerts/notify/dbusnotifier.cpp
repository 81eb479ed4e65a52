// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/notify/dbusnotifier.h"

#include "alerts/notify/noticetext.h"

#include <algorithm>

namespace weir {

namespace {

const auto tokenShown = QStringLiteral("shown");
const auto tokenClosed = QStringLiteral("closed");

quint8 urgencyOf(AlertSeverity severity)
{
    return severity == AlertSeverity::Critical ? 2 : severity == AlertSeverity::Warning ? 1 : 0;
}

bool isCritical(const std::optional<Notice>& notice)
{
    return notice && notice->severity == AlertSeverity::Critical;
}

QString tokenOf(const QString& identity, quint32 id, const QString& state)
{
    return QStringLiteral("%1 %2 %3").arg(identity).arg(id).arg(state);
}

} // namespace

DBusNotifier::DBusNotifier(const QDBusConnection& bus, QObject* parent)
    : DBusNotifier(bus, Limits(), parent)
{
}

DBusNotifier::DBusNotifier(const QDBusConnection& bus, const Limits& limits, QObject* parent)
    : Notifier(parent)
    , m_limits(limits)
    , m_server(bus, limits.timeout)
    , m_budget(limits.burst, limits.refill)
    , m_criticalBudget(limits.burst, limits.refill)
{
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, &DBusNotifier::syncAll);
    connect(&m_server, &NotificationServer::stateChanged, this, &DBusNotifier::serverChanged);
    connect(&m_server, &NotificationServer::lost, this, &DBusNotifier::serverLost);
    connect(&m_server, &NotificationServer::closed, this, &DBusNotifier::closedByPerson);
    connect(&m_server, &NotificationServer::clicked, this, &DBusNotifier::clicked);
    connect(&m_server, &NotificationServer::refused, this, [this](const QString& error) {
        if (!std::exchange(m_saidRefused, true))
            emit problem(tr("The notification server refused a notice: %1").arg(error));
    });
    // From the event loop, so that whoever made this can connect to problem() first.
    QMetaObject::invokeMethod(&m_server, &NotificationServer::probe, Qt::QueuedConnection);
}

void DBusNotifier::notify(const Notice& notice)
{
    want(notice, true);
}

void DBusNotifier::update(const Notice& notice)
{
    want(notice, false);
}

void DBusNotifier::want(const Notice& notice, bool isNews)
{
    Group& group = m_groups[notice.rule];
    if (!isNews && group.wanted == notice)
        return;
    group.wanted = notice;
    group.isDirty = true;
    group.isNews = group.isNews || isNews;
    if (m_server.state() == NotificationServer::State::Mute)
        m_server.probe();
    syncAll();
}

void DBusNotifier::resolve(const QString& rule)
{
    const auto at = m_groups.find(rule);
    if (at == m_groups.end())
        return;
    at->second.wanted.reset();
    at->second.isDirty = false;
    at->second.isNews = false;
    syncAll();
}

void DBusNotifier::adopt(const Notice& notice, const QString& token)
{
    Group& group = m_groups[notice.rule];
    group.wanted = notice;
    group.adopted = token;
    group.isDirty = true;
    group.isNews = true;
    syncAll();
}

QString DBusNotifier::token(const QString& rule) const
{
    const auto at = m_groups.find(rule);
    return at == m_groups.end() ? QString() : at->second.token;
}

void DBusNotifier::serverChanged()
{
    switch (m_server.state()) {
    case NotificationServer::State::Asking:
        return;
    case NotificationServer::State::Present:
        m_saidAbsent = false;
        return syncAll();
    case NotificationServer::State::Absent:
        if (!std::exchange(m_saidAbsent, true))
            emit problem(tr("no notification server: alerts are shown in the window only"));
        return;
    case NotificationServer::State::Mute:
        if (!std::exchange(m_saidAbsent, true))
            emit problem(
                tr("the notification server does not answer: alerts are shown in the window only"));
        return;
    }
}

/// A new server knows nothing of the old one's bubbles. Only what is critical is worth telling again.
void DBusNotifier::serverLost()
{
    for (auto& [rule, group] : m_groups) {
        group.id = 0;
        group.token.clear();
        group.isSending = false;
        group.opened = {};
        if (isCritical(group.wanted)) {
            group.isDirty = true;
            group.isNews = true;
        }
    }
}

/// Looks whether a bubble shown by a process before this one is still ours.
void DBusNotifier::takeBack(Group& group)
{
    const QString token = std::exchange(group.adopted, {});
    const qsizetype state = token.lastIndexOf(QLatin1Char(' '));
    const qsizetype number = token.lastIndexOf(QLatin1Char(' '), state - 1);
    if (number < 0 || token.left(number) != m_server.identity())
        return;
    group.token = token;
    group.isDirty = false;
    group.isNews = false;
    if (token.mid(state + 1) == tokenShown)
        group.id = token.mid(number + 1, state - number - 1).toUInt();
}

void DBusNotifier::syncAll()
{
    if (m_server.state() != NotificationServer::State::Present)
        return;
    for (auto at = m_groups.begin(); at != m_groups.end();)
        at = !at->first.isEmpty() && sync(at->first, at->second) ? m_groups.erase(at)
                                                                 : std::next(at);
    refreshDigest();
    if (const auto digest = m_groups.find(QString()); digest != m_groups.end()) {
        if (sync(digest->first, digest->second))
            m_groups.erase(digest);
    }
}

/// What is in the digest is counted anew; the bubble changes when the numbers do.
void DBusNotifier::refreshDigest()
{
    int rules = 0;
    Notice notice;
    notice.firing = 0;
    for (const auto& [rule, group] : m_groups) {
        if (!group.isInDigest || !group.wanted)
            continue;
        ++rules;
        notice.firing += group.wanted->firing;
        notice.severity =
            std::max(rules == 1 ? AlertSeverity::Info : notice.severity, group.wanted->severity);
    }
    if (rules == 0) {
        if (const auto at = m_groups.find(QString()); at != m_groups.end())
            at->second.wanted.reset();
        return;
    }
    notice.text = tr("%1 alerts firing in %2 more rules").arg(notice.firing).arg(rules);
    Group& digest = m_groups[QString()];
    if (digest.wanted && digest.wanted->text == notice.text
        && digest.wanted->severity == notice.severity)
        return;
    digest.isNews = digest.isNews || !digest.wanted || notice.severity > digest.wanted->severity;
    digest.wanted = notice;
    digest.isDirty = true;
}

/// Brings the desktop closer to what is wanted; true when there is nothing left to remember.
bool DBusNotifier::sync(const QString& rule, Group& group)
{
    if (group.isSending)
        return false;
    if (!group.adopted.isEmpty())
        takeBack(group);
    if (group.wanted) {
        syncWanted(rule, group);
        return false;
    }
    if (group.id != 0)
        m_server.close(std::exchange(group.id, 0));
    group.isInDigest = false;
    group.token.clear();
    const auto forgotten =
        group.opened + m_limits.reopen; // a rule that flaps is not told at once again
    if (Clock::now() >= forgotten)
        return true;
    wakeAt(forgotten);
    return false;
}

void DBusNotifier::syncWanted(const QString& rule, Group& group)
{
    if (!group.isDirty)
        return;
    const auto now = Clock::now();
    const auto due = group.id != 0 ? group.sent + m_limits.update : group.opened + m_limits.reopen;
    if (group.isInDigest || (group.id == 0 && !group.isNews)) {
        group.isDirty = false;
    } else if (now < due) {
        wakeAt(due);
    } else if (group.id == 0 && !mayOpen(rule, group)) {
        group.isInDigest = true;
        group.isDirty = false;
        group.isNews = false;
    } else {
        send(rule, group);
    }
}

bool DBusNotifier::mayOpen(const QString& rule, const Group& group)
{
    if (rule.isEmpty())
        return true;
    const bool critical = isCritical(group.wanted);
    const auto isSameKind = [critical](const auto& entry) {
        const Group& other = entry.second;
        return !entry.first.isEmpty() && (other.id != 0 || other.isSending)
            && isCritical(other.wanted) == critical;
    };
    if (std::ranges::count_if(m_groups, isSameKind) >= m_limits.bubbles)
        return false;
    return (critical ? m_criticalBudget : m_budget).take(Clock::now());
}

void DBusNotifier::send(const QString& rule, Group& group)
{
    const Notice& notice = *group.wanted;
    NotificationServer::Bubble bubble;
    bubble.title = rule.isEmpty() ? tr("Weir alerts") : noticeTitle(notice.rule);
    bubble.body = noticeBody(notice.text, m_server.readsMarkup());
    bubble.urgency = urgencyOf(notice.severity);
    group.sent = Clock::now();
    if (group.id == 0)
        group.opened = group.sent;
    group.isDirty = false;
    group.isNews = false;
    group.isSending = true;
    m_server.show(bubble, group.id, [this, rule, identity = m_server.identity()](quint32 id) {
        if (identity
            == m_server.identity()) // else it was another server's, and serverLost() has seen to it
            shown(rule, id);
    });
}

void DBusNotifier::shown(const QString& rule, quint32 id)
{
    const auto at = m_groups.find(rule);
    if (at == m_groups.end())
        return;
    Group& group = at->second;
    group.isSending = false;
    const QString token = id == 0 ? QString() : tokenOf(m_server.identity(), id, tokenShown);
    group.id = id;
    if (std::exchange(group.token, token) != token && id != 0 && !rule.isEmpty())
        emit told(rule, token);
    syncAll();
}

void DBusNotifier::closedByPerson(quint32 id)
{
    const auto at = groupOf(id);
    if (at == m_groups.end())
        return;
    at->second.id = 0;
    at->second.token = tokenOf(m_server.identity(), id, tokenClosed);
    if (!at->first.isEmpty())
        emit told(at->first, at->second.token);
}

void DBusNotifier::clicked(quint32 id)
{
    const auto at = groupOf(id);
    if (at == m_groups.end() || !at->second.wanted)
        return;
    const Notice notice = *at->second.wanted;
    // Some servers leave it there: a bubble that has done its work is in the way.
    m_server.close(id);
    emit opened(notice.rule, notice.labels);
}

DBusNotifier::Groups::iterator DBusNotifier::groupOf(quint32 id)
{
    return std::ranges::find_if(
        m_groups, [id](const auto& entry) { return id != 0 && entry.second.id == id; });
}

void DBusNotifier::wakeAt(Clock::time_point time)
{
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now());
    if (!m_wake.isActive() || m_wake.remainingTimeAsDuration() > wait)
        m_wake.start(std::max(wait, std::chrono::milliseconds(0)));
}

} // namespace weir
