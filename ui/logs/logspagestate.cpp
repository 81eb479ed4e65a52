// SPDX-License-Identifier: GPL-3.0-or-later
// What the log page shows as a value, and the saved views that change it.
#include "ui/actions.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logssplit.h"
#include "ui/logs/lookedat.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/rangebutton.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/timeline.h"
#include "ui/logs/viewbar.h"
#include "ui/models/listdefaults.h"
#include "ui/models/viewset.h"
#include "ui/models/windowsettings.h"
#include "ui/models/zones.h"
#include "ui/models/visiblerange.h"

#include <QAction>

#include <utility>

namespace weir {

void LogsPage::connectViews()
{
    connect(&m_selection, &ViewSelection::lookWanted, this, &LogsPage::setListSettings);
    connect(&m_selection, &ViewSelection::rangeWanted, &m_context.range, &VisibleRange::show);
    connect(&m_selection, &ViewSelection::queryChanged, this, [this] {
        m_lookedAt->forget();
        if (compile())
            ask(); // at once: a chip is one click, not a key of many
    });
    connect(&m_selection, &ViewSelection::changed, this, &LogsPage::stateChanged);
    connect(&m_selection, &ViewSelection::highlightsChanged, this, &LogsPage::refreshForm);
    if (!m_context.views)
        return;
    m_viewBar = new ViewBar(m_context, m_selection,
                            {[this] { return shownAsView(); }, [this] { return m_list->settings(); }});
    connect(m_viewBar, &ViewBar::saved, this, [this](const ViewConfig& view) {
        m_saving = view;
        m_savedLine = m_query->text();
    });
    connect(m_context.views, &ViewSet::failed, this, [this] { m_saving.reset(); });
    connect(m_context.views, &ViewSet::changed, this, &LogsPage::viewSaved);
    connect(m_viewBar, &ViewBar::done, this, [this] { setFocus(); });
    connect(m_viewBar, &ViewBar::tabWanted, this, [this](const QString& view) {
        LogsState other;
        other.list = m_list->settings();
        if (const ViewConfig* known = m_context.views->view(view.toStdString())) {
            other.list = withLook(m_list->settings(), *known);
            other.views = {known->name};
            other.highlights = known->highlights;
            other.range = known->range;
        }
        emit tabWanted(other);
    });
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            auto handler) {
        connect(m_context.actions.add(QLatin1String(id), text, {keys}, this), &QAction::triggered,
                m_viewBar, handler);
    };
    add("views.save", tr("Save what is shown as a view"), Qt::CTRL | Qt::Key_S,
        &ViewBar::startSaving);
    add("views.update", tr("Update the view that is on"), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
        &ViewBar::updateView);
    add("highlights.edit", tr("Edit highlights"), {}, [this] { m_viewBar->editHighlights({}); });
}

bool LogsPage::compile()
{
    Expr wanted = m_selection.combined(m_line);
    auto filter = Filter::compile(wanted);
    if (!filter) {
        m_query->setProblem(QString::fromStdString(filter.error().detail));
        return false;
    }
    m_filter = *filter;
    m_wanted = std::move(wanted);
    return true;
}

/// Once its file says it, the view is what is shown: the line would say the same a second time.
void LogsPage::viewSaved()
{
    const ViewConfig* known = m_saving ? m_context.views->view(m_saving->name) : nullptr;
    if (!known || known->query != m_saving->query)
        return;
    m_saving.reset();
    if (m_query->text() != m_savedLine)
        return; // somebody has gone on typing
    m_selection.setSaved(known->name);
    m_query->clear();
}

bool LogsPage::isNarrowed() const
{
    return !m_query->text().trimmed().isEmpty()
        || m_selection.combined({}).kind != Expr::Kind::Everything;
}

ViewConfig LogsPage::shownAsView() const
{
    static const ListSettings usual;
    ViewConfig view;
    const ListSettings& shown = m_list->settings();
    view.query = m_query->text().trimmed().toStdString();
    const bool isValid = std::holds_alternative<Query>(parseQuery(view.query));
    if (!isValid || !m_selection.views().empty())
        view.query = printFilter(m_selection.combined(m_line));
    for (const ListSettings::Column& column : shown.columns)
        view.columns.push_back(column.field);
    view.highlights = m_selection.sets();
    view.range = m_context.range.shown();
    if (shown.wraps != usual.wraps)
        view.wraps = shown.wraps;
    if (shown.density != usual.density)
        view.density = static_cast<ViewConfig::Density>(shown.density);
    if (shown.timeForm != usual.timeForm)
        view.time = static_cast<ViewConfig::Time>(shown.timeForm);
    if (shown.zone != usual.zone)
        view.zone = shown.zone;
    return view;
}

void LogsPage::useDefaults()
{
    if (!m_context.settings)
        return;
    const WindowConfig& window = m_context.settings->window();
    setListSettings(withDefaults(m_list->settings(), window));
    // A change of the keys or the theme leaves alone what somebody has set here.
    connect(m_context.settings, &WindowSettings::changed, this,
            [this, before = withDefaults({}, window)]() mutable {
                const WindowConfig& now = m_context.settings->window();
                if (before != withDefaults({}, now))
                    setListSettings(withDefaults(m_list->settings(), now));
                before = withDefaults({}, now);
            });
}

void LogsPage::setListSettings(const ListSettings& settings)
{
    if (settings == m_list->settings())
        return;
    m_list->setSettings(settings);
    m_details->setZone(settings.zone);
    const QTimeZone zone = zoneNamed(settings.zone);
    m_rangeButton->setZone(zone);
    m_timeline->setZone(zone);
    refreshWithin(0); // what is said over the timeline
    if (isVisible())
        m_context.range.setZone(zone);
    refreshForm();
    emit stateChanged();
}

void LogsPage::setFind(FilterPtr find)
{
    m_find = std::move(find);
    refreshForm();
}

void LogsPage::refreshForm()
{
    RowForm form;
    form.columns.clear();
    for (const ListSettings::Column& column : m_list->settings().columns)
        form.columns.push_back(column.field);
    form.highlights = m_selection.highlights();
    form.find = m_find;
    if (form == *m_rows.form())
        return;
    const auto shared = std::make_shared<const RowForm>(std::move(form));
    m_feed.setForm(shared);
    m_rows.setForm(shared);
}

LogsState LogsPage::state() const
{
    LogsState state;
    state.query = m_query->text();
    state.list = m_list->settings();
    state.views = m_selection.views();
    state.highlights = m_selection.sets();
    state.labels = m_selection.labels();
    state.panels = m_split->state();
    return state;
}

void LogsPage::restore(const LogsState& state)
{
    if (state.list)
        setListSettings(*state.list);
    m_selection.restore(state.views, state.highlights, state.labels);
    if (!state.panels.isEmpty())
        m_split->restore(state.panels);
    setQuery(state.query);
}

void LogsPage::showEvent(QShowEvent* event)
{
    m_feed.setAsleep(false);
    m_refreshSoon.start(0);
    m_context.range.setZone(zoneNamed(m_list->settings().zone)); // and so that of all pages
    QWidget::showEvent(event);
}

void LogsPage::hideEvent(QHideEvent* event)
{
    m_feed.setAsleep(true);
    QWidget::hideEvent(event);
}

} // namespace weir
