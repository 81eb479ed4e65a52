// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/models/alerthistorymodel.h"
#include "ui/models/alertmodel.h"
#include "ui/models/background.h"
#include "ui/pagecontext.h"

#include <QTimer>
#include <QWidget>

#include <array>

class QListView;
class QPushButton;
class QStackedWidget;

namespace weir {

class AlertDetails;
class AlertListHead;
class Banner;
class DetailsSplit;
class EmptyState;

/// What the rules say now, what they said before, and everything about the chosen one. Reads the
/// index and the rules in a thread, each second while shown and whenever an alert changes.
/// Thread: GUI.
class AlertsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertsPage(PageContext& context, QWidget* parent = nullptr);
    ~AlertsPage() override;

    /// Selects the rule's instance that needs a person first, as soon as it is known whether there is
    /// one; says so where there is none.
    void showAlert(const std::string& rule);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    /// What the reading thread found.
    struct Answer
    {
        Result<std::vector<AlertInstance>> instances = std::vector<AlertInstance>{};
        std::vector<AlertRecord> history;
        std::vector<AlertRule> rules;
        std::vector<ConfigProblem> problems;
    };

    static Answer readAll(const std::filesystem::path& index, const std::filesystem::path& config);
    QWidget* makeBar();
    QWidget* makeChips();
    QWidget* makeNow();
    QWidget* makeMiddle();
    void connectShared();
    void read();
    void takeOver(); ///< what the thread has found, once a frame
    void showCounts();
    void showProblem(const Answer& answer);
    void showEmptyState();
    void showDetails();
    void select(const AlertKey& key);
    bool selectWanted();
    void openLogs();
    const AlertRule* ruleOf(const std::string& name) const;

    const PageContext m_context;
    AlertModel m_model;
    AlertHistoryModel m_history;
    std::vector<AlertRule> m_rules;
    std::optional<AlertKey> m_selected;
    std::string m_wanted; ///< the rule to select when it is known
    std::string m_missed; ///< a rule that was wanted and is not there
    QPushButton* m_now = nullptr;
    QPushButton* m_historyTab = nullptr;
    std::array<QPushButton*, 5> m_chips{}; ///< all, then firing, pending, recovering, ok
    Banner* m_banner = nullptr;
    QStackedWidget* m_views = nullptr; ///< now, history
    QStackedWidget* m_stack = nullptr; ///< the views, or nothing to show
    EmptyState* m_empty = nullptr;
    QListView* m_list = nullptr;
    AlertListHead* m_head = nullptr;
    QListView* m_historyList = nullptr;
    DetailsSplit* m_split = nullptr;
    AlertDetails* m_details = nullptr;
    QTimer m_eachSecond;

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    Background<Answer> m_reader;
};

} // namespace weir
