// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventdetails.h"

#include <QWidget>

#include <optional>
#include <vector>

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace weir {

class AroundView;
class EmptyState;
class FieldList;
class FlowLayout;
class HexView;
class JsonView;
class MessageView;
class NoteBar;
class PlainLabel;
class Theme;
class TraceView;
struct EventLine;
struct PageContext;

/// Everything about the selected event: fields and position, JSON, the payload as text and as bytes, its
/// trace, its neighbours, its bookmark. Thread: GUI.
class DetailsPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Tab { Event, Json, Text, Hex, Trace, Around };

    /// What is referred to outlives it.
    explicit DetailsPanel(const PageContext& context, QWidget* parent = nullptr);
    ~DetailsPanel() override;

    void setDetails(EventDetails details);
    /// Nothing is selected, or it cannot be read: says so.
    void showNote(const QString& title, const QString& hint);
    const std::optional<EventDetails>& details() const { return m_details; }
    /// `UTC`, `local` or a name of the tz database.
    void setZone(const std::string& zone);
    void showTab(Tab tab);
    Tab tab() const;
    NoteBar& noteBar() { return *m_noteBar; }

public slots:
    void copyRaw();
    void copyJson();
    void copyLink();

signals:
    void conditionWanted(const weir::EventDetails::Entry& entry, bool exclude);
    void statisticsWanted(const std::string& field);
    /// One of the trace or the neighbours was chosen.
    void eventWanted(const weir::EventLine& line);
    /// The list with this query and this event in it.
    void queryWanted(const QString& query, weir::EventKey event);
    /// The line as the list shows it.
    void copyLineWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTabs();
    QWidget* makeTitle();
    QWidget* makeButtons();
    void makePages();
    void connectPages();
    void addPage(Tab tab, const QString& name, QWidget* page);
    QPlainTextEdit* makeTextPage();
    void refreshTitle();
    void refreshFields();
    void refreshPage(); ///< what the page in front shows, if it is of another event
    void copy(const QString& text);

    Theme& m_theme;
    std::optional<EventDetails> m_details;
    std::string m_zone = "UTC";
    std::vector<bool> m_isFresh; ///< by page
    FlowLayout* m_tabBar = nullptr;
    std::vector<QPushButton*> m_tabs;
    QStackedWidget* m_outer;
    EmptyState* m_note;
    PlainLabel* m_severity;
    PlainLabel* m_title;
    NoteBar* m_noteBar;
    QStackedWidget* m_pages;
    MessageView* m_message;
    FieldList* m_fields;
    QStackedWidget* m_jsonPage;
    JsonView* m_json;
    PlainLabel* m_noJson;
    QPlainTextEdit* m_text;
    HexView* m_hex;
    TraceView* m_trace;
    AroundView* m_around;
    QWidget* m_foot = nullptr; ///< the buttons
};

} // namespace weir
