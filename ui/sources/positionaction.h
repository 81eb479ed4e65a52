// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/collectorclient.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QPushButton;

namespace weir {

class PlainLabel;
class Actions;
class Theme;

/// Moves a source in its stream: where to, what that does, and how it went, where the person is
/// looking and not in a dialog. Hidden until it is asked for. Thread: GUI.
class PositionAction final : public QWidget
{
    Q_OBJECT

public:
    enum class What { Rewind, Skip };
    /// What is moved: a source, one of its topics, or a partition.
    struct Place
    {
        std::string source;
        std::string topic; ///< empty: all
        std::int32_t partition = -1; ///< -1: all
        std::optional<std::int64_t> next; ///< of a partition

        friend bool operator==(const Place&, const Place&) = default;
    };

    PositionAction(const Theme& theme, CollectorClient& client, Actions& actions,
                   QWidget* parent = nullptr);

    void open(What what, const Place& place);
    /// Goes when something else is selected.
    void setPlace(const Place& place);
    void close();

private:
    void send();
    void answer(const Result<std::string>& answer);
    void say(const QString& text, const char* role);

    CollectorClient& m_client;
    What m_what = What::Rewind;
    Place m_place;
    PlainLabel* m_title;
    PlainLabel* m_explanation;
    QComboBox* m_to;
    PlainLabel* m_toLabel;
    QPushButton* m_do;
    QPushButton* m_cancel;
    PlainLabel* m_feedback;
};

} // namespace weir
