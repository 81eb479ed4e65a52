// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listcopier.h"

#include "ui/actions.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/sortedlist.h"
#include "ui/logs/sortedresult.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace weir {

ListCopier::ListCopier(const PageContext& context, ResultList& list, const SortedResult& sorted,
                       QWidget& page)
    : QObject(&page)
    , m_list(list)
    , m_sorted(sorted)
    , m_copier(context.index, [&frames = context.frames] { frames.request(); }, {})
{
    const auto add = [&](const char* id, const QString& text, const QKeySequence& keys,
                         EventCopier::Form form) {
        connect(context.actions.add(QLatin1String(id), text, {keys}, &page), &QAction::triggered,
                this, [this, form] { copy(form); });
    };
    add("logs.copyJson", tr("Copy as JSON"), Qt::CTRL | Qt::ALT | Qt::Key_C,
        EventCopier::Form::Json);
    add("logs.copyRaw", tr("Copy raw"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, EventCopier::Form::Raw);
    connect(&context.frames, &FrameClock::frame, this, &ListCopier::takeOver);
}

void ListCopier::copy(EventCopier::Form form)
{
    const View& view = m_list.rows().shown().view;
    if (!view.filter)
        return;
    if (m_sorted.isSorted()) {
        std::vector<EventKey> events;
        for (const std::size_t place : m_sorted.sorted().selectedPlaces())
            events.push_back(m_sorted.sorted().rows()[place].key);
        return m_copier.copy(view, std::move(events), form);
    }
    std::vector<EventCopier::Span> spans;
    for (const ListSelection::Span& span : m_list.selection().spans())
        spans.emplace_back(span.first, span.last);
    if (!spans.empty())
        m_copier.copy(view, std::move(spans), form);
}

/// Byte for byte for who takes bytes; as text where only text is taken.
void ListCopier::takeOver()
{
    const auto answer = m_copier.take();
    if (!answer)
        return;
    if (!*answer)
        return emit refused(tr("It could not be copied: %1").arg(plainText(answer->error().text())));
    const EventCopier::Copied& copied = **answer;
    if (copied.events == 0)
        return emit refused(copied.isWhole
                                ? tr("Nothing was copied: what is selected is no longer kept.")
                                : tr("The event is too large for the clipboard. Export writes it to a file."));
    auto* content = new QMimeData;
    content->setData(QStringLiteral("application/octet-stream"), copied.bytes);
    content->setData(QStringLiteral("text/plain"), copied.bytes);
    QGuiApplication::clipboard()->setMimeData(content);
    if (!copied.isWhole)
        emit cut(copied.events);
}

} // namespace weir
