// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "ui/models/listsettings.h"
#include "ui/models/rowform.h"

#include <QObject>

#include <optional>
#include <string>
#include <vector>

namespace weir {

class ViewSet;

/// Which views, sets of highlights and quick labels are in force in one list. Several views at once
/// are all of their queries; columns, highlights and the rest of the look are those of the view that
/// was switched on last. When the last view goes off, the look is again what it was before.
///
/// Views are kept by name: one that comes, changes or goes does so here too.
/// Thread: GUI. Knows no widget.
class ViewSelection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ViewSelection)

public:
    /// `views` may be null, then there are none; outlives it.
    explicit ViewSelection(const ViewSet* views, QObject* parent = nullptr);

    const std::vector<std::string>& views() const { return m_views; } ///< as switched on
    const std::vector<std::string>& sets() const { return m_sets; }
    const std::vector<HighlightRule>& labels() const { return m_labels; }
    bool isOn(const std::string& view) const;
    bool isSetOn(const std::string& set) const;

    /// `now`: the look of the list at this moment.
    void setOn(const std::string& view, bool on, const ListSettings& now);
    /// No view is on; the look is what it was before.
    void clearViews();
    void setSetOn(const std::string& set, bool on);
    /// Colours what the query finds; the same query again takes another colour. 1 to 9.
    void addLabel(const std::string& query, int color);
    void clearLabels();
    /// Only this one is on, as what is shown was saved as it.
    void setSaved(const std::string& view);
    /// As it was left; says nothing of a look.
    void restore(std::vector<std::string> views, std::vector<std::string> sets,
                 std::vector<HighlightRule> labels);

    /// What is asked: the line, and the queries of all views that are on.
    Expr combined(const Expr& line) const;
    /// Labels of the sets in their order, then the quick ones.
    std::vector<Highlight> highlights() const;

signals:
    void changed();
    /// combined() gives something else.
    void queryChanged();
    void highlightsChanged();
    /// The list is to look like this.
    void lookWanted(const weir::ListSettings& settings);
    void rangeWanted(const weir::ViewRange& range);

private:
    struct Look
    {
        ListSettings settings;
        std::vector<std::string> sets;
    };

    void setsChanged(std::vector<std::string> sets);
    void viewsChanged();
    void viewRenamed(const std::string& name, const std::string& newName);
    void setRenamed(const std::string& name, const std::string& newName);
    void show(const ViewConfig& view, const ListSettings& now);
    std::vector<std::string> queries() const;

    const ViewSet* m_all;
    std::vector<std::string> m_views;
    std::vector<std::string> m_sets;
    std::vector<HighlightRule> m_labels;
    std::optional<Look> m_before; ///< the first view was switched on
    std::vector<std::string> m_queries; ///< as they were said last
    std::vector<Highlight> m_said;
};

/// `settings` with what a view says of them.
ListSettings withLook(ListSettings settings, const ViewConfig& view);

} // namespace weir
