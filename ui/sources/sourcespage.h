// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/sourcemodel.h"
#include "ui/pagecontext.h"

#include <QWidget>

#include <map>

class QStackedWidget;
class QTreeView;
class QVBoxLayout;

namespace weir {

class Banner;
class DetailsSplit;
class EmptyState;
class PlainLabel;
class SourceDetails;

/// Where events come from and how that goes, after the collector's status; the chosen one in detail.
/// Thread: GUI.
class SourcesPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SourcesPage(PageContext& context, QWidget* parent = nullptr);
    ~SourcesPage() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// How a source stands in the configuration file.
    struct Toml
    {
        std::string source;
        std::string text;
    };

    QWidget* makeBar();
    QWidget* makeMiddle();
    void makeTree();
    void connectShared();
    void statusChanged();
    void takeOver(); ///< what the thread has read, once a frame
    void showBanners();
    void showEmptyState();
    void showDetails();
    void fitColumns();
    void select(const QModelIndex& index);
    void pause(bool paused);

    const PageContext m_context;
    SourceModel m_model;
    std::string m_selected; ///< name of a source; empty: none
    PlainLabel* m_summary = nullptr;
    QVBoxLayout* m_banners = nullptr;
    std::vector<Banner*> m_problems; ///< a few, reused
    Banner* m_answer = nullptr; ///< a command that was refused
    QTreeView* m_tree = nullptr;
    EmptyState* m_empty = nullptr;
    QStackedWidget* m_stack = nullptr;
    DetailsSplit* m_split = nullptr;
    SourceDetails* m_details = nullptr;

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    Background<Toml> m_reader;
};

} // namespace weir
