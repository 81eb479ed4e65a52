// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/clusterbrowser.h"

#include "ui/actions.h"
#include "ui/models/format.h"
#include "ui/sources/clustergroups.h"
#include "ui/sources/clustertopic.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/detailssplit.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace weir {

ClusterBrowser::ClusterBrowser(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_task(context.probe)
{
    m_empty = new EmptyState;
    m_empty->setContent(tr("No Kafka source yet"),
                        tr("The cluster browser shows topics, retention and consumer groups of the "
                           "brokers that a Kafka source names. It reads and changes nothing."),
                        tr("Add a source"));
    connect(m_empty, &EmptyState::pressed, this, &ClusterBrowser::addWanted);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeLists(), 1);
    m_all = new QStackedWidget;
    m_all->addWidget(m_empty);
    m_all->addWidget(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_all);
    connect(&m_task, &ProbeTask::slow, this, [this] {
        m_state->setText(tr("Asking the brokers…"));
        m_again->setText(tr("Cancel"));
    });
    connect(&m_task, &ProbeTask::answered, this, &ClusterBrowser::show);
    connect(&m_task, &ProbeTask::finished, this, &ClusterBrowser::finish);
}

QWidget* ClusterBrowser::makeBar()
{
    m_source = new QComboBox;
    m_source->setAccessibleName(tr("Source whose brokers are asked"));
    m_source->setMinimumContentsLength(10);
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(90);
    m_again = new QPushButton(tr("Ask again"));
    m_state = new PlainLabel({}, "label");
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_source);
    m_whats = new QButtonGroup(this);
    for (const auto& [what, text] : {std::pair(What::Topics, tr("Topics")),
                                     std::pair(What::Groups, tr("Consumer groups"))}) {
        auto* button = new QPushButton(text);
        button->setProperty("role", QStringLiteral("chip"));
        button->setCheckable(true);
        m_whats->addButton(button, static_cast<int>(what));
        layout->addWidget(button);
    }
    m_whats->button(0)->setChecked(true);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_state);
    layout->addWidget(m_again);
    connect(m_whats, &QButtonGroup::idClicked, this,
            [this](int id) { showWhat(static_cast<What>(id)); });
    connect(m_source, &QComboBox::currentTextChanged, this, [this] {
        forget();
        if (isVisible())
            ask();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_topics->setFilter(text);
        m_groups->setFilter(text);
        showCount();
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (!m_task.isRunning())
            return ask();
        m_task.cancel();
        m_again->setText(tr("Ask again"));
        m_state->setText(tr("Cancelled."));
    });
    declareActions(m_context.actions);
    auto* find = m_context.actions.add(QStringLiteral("sources.filter"), this);
    connect(find, &QAction::triggered, m_filter, qOverload<>(&QWidget::setFocus));
    return row;
}

void ClusterBrowser::declareActions(Actions& actions)
{
    actions.declare(QStringLiteral("sources.filter"), tr("Filter topics and groups"),
                    {QKeySequence::Find});
}

QWidget* ClusterBrowser::makeLists()
{
    const Theme& theme = m_context.theme;
    m_topics = new SourceList({{tr("topic"), false}, {tr("partitions"), true}, {tr("note"), false}},
                              theme, tr("Topics"));
    m_topics->setWidths({80, 200});
    m_groups = new SourceList(
        {{tr("consumer group"), false}, {tr("state"), false}, {tr("members"), true}}, theme,
        tr("Consumer groups"));
    m_groups->setWidths({120, 76});
    m_lists = new QStackedWidget;
    m_lists->addWidget(m_topics);
    m_lists->addWidget(m_groups);
    m_banner = new Banner;
    m_cluster = new PlainLabel({}, "hint");
    m_cluster->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cluster->setContentsMargins(14, 4, 12, 6);
    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* banners = new QVBoxLayout;
    banners->setContentsMargins(12, 0, 12, 8);
    banners->addWidget(m_banner);
    layout->addLayout(banners);
    layout->addWidget(m_lists, 1);
    layout->addWidget(m_cluster);
    connect(m_banner, &Banner::pressed, this, &ClusterBrowser::ask);

    m_topic = new ClusterTopicView(theme, m_context.probe);
    m_group = new ClusterGroupView(theme, m_context.probe);
    m_detailsStack = new QStackedWidget;
    m_detailsStack->setProperty("role", QStringLiteral("sidebar"));
    m_detailsStack->setAttribute(Qt::WA_StyledBackground);
    m_detailsStack->addWidget(m_topic);
    m_detailsStack->addWidget(m_group);
    m_split = new DetailsSplit(left, m_detailsStack);
    connect(m_topics, &SourceList::chosen, this, [this](const std::string& topic) {
        m_split->showDetails(!topic.empty());
        if (!topic.empty())
            m_topic->show(m_source->currentText(), topic);
    });
    connect(m_groups, &SourceList::chosen, this, [this](const std::string& group) {
        m_split->showDetails(!group.empty());
        if (!group.empty())
            m_group->show(m_source->currentText(), group);
    });
    return m_split;
}

