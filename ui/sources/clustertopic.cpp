// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/clustertopic.h"

#include "ui/models/format.h"
#include "ui/sources/messagelist.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStyle>

#include <algorithm>
#include <chrono>

namespace weir {

namespace {

constexpr int mostPartitionRows = 8;
constexpr int mostSettingRows = 6;

QString settingOf(const TopicInfo& topic, QLatin1String name)
{
    const auto found =
        std::find_if(topic.settings.begin(), topic.settings.end(),
                     [&](const TopicSetting& setting) { return setting.name == name; });
    return found == topic.settings.end() ? QString() : found->value;
}

/// `retention.ms` as a person says it.
QString retentionText(const TopicInfo& topic)
{
    bool isNumber = false;
    const qint64 age = settingOf(topic, QLatin1String("retention.ms")).toLongLong(&isNumber);
    QString text;
    if (isNumber)
        text = age < 0 ? ClusterTopicView::tr("for ever")
                       : durationText(std::chrono::milliseconds(
                           std::min<qint64>(age, 100LL * 365 * 24 * 3'600'000)));
    const qint64 bytes = settingOf(topic, QLatin1String("retention.bytes")).toLongLong(&isNumber);
    if (isNumber && bytes >= 0)
        text += ClusterTopicView::tr(", at most %1 a partition")
                    .arg(bytesText(static_cast<std::uint64_t>(bytes)));
    return text;
}

} // namespace

ClusterTopicView::ClusterTopicView(const Theme& theme, SourceProbe* probe, QWidget* parent)
    : QWidget(parent)
    , m_facts(probe)
    , m_peek(probe)
    , m_name(new PlainLabel)
    , m_state(new PlainLabel({}, "label"))
    , m_grid(new FactGrid(tr("Topic"), theme.groupTitleFont(), theme.eventFont()))
    , m_partitions(new SourceList({{tr("partition"), false},
                                   {tr("leader"), true},
                                   {tr("in sync"), true},
                                   {tr("from"), true},
                                   {tr("to"), true}},
                                  theme, tr("Partitions")))
    , m_settings(new SourceList({{tr("setting"), false}, {tr("value"), false}}, theme,
                                tr("Settings of the topic")))
    , m_from(new QComboBox)
    , m_limit(new QSpinBox)
    , m_look(new QPushButton(tr("Peek")))
    , m_peekState(new PlainLabel({}, "label"))
    , m_messages(new MessageList(theme))
{
    m_name->setFont(theme.titleFont());
    m_name->setWordWrap(true);
    m_state->setWordWrap(true);
    m_peekState->setWordWrap(true);
    m_partitions->setWidths({60, 66, 88, 88});
    m_settings->setWidths({150});
    m_messages->setMinimumHeight(8 * 22);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    auto* peekTitle = new PlainLabel(tr("Peek, nothing is indexed"), "label");
    peekTitle->setFont(theme.groupTitleFont());
    for (QWidget* widget :
         {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_state),
          static_cast<QWidget*>(m_grid), static_cast<QWidget*>(m_partitions),
          static_cast<QWidget*>(m_settings), static_cast<QWidget*>(peekTitle), makePeekRow(),
          static_cast<QWidget*>(m_peekState)})
        layout->addWidget(widget);
    layout->addWidget(m_messages, 1);
    QScrollArea* scroll = scrolledDown(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);

    connect(&m_facts, &ProbeTask::slow, this, [this] { say(m_state, tr("Asking…"), "label"); });
    connect(&m_facts, &ProbeTask::answered, this, [this](const ProbeLine& line) {
        if (const auto* topic = std::get_if<TopicInfo>(&line))
            showTopic(*topic);
    });
    connect(&m_facts, &ProbeTask::finished, this,
            [this](const QString& problem) { say(m_state, problem, "error"); });
    connect(&m_peek, &ProbeTask::slow, this, [this] {
        say(m_peekState, tr("Reading…"), "label");
        m_look->setText(tr("Cancel"));
    });
    connect(&m_peek, &ProbeTask::answered, this, [this](const ProbeLine& line) {
        if (const auto* message = std::get_if<ProbeMessage>(&line))
            m_messages->add(*message);
    });
    connect(&m_peek, &ProbeTask::finished, this, [this](const QString& problem) {
        m_look->setText(tr("Peek"));
        if (!problem.isEmpty())
            say(m_peekState, problem, "error");
        else
            say(m_peekState,
                m_messages->count() == 0
                    ? tr("There is no message from there on.")
                    : tr("%n message(s)", nullptr, m_messages->count()).replace(
                          QLatin1String("message(s)"),
                          m_messages->count() == 1 ? tr("message") : tr("messages")),
                "label");
    });
}

