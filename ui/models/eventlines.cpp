// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventlines.h"

#include "ui/models/zones.h"

#include <QStringList>

#include <algorithm>

namespace weir {

QString lineText(const EventLine& line, const QTimeZone& zone)
{
    QStringList parts{clockText(line.key.time, zone, 3)};
    if (const auto severity = nameOf(line.severity); !severity.empty())
        parts << QString::fromUtf8(severity.data(), static_cast<qsizetype>(severity.size())).toUpper();
    for (const QString& part : {line.service, line.note, line.title}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(QLatin1Char(' '));
}

void EventLines::setLines(std::vector<EventLine> lines, std::optional<EventSeq> current)
{
    beginResetModel();
    m_lines = std::move(lines);
    m_current = current;
    endResetModel();
}

void EventLines::setCurrent(std::optional<EventSeq> current)
{
    if (current == m_current)
        return;
    m_current = current;
    allChanged();
}

void EventLines::setZone(const QTimeZone& zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    allChanged();
}

void EventLines::allChanged()
{
    if (!m_lines.empty())
        emit dataChanged(index(0), index(static_cast<int>(m_lines.size()) - 1));
}

void EventLines::replace(std::size_t first, std::vector<EventLine> lines)
{
    Q_ASSERT(first + lines.size() <= m_lines.size());
    if (lines.empty())
        return;
    std::ranges::move(lines, m_lines.begin() + static_cast<std::ptrdiff_t>(first));
    emit dataChanged(index(static_cast<int>(first)),
                     index(static_cast<int>(first + lines.size()) - 1));
}

QModelIndex EventLines::indexOf(EventSeq seq) const
{
    const auto found = std::ranges::find(m_lines, seq, [](const EventLine& line) {
        return line.key.seq;
    });
    return found == m_lines.end() ? QModelIndex()
                                  : index(static_cast<int>(found - m_lines.begin()));
}

int EventLines::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant EventLines::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    const EventLine& event = line(index);
    const QString text = lineText(event, m_zone);
    return event.isRemoved ? text + QLatin1Char(' ') + tr("(not kept any more)") : text;
}

} // namespace weir