void ClusterBrowser::setSources(const QStringList& names)
{
    m_all->setCurrentIndex(names.isEmpty() ? 0 : 1);
    QStringList known;
    for (int i = 0; i < m_source->count(); ++i)
        known << m_source->itemText(i);
    if (known == names)
        return;
    const QString chosen = m_source->currentText();
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    m_source->addItems(names);
    m_source->setCurrentIndex(static_cast<int>(std::max<qsizetype>(0, names.indexOf(chosen))));
    if (m_source->currentText() != chosen) {
        forget();
        if (isVisible())
            ask();
    }
}

void ClusterBrowser::choose(const QString& source)
{
    if (const int index = m_source->findText(source); index >= 0)
        m_source->setCurrentIndex(index);
}

void ClusterBrowser::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_isAsked)
        ask();
}

void ClusterBrowser::showWhat(What what)
{
    m_what = what;
    m_lists->setCurrentIndex(static_cast<int>(what));
    m_detailsStack->setCurrentIndex(static_cast<int>(what));
    m_split->showDetails(list()->currentIndex().isValid());
    ask();
}

void ClusterBrowser::forget()
{
    m_isAsked = false;
    m_task.cancel();
    m_topics->set({});
    m_groups->set({});
    m_cluster->clear();
    m_split->showDetails(false);
}

void ClusterBrowser::ask()
{
    if (m_source->count() == 0)
        return;
    m_isAsked = true;
    m_banner->clear();
    m_state->clear();
    m_task.ask({m_what == What::Topics ? QStringLiteral("topics") : QStringLiteral("groups"),
                m_source->currentText()});
}

void ClusterBrowser::show(const ProbeLine& line)
{
    std::vector<SourceTable::Row> rows;
    if (const auto* cluster = std::get_if<ClusterInfo>(&line)) {
        for (const ClusterTopic& topic : cluster->topics)
            rows.push_back({{topic.name, groupedNumber(topic.partitions),
                             !topic.error.isEmpty() ? topic.error
                                 : topic.isInternal ? tr("internal")
                                                    : QString()},
                            topic.key,
                            {0, double(topic.partitions), 0}});
        m_topics->set(std::move(rows));
        QStringList brokers;
        for (const QString& broker : cluster->brokers)
            brokers << broker;
        m_cluster->setText(tr("cluster %1   brokers %2")
                               .arg(cluster->id.isEmpty() ? tr("without an id") : cluster->id,
                                    brokers.join(QStringLiteral(", "))));
    } else if (const auto* groups = std::get_if<GroupList>(&line)) {
        for (const ClusterGroup& group : groups->groups)
            rows.push_back({{group.name, group.state, groupedNumber(group.members)},
                            group.key,
                            {0, 0, double(group.members)}});
        m_groups->set(std::move(rows));
    }
}

void ClusterBrowser::finish(const QString& problem)
{
    m_again->setText(tr("Ask again"));
    if (!problem.isEmpty())
        m_banner->show({Banner::Level::Warning, plainText(m_source->currentText().toStdString(), 100), sentence(problem),
                        tr("Ask again")});
    showCount();
}

void ClusterBrowser::showCount()
{
    const auto count = static_cast<std::uint64_t>(list()->shown());
    if (m_task.isRunning())
        return;
    const bool isOne = count == 1;
    m_state->setText((m_what == What::Topics ? (isOne ? tr("%1 topic") : tr("%1 topics"))
                                             : (isOne ? tr("%1 group") : tr("%1 groups")))
                         .arg(groupedNumber(count)));
}

} // namespace weir
