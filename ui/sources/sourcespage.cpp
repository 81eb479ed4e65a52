// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcespage.h"

#include "ui/models/collectorclient.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/sourcetext.h"
#include "ui/sources/clusterbrowser.h"
#include "ui/sources/sourcebanners.h"
#include "ui/sources/sourcedetails.h"
#include "ui/sources/sourceform.h"
#include "ui/sources/sourcegaps.h"
#include "ui/sources/sourcetree.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detailssplit.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/firstrun.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/latepage.h"
#include "ui/widgets/pagebar.h"
#include "ui/widgets/pagestack.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

namespace weir {

namespace {

/// Said, because what it shows when it is empty is wider and would push the details aside.
constexpr int leastList = 320;
constexpr int formView = 3;
constexpr int lowPage = 340;

using Offer = SourceBanners::Offer;

} // namespace

SourcesPage::SourcesPage(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_reader([&frames = context.frames] { frames.request(); })
    , m_writer([&frames = context.frames] { frames.request(); })
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    m_views = new PageStack;
    m_clusterPlace = makeCluster();
    m_gaps = new SourceGaps(m_context.theme);
    m_formPlace = makeForm();
    for (QWidget* view : {makeSubscribed(), static_cast<QWidget*>(m_clusterPlace),
                          static_cast<QWidget*>(m_gaps), static_cast<QWidget*>(m_formPlace)})
        m_views->addWidget(view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_bar = makeBar();
    layout->addWidget(m_bar);
    layout->addWidget(m_views, 1);
    connect(m_views, &QStackedWidget::currentChanged, this, &SourcesPage::makeRoom);
    connectShared();
    statusChanged();
}

SourcesPage::~SourcesPage() = default;

/// In a low page the form, which has a way back of its own, gets all there is.
void SourcesPage::makeRoom()
{
    m_bar->setHidden(m_views->currentIndex() == formView
                     && height() < m_context.theme.scaled(lowPage));
}

QWidget* SourcesPage::makeBar()
{
    auto* bar = new PageBar;
    bar->addTitle(m_context.theme, tr("Sources"));
    m_summary = new PlainLabel({}, "label");
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_add = new QPushButton(tr("Add a source"));
    m_tabs = new QButtonGroup(this);
    for (const auto& [tab, text] :
         {std::pair(Tab::Subscribed, tr("Subscribed")), std::pair(Tab::Cluster, tr("Cluster browser")),
          std::pair(Tab::Gaps, tr("Gaps"))}) {
        auto* button = new QPushButton(text);
        button->setProperty("role", QStringLiteral("segment"));
        button->setCheckable(true);
        m_tabs->addButton(button, static_cast<int>(tab));
        bar->row().addWidget(button);
    }
    m_tabs->button(0)->setChecked(true);
    m_tabs->button(static_cast<int>(Tab::Cluster))->setHidden(m_context.probe == nullptr);
    bar->row().addWidget(m_summary);
    bar->row().addWidget(m_add);
    connect(m_tabs, &QButtonGroup::idClicked, this, [this](int id) { setTab(static_cast<Tab>(id)); });
    connect(m_add, &QPushButton::clicked, this, [this] { openForm({}); });
    return bar;
}

QWidget* SourcesPage::makeSubscribed()
{
    m_tree = new SourceTree(m_model, m_context.theme);
    m_empty = new EmptyState;
    m_firstRun = new FirstRun(m_context.theme, m_context.launcher);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_firstRun);
    m_banners = new SourceBanners;

    auto* left = new QWidget;
    left->setMinimumWidth(leastList);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banners);
    layout->addWidget(m_stack, 1);

    m_details = new SourceDetails(m_context);
    m_split = new DetailsSplit(left, m_details);
    return m_split;
}

LatePage* SourcesPage::makeForm()
{
    SourceForm::declareActions(m_context.actions);
    return new LatePage([this]() -> QWidget* {
        m_form = new SourceForm(m_context);
        connect(m_form, &SourceForm::saved, this, &SourcesPage::sourceSaved);
        connect(m_form, &SourceForm::left, this, &SourcesPage::leaveForm);
        return m_form;
    });
}

LatePage* SourcesPage::makeCluster()
{
    ClusterBrowser::declareActions(m_context.actions);
    return new LatePage([this]() -> QWidget* {
        m_cluster = new ClusterBrowser(m_context);
        m_cluster->setSources(m_kafkaSources);
        connect(m_cluster, &ClusterBrowser::addWanted, this, [this] { openForm({}); });
        return m_cluster;
    });
}

SourceForm& SourcesPage::form()
{
    m_formPlace->ensure();
    return *m_form;
}

ClusterBrowser& SourcesPage::cluster()
{
    m_clusterPlace->ensure();
    return *m_cluster;
}

