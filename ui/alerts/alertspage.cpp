// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertspage.h"

#include "alerts/evaluator.h"
#include "store/read/alertreader.h"
#include "ui/alerts/alertdelegate.h"
#include "ui/alerts/alertdetails.h"
#include "ui/alerts/alertlisthead.h"
#include "ui/alerts/alertwords.h"
#include "ui/models/collectorclient.h"
#include "ui/models/alertquery.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/navigator.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/detailssplit.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/pagebar.h"
#include "ui/widgets/pagestack.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QEvent>
#include <QListView>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostHistory = 1000;
constexpr std::array<AlertCondition, 4> chipConditions{
    AlertCondition::Firing, AlertCondition::Pending, AlertCondition::Recovering,
    AlertCondition::Ok};

QListView* makeList(QAbstractItemModel& model, QWidget* parent)
{
    auto* list = new QListView(parent);
    list->setModel(&model);
    list->setUniformItemSizes(true);
    list->setMouseTracking(true);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

QPushButton* makeCheckable(const char* role, const QString& text, QButtonGroup& group)
{
    auto* button = new QPushButton(text);
    button->setProperty("role", QString::fromLatin1(role));
    button->setCheckable(true);
    group.addButton(button);
    return button;
}

} // namespace

AlertsPage::AlertsPage(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_reader([&frames = context.frames] { frames.request(); })
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeMiddle(), 1);
    m_eachSecond.setInterval(1000);
    connectShared();
    read();
}

AlertsPage::~AlertsPage() = default;

QWidget* AlertsPage::makeBar()
{
    auto* bar = new PageBar;
    bar->addTitle(m_context.theme, tr("Alerts"));
    auto* group = new QButtonGroup(bar);
    m_now = makeCheckable("segment", tr("Now"), *group);
    m_historyTab = makeCheckable("segment", tr("History"), *group);
    m_now->setChecked(true);
    bar->row().addWidget(m_now);
    bar->row().addWidget(m_historyTab);
    return bar;
}

QWidget* AlertsPage::makeChips()
{
    auto* row = new QWidget;
    auto* layout = new FlowLayout(row);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    auto* group = new QButtonGroup(row);
    for (QPushButton*& chip : m_chips) {
        chip = makeCheckable("chip", {}, *group);
        layout->addWidget(chip);
    }
    m_chips[0]->setChecked(true);
    connect(m_chips[0], &QPushButton::clicked, this, [this] { m_model.setFilter({}); });
    for (std::size_t i = 0; i < chipConditions.size(); ++i)
        connect(m_chips[i + 1], &QPushButton::clicked, this,
                [this, condition = chipConditions[i]] { m_model.setFilter(condition); });
    return row;
}

QWidget* AlertsPage::makeNow()
{
    auto* now = new QWidget;
    auto* layout = new QVBoxLayout(now);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeChips());
    auto* head = new AlertListHead(m_context.theme);
    layout->addWidget(head);
    m_list = makeList(m_model, now);
    m_list->setItemDelegate(new AlertDelegate(m_context.theme, m_context.clock, m_list));
    m_list->setAccessibleName(tr("Alerts"));
    layout->addWidget(m_list, 1);
    m_list->viewport()->installEventFilter(this);
    head->setLineWidth(1);
    m_head = head;
    return now;
}

QWidget* AlertsPage::makeMiddle()
{
    m_banner = new Banner;
    m_views = new QStackedWidget;
    m_views->addWidget(makeNow());
    m_historyList = makeList(m_history, m_views);
    m_historyList->setItemDelegate(new AlertHistoryDelegate(m_context.theme, m_historyList));
    m_historyList->setAccessibleName(tr("History of alerts"));
    m_views->addWidget(m_historyList);
    m_empty = new EmptyState;
    m_stack = new PageStack;
    m_stack->addWidget(m_views);
    m_stack->addWidget(m_empty);

    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bannerRow = new QVBoxLayout;
    bannerRow->setContentsMargins(12, 0, 12, 0);
    bannerRow->addWidget(m_banner);
    layout->addLayout(bannerRow);
    layout->addWidget(m_stack, 1);

    m_details = new AlertDetails(m_context);
    m_split = new DetailsSplit(left, m_details);
    return m_split;
}

