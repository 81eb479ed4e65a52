// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/alertteller.h"

namespace weir {

namespace {

bool hasFired(const AlertRecord& record)
{
    return record.to == nameOf(AlertCondition::Firing)
        && record.from != nameOf(AlertCondition::Recovering);
}

} // namespace

AlertTeller::AlertTeller(Notifier& notifier, Note note, QObject* parent)
    : QObject(parent)
    , m_notifier(notifier)
    , m_note(std::move(note))
{
    connect(&m_notifier, &Notifier::told, this, &AlertTeller::noteTold);
}

void AlertTeller::restore(const std::vector<AlertInstance>& instances,
                          const std::vector<AlertRecord>& history)
{
    for (const AlertRecord& record : history) {
        if (!hasFired(record) || !m_records.emplace(record.rule, record.id).second)
            continue;
        const auto notice = noticeOf(record.rule, instances);
        if (!notice) {
            // Over already, but perhaps we were killed before its notice was closed.
            const auto rule = QString::fromStdString(record.rule);
            if (!record.notification.empty()) {
                m_notifier.adopt({.rule = rule, .labels = {}, .text = {}},
                                 QString::fromStdString(record.notification));
                m_notifier.resolve(rule);
            }
            continue;
        }
        m_told.insert(record.rule);
        if (record.notification.empty())
            m_notifier.notify(*notice); // killed before anybody was told
        else
            m_notifier.adopt(*notice, QString::fromStdString(record.notification));
    }
}

void AlertTeller::tell(const std::vector<AlertRecord>& records,
                       const std::vector<AlertInstance>& instances)
{
    std::map<std::string, bool> changed; ///< by rule: does something fire that did not?
    for (const AlertRecord& record : records) {
        bool& fired = changed[record.rule];
        if (!hasFired(record))
            continue;
        fired = true;
        m_records[record.rule] = record.id;
    }
    for (const auto& [rule, fired] : changed) {
        const auto notice = noticeOf(rule, instances);
        if (!notice) {
            if (m_told.erase(rule) > 0)
                m_notifier.resolve(QString::fromStdString(rule));
        } else if (fired) {
            m_told.insert(rule);
            m_notifier.notify(*notice);
        }
    }
}

void AlertTeller::refresh(const std::vector<AlertInstance>& instances)
{
    for (const std::string& rule : m_told) {
        if (const auto notice = noticeOf(rule, instances))
            m_notifier.update(*notice);
    }
}

void AlertTeller::noteTold(const QString& rule, const QString& token)
{
    const auto found = m_records.find(rule.toStdString());
    if (found != m_records.end())
        m_note(found->second, token.toStdString());
}

} // namespace weir
