// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/clustergroups.h"

#include "ui/models/format.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>

#include <algorithm>
#include <chrono>

namespace weir {

namespace {

constexpr double longest = 100.0 * 365 * 24 * 3600;

QString unknown()
{
    return QStringLiteral("–");
}

QString secondsText(const std::optional<double>& seconds)
{
    if (!seconds || !(*seconds >= 0))
        return unknown();
    const std::chrono::duration<double> time(std::min(*seconds, longest));
    return durationText(std::chrono::duration_cast<Nanoseconds>(time));
}

QString countText(const std::optional<std::int64_t>& count)
{
    return count ? offsetText(*count) : unknown();
}

} // namespace

ClusterGroupView::ClusterGroupView(const Theme& theme, SourceProbe* probe, QWidget* parent)
    : QWidget(parent)
    , m_task(probe)
    , m_name(new PlainLabel)
    , m_state(new PlainLabel({}, "error"))
    , m_grid(new FactGrid(tr("Consumer group"), theme.groupTitleFont(), theme.eventFont()))
    , m_positions(new SourceList({{tr("topic / partition"), false},
                                  {tr("committed"), true},
                                  {tr("end"), true},
                                  {tr("lag"), true},
                                  {tr("behind"), true}},
                                 theme, tr("Positions of the group")))
{
    m_name->setFont(theme.titleFont());
    m_name->setWordWrap(true);
    m_state->setWordWrap(true);
    m_positions->setWidths({84, 72, 60, 64});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(m_name);
    layout->addWidget(m_state);
    layout->addWidget(m_grid);
    layout->addWidget(m_positions, 1);
    connect(&m_task, &ProbeTask::slow, this, [this] {
        m_state->setText(tr("Asking…"));
        m_state->show();
    });
    connect(&m_task, &ProbeTask::answered, this, [this](const ProbeLine& line) {
        if (const auto* group = std::get_if<GroupInfo>(&line))
            showGroup(*group);
    });
    connect(&m_task, &ProbeTask::finished, this, [this](const QString& problem) {
        m_state->setText(problem);
        m_state->setHidden(problem.isEmpty());
    });
}

void ClusterGroupView::show(const QString& source, const std::string& group)
{
    m_name->setText(plainText(group, 300));
    m_state->hide();
    m_grid->setFacts({});
    m_positions->set({});
    m_task.ask({QStringLiteral("groups"), source, QString::fromStdString(group)});
}

void ClusterGroupView::showGroup(const GroupInfo& group)
{
    std::vector<SourceTable::Row> rows;
    std::int64_t lag = 0;
    std::optional<double> behind;
    for (const GroupPosition& position : group.positions) {
        lag += position.lag.value_or(0);
        if (position.lagSeconds)
            behind = std::max(behind.value_or(0), *position.lagSeconds);
        const QString place =
            position.topic + QStringLiteral(" / ") + QString::number(position.partition);
        rows.push_back({{place, countText(position.committed), countText(position.end),
                         countText(position.lag), secondsText(position.lagSeconds)},
                        place.toStdString(),
                        {0, double(position.committed.value_or(-1)), double(position.end.value_or(-1)),
                         double(position.lag.value_or(-1)), position.lagSeconds.value_or(-1)}});
    }
    QStringList members;
    for (const QString& member : group.members)
        members << member;
    constexpr qsizetype mostNamed = 8;
    if (members.size() > mostNamed)
        members = members.mid(0, mostNamed) << tr("and %1 more").arg(members.size() - mostNamed);
    m_grid->setFacts({{tr("state"), group.state, false},
                      {tr("lag"), tr("%1 records").arg(offsetText(lag)), false},
                      {tr("behind"), behind ? secondsText(behind) : QString(), false},
                      {tr("members"),
                       members.isEmpty() ? tr("none") : members.join(QLatin1Char('\n')), false}});
    m_positions->set(std::move(rows));
}

} // namespace weir