void AlertsPage::connectShared()
{
    connect(&m_context.frames, &FrameClock::frame, this, &AlertsPage::takeOver);
    connect(&m_context.client, &CollectorClient::transitionReceived, this, &AlertsPage::read);
    connect(&m_context.theme, &Theme::changed, this, &AlertsPage::showDetails);
    connect(&m_eachSecond, &QTimer::timeout, this, &AlertsPage::read);
    connect(m_now, &QPushButton::clicked, this, [this] { m_views->setCurrentIndex(0); });
    connect(m_historyTab, &QPushButton::clicked, this, [this] { m_views->setCurrentIndex(1); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    m_selected = m_model.key(current.row());
                    showDetails();
                }
            });
    connect(m_historyList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    const auto& records = m_history.records();
                    const auto& record =
                        records[records.size() - 1 - static_cast<std::size_t>(current.row())];
                    m_selected = AlertKey{record.rule, record.labels};
                    showDetails();
                }
            });
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_selected)
            select(*m_selected);
    });
    connect(m_banner, &Banner::pressed, this, [this] {
        m_missed.clear();
        m_banner->clear();
    });
    connect(m_details, &AlertDetails::logsWanted, this, &AlertsPage::openLogs);
}

bool AlertsPage::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::Resize && object == m_list->viewport())
        m_head->setLineWidth(m_list->viewport()->width());
    return QWidget::eventFilter(object, event);
}

AlertsPage::Answer AlertsPage::readAll(const std::filesystem::path& index,
                                       const std::filesystem::path& config)
{
    Answer answer;
    Configuration configuration = loadConfiguration(config);
    answer.rules = std::move(configuration.alerts);
    for (ConfigProblem& problem : configuration.problems) {
        if (!problem.isWarning && problem.file.parent_path().filename() == "alerts")
            answer.problems.push_back(std::move(problem));
    }
    const auto state = readAlertState(index);
    if (!state && state.error().code != Error::Code::NotFound)
        answer.instances = state.error();
    else if (state && !state->empty())
        answer.instances = instancesOf(*state);
    if (auto history = readAlertHistory(index, mostHistory))
        answer.history = std::move(*history);
    return answer;
}

void AlertsPage::read()
{
    m_reader.ask(
        [index = m_context.index, config = m_context.config] { return readAll(index, config); });
}

void AlertsPage::takeOver()
{
    auto answer = m_reader.take();
    if (!answer)
        return;
    m_rules = std::move(answer->rules);
    m_history.set(std::move(answer->history));
    if (answer->instances)
        m_model.set(std::move(*answer->instances), m_rules);
    showCounts();
    showEmptyState();
    if (!m_wanted.empty() && !selectWanted())
        m_missed = std::exchange(m_wanted, {});
    showProblem(*answer);
    // A rule without instances gives way to its first one.
    const bool isThere = m_selected && m_model.find(*m_selected) != nullptr;
    if (!isThere && m_model.rowCount() > 0)
        select(m_model.key(0));
    showDetails();
}

void AlertsPage::showCounts()
{
    int all = 0;
    for (const int count : m_model.counts())
        all += count;
    m_chips[0]->setText(tr("All %1").arg(all));
    for (std::size_t i = 0; i < chipConditions.size(); ++i)
        m_chips[i + 1]->setText(
            conditionWord(chipConditions[i]) + QLatin1Char(' ')
            + QString::number(m_model.counts()[static_cast<std::size_t>(chipConditions[i])]));
    const int count = m_history.rowCount();
    m_historyTab->setText(
        count == 0 ? tr("History")
                   : tr("History · %1").arg(groupedNumber(static_cast<std::uint64_t>(count))));
}

