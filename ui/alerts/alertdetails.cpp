// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertdetails.h"

#include "alerts/summary.h"
#include "ui/alerts/alertwords.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace weir {

namespace {

constexpr std::size_t mostHistory = 12;

QString duration(Nanoseconds length)
{
    return length.count() == 0 ? QString() : QString::fromStdString(formatDuration(length));
}

QString noDataText(NoDataPolicy policy)
{
    switch (policy) {
    case NoDataPolicy::Ok:
        return AlertDetails::tr("becomes ok");
    case NoDataPolicy::Alert:
        return AlertDetails::tr("fires");
    case NoDataPolicy::Keep:
        break;
    }
    return AlertDetails::tr("keeps its state");
}

} // namespace

AlertDetails::AlertDetails(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_state(new PlainLabel)
    , m_name(new PlainLabel)
    , m_labels(new PlainLabel({}, "label"))
    , m_summary(new PlainLabel({}, "label"))
    , m_rule(new FactGrid(tr("Rule"), context.theme.groupTitleFont(), context.theme.eventFont()))
    , m_history(
          new FactGrid(tr("History"), context.theme.groupTitleFont(), context.theme.eventFont()))
    , m_logs(new QPushButton(tr("Open logs")))
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    QFont bold = context.theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    m_state->setFont(bold);
    m_name->setFont(context.theme.titleFont());
    for (PlainLabel* label : {m_name, m_labels, m_summary}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_state, 0, Qt::AlignTop);
    head->addWidget(m_name, 1, Qt::AlignTop);
    layout->addLayout(head);
    layout->addWidget(m_labels);
    layout->addWidget(m_summary);
    layout->addSpacing(12);
    layout->addWidget(m_rule);
    layout->addSpacing(12);
    layout->addWidget(m_history);
    layout->addStretch(1);

    QScrollArea* scroll = scrolledDown(content);
    auto* foot = new QWidget;
    foot->setFixedHeight(52);
    auto* buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(16, 0, 16, 0);
    buttons->addWidget(m_logs);
    buttons->addStretch(1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(scroll, 1);
    all->addWidget(foot);
    connect(m_logs, &QPushButton::clicked, this, &AlertDetails::logsWanted);
}

void AlertDetails::show(const AlertInstance& instance, const AlertRule* rule,
                        const std::vector<AlertRecord>& history)
{
    showHead(instance);
    showRule(rule);
    showHistory(instance, history);
    m_logs->setEnabled(rule != nullptr);
    m_logs->setText(instance.since <= TimePoint{}
                        ? tr("Open logs")
                        : tr("Open logs at %1").arg(timeOfDay(instance.since, 0).left(5)));
}

void AlertDetails::showHead(const AlertInstance& instance)
{
    const Colors& colors = m_context.theme.colors();
    m_state->setText(conditionWord(instance.condition));
    QPalette palette = m_state->palette();
    palette.setColor(QPalette::WindowText, conditionColor(colors, instance.condition));
    m_state->setPalette(palette);
    m_name->setText(plainText(instance.rule, 200));
    m_labels->setText(plainText(instance.labels, 400));
    m_labels->setHidden(instance.labels.empty());
    QString text;
    if (instance.condition != AlertCondition::Ok && !instance.summary.empty())
        text = plainText(instance.summary, 600) + QStringLiteral(". ");
    if (instance.since > TimePoint{})
        text += tr("%1 since %2.")
                    .arg(conditionWord(instance.condition), dateAndTime(instance.since, 0));
    else if (instance.hasData)
        text += tr("It has been ok all the time.");
    else
        text += tr("No event has matched the rule's query yet.");
    if (!instance.hasData && instance.since > TimePoint{})
        text += tr(" No data comes in.");
    m_summary->setText(text);
}

void AlertDetails::showRule(const AlertRule* rule)
{
    if (rule == nullptr) {
        m_rule->setFacts({{tr("Rule"), tr("no longer in the configuration"), false}});
        return;
    }
    m_rule->setFacts({
        {tr("Query"), plainText(rule->query, 2000), true},
        {tr("Fires when"), QString::fromStdString(thresholdText(rule->when)), true},
        {tr("For"), duration(rule->holdFor), true},
        {tr("Recovers"),
         rule->recover ? QString::fromStdString(thresholdText(*rule->recover)) : QString(), true},
        {tr("Keeps firing"), duration(rule->keepFiring), true},
        {tr("Without data"), noDataText(rule->noData), false},
        {tr("Severity"), severityWord(rule->severity), false},
        {tr("Runbook"), plainText(rule->runbook, 400), false},
    });
}

void AlertDetails::showHistory(const AlertInstance& instance,
                               const std::vector<AlertRecord>& history)
{
    std::vector<FactGrid::Fact> facts;
    for (auto it = history.rbegin(); it != history.rend() && facts.size() < mostHistory; ++it) {
        if (it->rule != instance.rule || it->labels != instance.labels)
            continue;
        QString text = conditionWord(conditionOf(QString::fromStdString(it->to)));
        text += QStringLiteral(" · ") + alertValueText(it->value);
        if (!it->notification.empty())
            text += tr(" · told on the desktop");
        facts.push_back({dateAndTime(it->at, 0).mid(5, 14), text, false});
    }
    m_history->setFacts(std::move(facts));
}

} // namespace weir
