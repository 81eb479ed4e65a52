// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcespage.h"

#include "ui/collectorclient.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/sourcetext.h"
#include "ui/sources/sourcedelegate.h"
#include "ui/sources/sourcedetails.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/detailssplit.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QStackedWidget>
#include <QTreeView>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::size_t mostBanners = 3;

/// A file's text is shown line by line, so only its line ends are kept as they are.
QString tomlText(const std::string& text)
{
    QStringList lines;
    for (const QString& line : QString::fromStdString(text).split(QLatin1Char('\n')))
        lines << plainText(QString(line)
                               .replace(QLatin1Char('\t'), QLatin1String("    "))
                               .remove(QLatin1Char('\r'))
                               .toStdString());
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(QLatin1Char('\n'));
}

} // namespace

SourcesPage::SourcesPage(PageContext& context, QWidget* parent)
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
    connectShared();
    statusChanged();
}

SourcesPage::~SourcesPage() = default;

QWidget* SourcesPage::makeBar()
{
    auto* bar = new QWidget;
    bar->setProperty("role", QStringLiteral("bar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(48);
    auto* title = new PlainLabel(tr("Sources"));
    title->setFont(m_context.theme.titleFont());
    m_summary = new PlainLabel({}, "label");
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 0, 12, 0);
    layout->setSpacing(16);
    layout->addWidget(title);
    layout->addWidget(m_summary, 1);
    return bar;
}

void SourcesPage::makeTree()
{
    m_tree = new QTreeView;
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new SourceDelegate(m_context.theme, m_tree));
    m_tree->setAccessibleName(tr("Sources"));
    m_tree->setIndentation(16);
    m_tree->setUniformRowHeights(false);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    QFont small = m_context.theme.uiFont();
    small.setPixelSize(11);
    m_tree->header()->setFont(small);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(20);
    m_tree->header()->setSectionResizeMode(QHeaderView::Fixed);
}

QWidget* SourcesPage::makeMiddle()
{
    makeTree();
    m_empty = new EmptyState;
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_answer = new Banner;

    auto* left = new QWidget;
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_banners = new QVBoxLayout;
    m_banners->setContentsMargins(12, 0, 12, 0);
    m_banners->setSpacing(8);
    m_banners->addWidget(m_answer);
    for (std::size_t i = 0; i < mostBanners; ++i) {
        m_problems.push_back(new Banner);
        m_banners->addWidget(m_problems.back());
    }
    layout->addLayout(m_banners);
    layout->addWidget(m_stack, 1);

    m_details = new SourceDetails(m_context);
    m_split = new DetailsSplit(left, m_details);
    connect(m_split, &QSplitter::splitterMoved, this, &SourcesPage::fitColumns);
    return m_split;
}

void SourcesPage::connectShared()
{
    connect(&m_context.frames, &FrameClock::frame, this, &SourcesPage::takeOver);
    connect(&m_context.status, &LatestStatus::changed, this, &SourcesPage::statusChanged);
    connect(&m_context.client, &CollectorClient::connectionChanged, this,
            &SourcesPage::statusChanged);
    connect(&m_context.theme, &Theme::changed, m_tree->viewport(), qOverload<>(&QWidget::update));
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SourcesPage::select);
    connect(m_details, &SourceDetails::pauseWanted, this, &SourcesPage::pause);
}

void SourcesPage::statusChanged()
{
    const auto& status = m_context.status.value();
    m_model.set(status ? status->sources : std::vector<SourceStatus>{});
    showBanners();
    showEmptyState();
    const QModelIndex selected = m_model.indexOf(m_selected);
    if (!selected.isValid() && m_model.rowCount() > 0)
        m_tree->setCurrentIndex(m_model.index(0, 0));
    else if (selected.isValid() && !m_tree->currentIndex().isValid())
        m_tree->setCurrentIndex(selected);
    showDetails();
    fitColumns();
}

