// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pagecontext.h"
#include "ui/sources/probetask.h"

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace weir {

class Actions;
class Banner;
class ClusterGroupView;
class ClusterTopicView;
class DetailsSplit;
class EmptyState;
class PlainLabel;
class SourceList;

/// What is on the brokers of a Kafka source, subscribed or not: topics and consumer groups. Everything
/// is read by children (ui/sourceprobe.h) and nothing is changed. Thread: GUI.
class ClusterBrowser final : public QWidget
{
    Q_OBJECT

public:
    explicit ClusterBrowser(const PageContext& context, QWidget* parent = nullptr);

    /// What it can be told to do, before there is one.
    static void declareActions(Actions& actions);

    /// Names of the Kafka sources; the chosen one stays while it is among them.
    void setSources(const QStringList& names);
    void choose(const QString& source);

signals:
    void addWanted(); ///< there is no Kafka source

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class What { Topics, Groups };

    QWidget* makeBar();
    QWidget* makeLists();
    void ask();
    void forget(); ///< what another source's brokers said
    void show(const ProbeLine& line);
    void finish(const QString& problem);
    void showWhat(What what);
    void showCount();
    SourceList* list() const { return m_what == What::Topics ? m_topics : m_groups; }

    const PageContext m_context;
    ProbeTask m_task;
    What m_what = What::Topics;
    bool m_isAsked = false; ///< for this source and this list
    QComboBox* m_source = nullptr;
    QButtonGroup* m_whats = nullptr;
    QLineEdit* m_filter = nullptr;
    QPushButton* m_again = nullptr;
    PlainLabel* m_state = nullptr;
    PlainLabel* m_cluster = nullptr;
    Banner* m_banner = nullptr;
    SourceList* m_topics = nullptr;
    SourceList* m_groups = nullptr;
    QStackedWidget* m_lists = nullptr;
    QStackedWidget* m_detailsStack = nullptr;
    QStackedWidget* m_all = nullptr;
    ClusterTopicView* m_topic = nullptr;
    ClusterGroupView* m_group = nullptr;
    DetailsSplit* m_split = nullptr;
    EmptyState* m_empty = nullptr;
};

} // namespace weir
