// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/sourcefile.h"
#include "ui/models/sourcemodel.h"
#include "ui/pagecontext.h"

#include <QElapsedTimer>
#include <QPersistentModelIndex>
#include <QWidget>

class QButtonGroup;
class QPushButton;
class QStackedWidget;

namespace weir {

class ClusterBrowser;
class DetailsSplit;
class EmptyState;
class FirstRun;
class LatePage;
class PlainLabel;
class SourceBanners;
class SourceDetails;
class SourceForm;
class SourceGaps;
class SourceTree;

/// Where events come from and how that goes, after the collector's status; the chosen one in detail;
/// what its cluster holds; the form that adds and changes sources. Thread: GUI.
class SourcesPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SourcesPage(PageContext& context, QWidget* parent = nullptr);
    ~SourcesPage() override;

    /// `add`, `add/zeromq`, `edit/NAME`, `show/NAME`, `cluster`, `gaps`; anything else is the list.
    void showPlace(const QString& place);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Tab { Subscribed, Cluster, Gaps };

    /// What the thread has read or done.
    struct FileAnswer
    {
        std::string source; ///< how one stands in the configuration file
        std::string text;
        std::optional<Result<SourceChange>> removed;
        std::optional<Result<Done>> undone;
    };

    QWidget* makeBar();
    void makeRoom();
    QWidget* makeSubscribed();
    LatePage* makeForm();
    LatePage* makeCluster();
    SourceForm& form(); ///< made when it is asked for first, as is the browser
    ClusterBrowser& cluster();
    void connectShared();
    void statusChanged();
    void takeOver(); ///< what the thread has read, once a frame
    void showSummary();
    void showEmptyState();
    void showDetails();
    void select(const QModelIndex& index);
    void readToml();
    void pause(bool paused);
    void setTab(Tab tab);
    void openForm(const std::string& name, SourceKind kind = SourceKind::Kafka);
    void showForm();
    void lookAt(const std::string& name, bool isStalled);
    void leaveForm();
    void sourceSaved(const QString& name, const SourceChange& change);
    void takeOut();
    void undo();

    const PageContext m_context;
    SourceModel m_model;
    std::string m_selected; ///< name of a source; empty: none
    std::optional<SourceChange> m_undo;
    std::string m_undoName; ///< of the source that was changed
    std::string m_wanted; ///< a source that was saved and has not been seen yet
    QElapsedTimer m_sinceStatus;
    PlainLabel* m_summary = nullptr;
    QButtonGroup* m_tabs = nullptr;
    QPushButton* m_add = nullptr;
    SourceBanners* m_banners = nullptr;
    SourceTree* m_tree = nullptr;
    EmptyState* m_empty = nullptr;
    FirstRun* m_firstRun = nullptr;
    QStackedWidget* m_stack = nullptr;
    DetailsSplit* m_split = nullptr;
    SourceDetails* m_details = nullptr;
    LatePage* m_clusterPlace = nullptr;
    ClusterBrowser* m_cluster = nullptr; ///< null: nobody has looked at it yet
    QStringList m_kafkaSources;
    SourceGaps* m_gaps = nullptr;
    LatePage* m_formPlace = nullptr;
    SourceForm* m_form = nullptr; ///< likewise
    QWidget* m_bar = nullptr;
    QStackedWidget* m_views = nullptr;

    // Last, so destroyed first: their threads have ended before what they call goes away.
    Background<FileAnswer> m_reader;
    Background<FileAnswer> m_writer;
};

} // namespace weir
