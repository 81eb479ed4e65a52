// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/viewselection.h"

#include "ui/models/viewset.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

void append(const HighlightRule& rule, std::vector<Highlight>& highlights)
{
    const auto parsed = parseQuery(rule.query);
    const auto* query = std::get_if<Query>(&parsed);
    if (!query)
        return;
    auto filter = Filter::compile(query->filter);
    if (filter && !(*filter)->matchesEverything())
        highlights.push_back({rule.query, *filter, rule.color - 1, rule.wholeRow});
}

/// Widths of columns that stay are kept.
std::vector<ListSettings::Column> columnsOf(const std::vector<std::string>& names,
                                            const std::vector<ListSettings::Column>& before)
{
    std::vector<ListSettings::Column> columns;
    for (const std::string& name : names) {
        const auto known = std::ranges::find(before, name, &ListSettings::Column::field);
        columns.push_back({name, known == before.end() ? 0 : known->width});
    }
    return columns;
}

} // namespace

ListSettings withLook(ListSettings settings, const ViewConfig& view)
{
    if (!view.columns.empty())
        settings.columns = columnsOf(view.columns, settings.columns);
    if (view.wraps)
        settings.wraps = *view.wraps;
    if (view.density)
        settings.density = static_cast<ListSettings::Density>(*view.density);
    if (view.time)
        settings.timeForm = static_cast<ListSettings::TimeForm>(*view.time);
    if (!view.zone.empty())
        settings.zone = view.zone;
    return settings;
}

ViewSelection::ViewSelection(const ViewSet* views, QObject* parent)
    : QObject(parent)
    , m_all(views)
{
    if (!m_all)
        return;
    connect(m_all, &ViewSet::changed, this, &ViewSelection::viewsChanged);
    connect(m_all, &ViewSet::viewRenamed, this, &ViewSelection::viewRenamed);
    connect(m_all, &ViewSet::setRenamed, this, &ViewSelection::setRenamed);
}

bool ViewSelection::isOn(const std::string& view) const
{
    return contains(m_views, view);
}

bool ViewSelection::isSetOn(const std::string& set) const
{
    return contains(m_sets, set);
}

void ViewSelection::setOn(const std::string& view, bool on, const ListSettings& now)
{
    if (on == isOn(view))
        return;
    if (on) {
        if (m_views.empty())
            m_before = Look{now, m_sets};
        m_views.push_back(view);
    } else {
        std::erase(m_views, view);
    }
    const ViewConfig* last = m_all && !m_views.empty() ? m_all->view(m_views.back()) : nullptr;
    if (last) {
        show(*last, now);
        if (on && last->range)
            emit rangeWanted(*last->range);
    } else if (m_views.empty()) {
        return clearViews();
    }
    viewsChanged();
}

void ViewSelection::clearViews()
{
    m_views.clear();
    if (const auto before = std::exchange(m_before, {})) {
        emit lookWanted(before->settings);
        setsChanged(before->sets);
    }
    viewsChanged();
}

void ViewSelection::show(const ViewConfig& view, const ListSettings& now)
{
    emit lookWanted(withLook(m_before ? m_before->settings : now, view));
    if (!view.highlights.empty())
        setsChanged(view.highlights);
    else if (m_before)
        setsChanged(m_before->sets);
}

void ViewSelection::setSetOn(const std::string& set, bool on)
{
    if (on == isSetOn(set))
        return;
    std::vector<std::string> sets = m_sets;
    if (on)
        sets.push_back(set);
    else
        std::erase(sets, set);
    setsChanged(std::move(sets));
    emit changed();
}

void ViewSelection::setsChanged(std::vector<std::string> sets)
{
    m_sets = std::move(sets);
    auto now = highlights();
    if (now == m_said)
        return;
    m_said = std::move(now);
    emit highlightsChanged();
}

void ViewSelection::addLabel(const std::string& query, int color)
{
    std::erase_if(m_labels, [&](const HighlightRule& label) { return label.query == query; });
    m_labels.push_back({query, color, false});
    setsChanged(m_sets);
    emit changed();
}

void ViewSelection::clearLabels()
{
    m_labels.clear();
    setsChanged(m_sets);
    emit changed();
}

void ViewSelection::setSaved(const std::string& view)
{
    m_views = {view};
    viewsChanged();
}

void ViewSelection::viewRenamed(const std::string& name, const std::string& newName)
{
    std::ranges::replace(m_views, name, newName);
    emit changed();
}

void ViewSelection::setRenamed(const std::string& name, const std::string& newName)
{
    std::ranges::replace(m_sets, name, newName);
    if (m_before)
        std::ranges::replace(m_before->sets, name, newName);
    emit changed();
}

void ViewSelection::restore(std::vector<std::string> views, std::vector<std::string> sets,
                            std::vector<HighlightRule> labels)
{
    m_views = std::move(views);
    m_labels = std::move(labels);
    m_before.reset();
    setsChanged(std::move(sets));
    viewsChanged();
}

void ViewSelection::viewsChanged()
{
    setsChanged(m_sets);
    auto now = queries();
    if (now != m_queries) {
        m_queries = std::move(now);
        emit queryChanged();
    }
    emit changed();
}

std::vector<std::string> ViewSelection::queries() const
{
    std::vector<std::string> all;
    for (const std::string& name : m_views) {
        const ViewConfig* view = m_all ? m_all->view(name) : nullptr;
        if (view)
            all.push_back(view->query);
    }
    return all;
}

Expr ViewSelection::combined(const Expr& line) const
{
    Expr all;
    all.kind = Expr::Kind::And;
    for (const std::string& text : queries()) {
        auto parsed = parseQuery(text);
        auto* query = std::get_if<Query>(&parsed);
        if (query && query->filter.kind != Expr::Kind::Everything)
            all.children.push_back(std::move(query->filter));
    }
    if (all.children.empty())
        return line;
    if (line.kind != Expr::Kind::Everything)
        all.children.push_back(line);
    if (all.children.size() > 1)
        return all;
    Expr only = std::move(all.children.front());
    return only;
}

std::vector<Highlight> ViewSelection::highlights() const
{
    std::vector<Highlight> all;
    for (const std::string& name : m_sets) {
        const HighlightSet* set = m_all ? m_all->highlightSet(name) : nullptr;
        for (std::size_t i = 0; set && i < set->rules.size(); ++i)
            append(set->rules[i], all);
    }
    for (const HighlightRule& label : m_labels)
        append(label, all);
    return all;
}

} // namespace weir
