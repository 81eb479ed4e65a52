// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventcopier.h"
#include "ui/pagecontext.h"

#include <QObject>

class QWidget;

namespace weir {

class ResultList;
class SortedResult;

/// Copies the events that are selected in a log list, sorted or not, as JSON or byte for byte as they came. Adds
/// `logs.copyJson` and `logs.copyRaw`. Thread: GUI.
class ListCopier final : public QObject
{
    Q_OBJECT

public:
    /// The list and what it is sorted in outlive it; `page` is its parent and where the commands work.
    ListCopier(const PageContext& context, ResultList& list, const SortedResult& sorted,
               QWidget& page);

signals:
    /// More was selected than the clipboard has got: the newest of it.
    void cut(quint64 events);
    /// Nothing is in the clipboard, and why: a sentence.
    void refused(const QString& reason);

private:
    void copy(EventCopier::Form form);
    void takeOver();

    ResultList& m_list;
    const SortedResult& m_sorted;
    EventCopier m_copier; ///< last: its thread has ended before what it calls goes away
};

} // namespace weir