void SourcesPage::showBanners()
{
    std::size_t used = 0;
    double rate = 0;
    for (const SourceStatus& source : m_model.sources()) {
        rate += source.eventsPerSecond;
        if (used >= mostBanners || !isTroubled(source.state))
            continue;
        const QString reason =
            source.lastError.empty() ? tr("No reason is known.") : plainText(source.lastError, 600);
        m_problems[used++]->show(
            {source.state == SourceState::Failed ? Banner::Level::Error : Banner::Level::Warning,
             plainText(source.name, 100),
             reason,
             {}});
    }
    for (std::size_t i = used; i < mostBanners; ++i)
        m_problems[i]->clear();
    const bool hasBanner = used > 0 || !m_answer->isHidden();
    m_banners->setContentsMargins(12, hasBanner ? 10 : 0, 12, hasBanner ? 6 : 0);
    m_summary->setText(m_model.rowCount() == 0 ? QString()
                                               : tr("%n subscribed", nullptr, m_model.rowCount())
                               + tr(" · %1 events/s").arg(rateNumber(rate)));
}

void SourcesPage::showEmptyState()
{
    using Connection = CollectorClient::Connection;
    const QString file = QString::fromStdString((m_context.config / "weir.toml").string());
    const Connection connection = m_context.client.connection();
    if (connection == Connection::Connected)
        m_empty->setContent(
            tr("No source yet"),
            tr("A source is a [[source]] table in %1: a Kafka topic, a ZeroMQ endpoint or a file. "
               "It is read as soon as the file is saved.")
                .arg(file));
    else if (connection == Connection::Starting)
        m_empty->setContent(tr("The collector is starting"), {});
    else
        m_empty->setContent(tr("No collector runs on this index"),
                            plainText(m_context.client.problem().toStdString(), 600));
    m_stack->setCurrentIndex(m_model.rowCount() == 0 ? 1 : 0);
}

void SourcesPage::select(const QModelIndex& index)
{
    const SourceStatus* source = m_model.source(index);
    if (source == nullptr)
        return;
    m_selected = source->name;
    m_reader.ask([config = m_context.config, name = m_selected] {
        return Toml{name, readSourceText(config, name)};
    });
    showDetails();
}

void SourcesPage::takeOver()
{
    const auto toml = m_reader.take();
    if (toml && toml->source == m_selected)
        m_details->setToml(tomlText(toml->text));
}

void SourcesPage::showDetails()
{
    const SourceStatus* source = m_model.source(m_model.indexOf(m_selected));
    m_split->showDetails(source != nullptr);
    if (source != nullptr)
        m_details->show(*source);
}

void SourcesPage::pause(bool paused)
{
    const auto answered = [page = QPointer(this), paused](const Result<std::string>& answer) {
        if (!page)
            return;
        page->m_answer->clear();
        if (!answer)
            page->m_answer->show({Banner::Level::Error,
                                  paused ? tr("Pause") : tr("Resume"),
                                  plainText(answer.error().text(), 400),
                                  {}});
        page->showBanners();
    };
    m_context.client.send(paused ? "pause" : "resume", {{"source", m_selected}}, answered);
}

void SourcesPage::fitColumns()
{
    // Wide columns give way first; the name has the rest.
    const int width = m_tree->viewport()->width();
    using Widths = std::array<int, SourceModel::columnCountOf>;
    const Widths widths = width < 560 ? Widths{0, 0, 92, 0, 70, 58, width < 380 ? 0 : 66, 0}
        : width < 780                 ? Widths{0, 0, 104, 110, 76, 66, 70, 0}
                                      : Widths{0, 84, 104, 140, 76, 66, 70, 98};
    int used = 0;
    for (int column = 1; column < SourceModel::columnCountOf; ++column) {
        const int wanted = widths[static_cast<std::size_t>(column)];
        m_tree->setColumnHidden(column, wanted == 0);
        if (wanted > 0)
            m_tree->setColumnWidth(column, wanted);
        used += wanted;
    }
    m_tree->setColumnWidth(0, std::max(80, width - used));
}

void SourcesPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

} // namespace weir