QWidget* ClusterTopicView::makePeekRow()
{
    m_from->setEditable(true);
    m_from->setInsertPolicy(QComboBox::NoInsert);
    m_from->addItems({QStringLiteral("-15m"), QStringLiteral("-1h"), QStringLiteral("latest"),
                      QStringLiteral("earliest")});
    m_from->setAccessibleName(tr("Where to look: a time, an offset, latest or earliest"));
    m_limit->setButtonSymbols(QSpinBox::NoButtons);
    m_limit->setRange(1, 1000);
    m_limit->setValue(20);
    m_limit->setAccessibleName(tr("How many messages"));
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(new PlainLabel(tr("from"), "label"));
    layout->addWidget(m_from, 1);
    layout->addWidget(new PlainLabel(tr("at most"), "label"));
    layout->addWidget(m_limit);
    layout->addWidget(m_look);
    connect(m_look, &QPushButton::clicked, this, &ClusterTopicView::peek);
    connect(m_from->lineEdit(), &QLineEdit::returnPressed, this, &ClusterTopicView::peek);
    return row;
}

void ClusterTopicView::show(const QString& source, const std::string& topic)
{
    m_source = source;
    m_topic = topic;
    m_name->setText(plainText(topic, 300));
    m_peek.cancel();
    m_look->setText(tr("Peek"));
    m_messages->clear();
    say(m_peekState, {}, "label");
    say(m_state, {}, "label");
    m_grid->setFacts({});
    m_partitions->set({});
    m_partitions->hide();
    m_settings->hide();
    m_facts.ask({QStringLiteral("topics"), source, QString::fromStdString(topic)});
}

void ClusterTopicView::showTopic(const TopicInfo& topic)
{
    std::vector<SourceTable::Row> rows;
    std::uint64_t records = 0;
    std::size_t lacking = 0;
    for (const TopicPartition& partition : topic.partitions) {
        records += static_cast<std::uint64_t>(std::max<std::int64_t>(0, partition.end - partition.start));
        lacking += partition.inSync < partition.replicas ? 1 : 0;
        rows.push_back({{QString::number(partition.partition), QString::number(partition.leader),
                         QStringLiteral("%1/%2").arg(partition.inSync).arg(partition.replicas),
                         offsetText(partition.start), offsetText(partition.end)},
                        std::to_string(partition.partition),
                        {double(partition.partition), double(partition.leader),
                         double(partition.inSync), double(partition.start), double(partition.end)}});
    }
    m_grid->setFacts(
        {{tr("partitions"), groupedNumber(topic.partitions.size()), false},
         {tr("records"), tr("up to %1").arg(groupedNumber(records)), false},
         {tr("kept"), retentionText(topic), false},
         {tr("clean-up"), settingOf(topic, QLatin1String("cleanup.policy")), false},
         {tr("not in sync"), lacking > 0 ? tr("%1 of its partitions").arg(lacking) : QString(),
          false}});
    m_partitions->set(std::move(rows));
    m_partitions->fitHeight(mostPartitionRows);
    m_partitions->show();
    std::vector<SourceTable::Row> settings;
    for (const TopicSetting& setting : topic.settings) {
        if (!setting.isDefault)
            settings.push_back({{setting.name, setting.value}, setting.name.toStdString()});
    }
    m_settings->setHidden(settings.empty());
    m_settings->set(std::move(settings));
    m_settings->fitHeight(mostSettingRows);
}

void ClusterTopicView::peek()
{
    if (m_peek.isRunning()) {
        m_peek.cancel();
        m_look->setText(tr("Peek"));
        say(m_peekState, tr("Cancelled."), "label");
        return;
    }
    m_messages->clear();
    say(m_peekState, {}, "label");
    m_peek.ask({QStringLiteral("peek"), m_source, QStringLiteral("--topic"),
                QString::fromStdString(m_topic), QStringLiteral("--from=") + m_from->currentText(),
                QStringLiteral("--limit"), QString::number(m_limit->value())});
}

void ClusterTopicView::say(PlainLabel* label, const QString& text, const char* role)
{
    label->setProperty("role", QString::fromLatin1(role));
    label->style()->unpolish(label); // a stylesheet reads properties only once
    label->style()->polish(label);
    label->setText(text);
    label->setHidden(text.isEmpty());
}

} // namespace weir
