// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventdetails.h"

#include <QWidget>

#include <optional>

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace weir {

class EmptyState;
class FieldList;
class PlainLabel;
class Theme;

/// Everything about the selected event: fields and position, JSON, the raw payload. Thread: GUI.
class DetailsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit DetailsPanel(Theme& theme, QWidget* parent = nullptr);

    void setDetails(EventDetails details);
    /// Nothing is selected, or it cannot be read: says so.
    void showNote(const QString& title, const QString& hint);
    const std::optional<EventDetails>& details() const { return m_details; }

public slots:
    void copyRaw();
    void copyJson();

signals:
    void conditionWanted(const weir::EventDetails::Entry& entry, bool exclude);

private:
    QPushButton* addTab(const QString& text, int page);
    QPlainTextEdit* addTextPage();
    void refreshTitle();
    void copy(const QString& text);

    Theme& m_theme;
    std::optional<EventDetails> m_details;
    QStackedWidget* m_outer;
    EmptyState* m_note;
    PlainLabel* m_severity;
    PlainLabel* m_title;
    QStackedWidget* m_pages;
    FieldList* m_fields;
    QPlainTextEdit* m_json;
    QPlainTextEdit* m_raw;
};

} // namespace weir