void SourcesPage::connectShared()
{
    connect(&m_context.frames, &FrameClock::frame, this, &SourcesPage::takeOver);
    connect(&m_context.status, &LatestStatus::changed, this, &SourcesPage::statusChanged);
    connect(&m_context.client, &CollectorClient::connectionChanged, this, [this] {
        showEmptyState();
        showDetails();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SourcesPage::select);
    connect(m_details, &SourceDetails::pauseWanted, this, &SourcesPage::pause);
    connect(m_details, &SourceDetails::editWanted, this, [this] { openForm(m_selected); });
    connect(m_details, &SourceDetails::removalWanted, this, &SourcesPage::takeOut);
    connect(m_details, &SourceDetails::browseWanted, this, [this] {
        cluster().choose(QString::fromStdString(m_selected));
        setTab(Tab::Cluster);
    });
    connect(m_details, &SourceDetails::logsWanted, this, [this] {
        QString name = QString::fromStdString(m_selected);
        name.replace(QLatin1Char('\\'), QLatin1String("\\\\"))
            .replace(QLatin1Char('"'), QLatin1String("\\\""));
        m_context.navigator.openLogs(QStringLiteral("source:\"%1\"").arg(name));
    });
    connect(m_firstRun, &FirstRun::addWanted, this, [this] { openForm({}); });
    connect(m_banners, &SourceBanners::sourceWanted, this, &SourcesPage::lookAt);
    connect(m_banners, &SourceBanners::undoWanted, this, &SourcesPage::undo);
    connect(m_banners, &SourceBanners::formWanted, this, &SourcesPage::showForm);
}

void SourcesPage::showPlace(const QString& place)
{
    const QString what = place.section(QLatin1Char('/'), 0, 0);
    const QString detail = place.section(QLatin1Char('/'), 1);
    if (what == QLatin1String("add"))
        openForm({}, detail == QLatin1String("zeromq") ? SourceKind::ZeroMq
                     : detail == QLatin1String("file") ? SourceKind::File
                                                       : SourceKind::Kafka);
    else if (what == QLatin1String("edit"))
        openForm(detail.toStdString());
    else if (what == QLatin1String("show")) {
        setTab(Tab::Subscribed);
        m_tree->setCurrentIndex(m_model.indexOf(detail.toStdString()));
        m_tree->setFocus();
    } else
        setTab(what == QLatin1String("cluster") && m_context.probe != nullptr ? Tab::Cluster
                   : what == QLatin1String("gaps")                            ? Tab::Gaps
                                                                              : Tab::Subscribed);
}

void SourcesPage::setTab(Tab tab)
{
    m_tabs->button(static_cast<int>(tab))->setChecked(true);
    m_views->setCurrentIndex(static_cast<int>(tab));
    m_add->show();
}

void SourcesPage::statusChanged()
{
    const auto& status = m_context.status.value();
    const double seconds =
        m_sinceStatus.isValid() ? static_cast<double>(m_sinceStatus.restart()) / 1000 : 1.0;
    if (!m_sinceStatus.isValid())
        m_sinceStatus.start();
    m_model.set(status ? status->sources : std::vector<SourceStatus>{}, std::max(seconds, 0.1));
    m_banners->setSources(m_model.sources());
    showSummary();
    m_gaps->set(m_model.sources());
    showEmptyState();
    if (!m_wanted.empty() && m_model.indexOf(m_wanted).isValid())
        m_tree->setCurrentIndex(m_model.indexOf(std::exchange(m_wanted, {})));
    else if (!m_tree->currentIndex().isValid() && m_model.rowCount() > 0)
        m_tree->setCurrentIndex(m_model.index(0, 0));
    showDetails();
    m_tree->fitColumns();
    QStringList kafka;
    for (const SourceStatus& source : m_model.sources()) {
        if (source.kind == "kafka")
            kafka << QString::fromStdString(source.name);
    }
    m_kafkaSources = kafka;
    if (m_cluster != nullptr)
        m_cluster->setSources(kafka);
}

void SourcesPage::showSummary()
{
    double rate = 0;
    std::size_t gaps = 0;
    for (const SourceStatus& source : m_model.sources()) {
        rate += source.eventsPerSecond;
        gaps += source.gaps.size();
    }
    const int count = m_model.rowCount();
    m_summary->setText(count == 0       ? QString()
                           : count == 1 ? tr("1 source · %1 events/s").arg(rateNumber(rate))
                                        : tr("%1 sources · %2 events/s").arg(count).arg(
                                              rateNumber(rate)));
    m_tabs->button(static_cast<int>(Tab::Gaps))
        ->setText(gaps == 0 ? tr("Gaps") : tr("Gaps · %1").arg(groupedNumber(gaps)));
}

void SourcesPage::showEmptyState()
{
    using Connection = CollectorClient::Connection;
    const Connection connection = m_context.client.connection();
    const bool isFirstRun = connection == Connection::Connected && m_context.status.value();
    if (connection == Connection::Starting || connection == Connection::Connected)
        m_empty->setContent(tr("The collector is starting"), {});
    else
        m_empty->setContent(tr("No collector runs on this index"),
                            plainText(m_context.client.problem().toStdString(), 600));
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : isFirstRun ? 2 : 1);
}