void AlertsPage::showProblem(const Answer& answer)
{
    if (!answer.instances) {
        m_banner->show({Banner::Level::Error,
                        tr("Alerts"),
                        tr("Their state cannot be read: %1. What was known stays.")
                            .arg(plainText(answer.instances.error().text(), 400)),
                        {}});
    } else if (!answer.problems.empty()) {
        const ConfigProblem& first = answer.problems.front();
        const QString place = first.line > 0
            ? tr("Line %1, column %2: ").arg(first.line).arg(first.column)
            : QString();
        m_banner->show({Banner::Level::Error,
                        plainText(first.file.filename().string(), 100),
                        place + plainText(first.message, 400) + QLatin1Char('.'),
                        {}});
    } else if (!m_missed.empty()) {
        m_banner->show({Banner::Level::Note,
                        tr("Alerts"),
                        tr("There is no rule called %1 any more. What it said is in the history.")
                            .arg(plainText(m_missed, 200)),
                        tr("Close")});
    } else {
        m_banner->clear();
    }
}

void AlertsPage::showEmptyState()
{
    const bool isEmpty = m_rules.empty() && m_model.rowCount() == 0 && m_history.rowCount() == 0;
    if (isEmpty) {
        const QString folder = QString::fromStdString((m_context.config / "alerts").string());
        m_empty->setContent(
            tr("No alert rule yet"),
            tr("A rule is a query, a limit and how long it must hold, in a file in %1. "
               "It is judged as soon as the file is saved.")
                .arg(folder));
    }
    m_stack->setCurrentIndex(isEmpty ? 1 : 0);
}

void AlertsPage::showAlert(const std::string& rule)
{
    m_missed.clear();
    m_wanted = rule;
    if (!selectWanted())
        read();
}

bool AlertsPage::selectWanted()
{
    const auto key = m_model.firstOf(m_wanted);
    if (!key)
        return false;
    m_wanted.clear();
    m_now->click();
    if (m_model.rowOf(*key) < 0)
        m_chips[0]->click();
    select(*key);
    m_list->scrollTo(m_list->currentIndex());
    m_list->setFocus();
    return true;
}

void AlertsPage::select(const AlertKey& key)
{
    const int row = m_model.rowOf(key);
    if (row >= 0)
        m_list->setCurrentIndex(m_model.index(row));
}

const AlertRule* AlertsPage::ruleOf(const std::string& name) const
{
    const auto found = std::find_if(m_rules.begin(), m_rules.end(),
                                    [&](const AlertRule& rule) { return rule.name == name; });
    return found == m_rules.end() ? nullptr : &*found;
}

void AlertsPage::showDetails()
{
    const AlertInstance* instance = m_selected ? m_model.find(*m_selected) : nullptr;
    m_split->showDetails(instance != nullptr);
    if (instance != nullptr)
        m_details->show(*instance, ruleOf(instance->rule), m_history.records());
}

void AlertsPage::openLogs()
{
    const AlertInstance* instance = m_selected ? m_model.find(*m_selected) : nullptr;
    const AlertRule* rule = instance != nullptr ? ruleOf(instance->rule) : nullptr;
    if (rule == nullptr)
        return;
    std::optional<TimeRange> range;
    if (instance->since > TimePoint{}) {
        constexpr auto around = std::chrono::minutes(5);
        const TimePoint to = std::min(instance->since + around, m_context.clock.now());
        range = TimeRange{instance->since - around, std::max(to, instance->since)};
    }
    m_context.navigator.openLogs(alertQuery(*rule, instance->labels), range,
                                 range ? std::optional(instance->since) : std::nullopt);
}

void AlertsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    read();
    m_eachSecond.start();
}

void AlertsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_eachSecond.stop();
}

} // namespace weir