void SourcesPage::select(const QModelIndex& index)
{
    const SourceStatus* source = m_model.source(index);
    if (source == nullptr)
        return;
    if (m_selected != source->name) {
        m_selected = source->name;
        m_details->setToml({});
        readToml();
    }
    showDetails();
}

void SourcesPage::readToml()
{
    m_reader.ask([config = m_context.config, name = m_selected] {
        FileAnswer answer;
        answer.source = name;
        answer.text = readSourceText(config, name);
        return answer;
    });
}

void SourcesPage::takeOver()
{
    if (const auto toml = m_reader.take(); toml && toml->source == m_selected)
        m_details->setToml(toml->text);
    const auto done = m_writer.take();
    if (!done)
        return;
    const QString name = plainText(done->source, 100);
    if (done->removed && *done->removed) {
        m_undo = **done->removed;
        m_undoName = done->source;
        m_banners->note(name, tr("was taken out of weir.toml. What is indexed of it stays."),
                        Offer::Undo);
    } else if (done->removed) {
        m_banners->refuse(name, tr("It could not be taken out: %1.")
                                    .arg(plainText(done->removed->error().detail, 400)));
    } else if (done->undone && *done->undone) {
        m_wanted = done->source;
        m_banners->note(name, tr("weir.toml is as it was."), Offer::None);
        readToml();
    } else if (done->undone) {
        // What was taken out is held until it is back.
        m_banners->noteFailedUndo(name, tr("It could not be undone: %1.")
                                            .arg(plainText(done->undone->error().detail, 400)));
    }
}

void SourcesPage::showDetails()
{
    QModelIndex index = m_tree->currentIndex();
    if (!index.isValid())
        index = m_model.indexOf(m_selected);
    const SourceStatus* source = m_model.source(index);
    m_split->showDetails(source != nullptr && m_model.rowCount() > 0);
    if (source == nullptr)
        return;
    PositionAction::Place place{source->name, m_model.topic(index), m_model.partition(index), {}};
    if (const PositionStatus* position = m_model.position(index))
        place.next = position->next;
    m_details->show(*source, place);
}

void SourcesPage::pause(bool paused)
{
    const auto answered = [page = QPointer(this), paused](const Result<std::string>& answer) {
        if (!page)
            return;
        page->m_banners->clearRefusal();
        if (!answer)
            page->m_banners->refuse(paused ? tr("Pause") : tr("Resume"),
                                    plainText(answer.error().text(), 400));
    };
    m_context.client.send(paused ? "pause" : "resume", {{"source", m_selected}}, answered);
}

void SourcesPage::openForm(const std::string& name, SourceKind kind)
{
    m_banners->clearNotes();
    if (name.empty())
        form().startNew(kind);
    else
        form().startEdit(name);
    for (QAbstractButton* tab : m_tabs->buttons())
        tab->setChecked(tab == m_tabs->button(0));
    showForm();
}

void SourcesPage::showForm()
{
    m_views->setCurrentIndex(formView);
    m_add->hide();
}

/// The way on from a banner: what stalls is skipped or waited for in the list, the rest is mended in
/// the form.
void SourcesPage::lookAt(const std::string& name, bool isStalled)
{
    if (!isStalled)
        return openForm(name);
    const QModelIndex index = m_model.indexOf(name);
    m_tree->setCurrentIndex(index);
    m_tree->expandRecursively(index);
    m_tree->setFocus();
}

void SourcesPage::leaveForm()
{
    setTab(Tab::Subscribed);
    const SourceForm& left = form();
    if (left.isDirty())
        m_banners->note(left.editedName().empty() ? tr("The new source")
                                                  : plainText(left.editedName(), 100),
                        tr("was not saved."), Offer::BackToForm);
    m_tree->setFocus();
}

void SourcesPage::sourceSaved(const QString& name, const SourceChange& change)
{
    m_undo = change;
    m_undoName = name.toStdString();
    m_wanted = name.toStdString();
    setTab(Tab::Subscribed);
    m_banners->note(plainText(m_wanted, 100),
                    tr("is saved in weir.toml. The collector takes it over within a second."),
                    Offer::Undo);
    m_context.client.send("reload", {}, {}); // sooner than it would notice by itself
    readToml();
    m_tree->setFocus();
}

void SourcesPage::takeOut()
{
    m_writer.ask([config = m_context.config, name = m_selected] {
        FileAnswer answer;
        answer.source = name;
        answer.removed = takeOutSource(config, name);
        return answer;
    });
}

void SourcesPage::undo()
{
    if (!m_undo)
        return;
    m_writer.ask([config = m_context.config, name = m_undoName, change = *m_undo] {
        FileAnswer answer;
        answer.source = name;
        answer.undone = undoSourceChange(config, change);
        return answer;
    });
}

void SourcesPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    makeRoom();
}

} // namespace weir
