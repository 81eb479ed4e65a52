// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/bookmarkspopup.h"

#include "ui/logs/eventlist.h"
#include "ui/models/bookmarks.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace weir {

namespace {

constexpr std::ptrdiff_t atOnce = 50; ///< read before they are shown

} // namespace

BookmarksPopup::BookmarksPopup(std::filesystem::path index, Bookmarks& bookmarks, Theme& theme,
                               QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_bookmarks(bookmarks)
    , m_filter(new QLineEdit)
    , m_list(new EventList(theme))
    , m_hint(new PlainLabel({}, "hint"))
    , m_questions(std::move(index), [this] {
        QMetaObject::invokeMethod(this, &BookmarksPopup::takeOver, Qt::QueuedConnection);
    })
{
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(tr("Bookmarks"));
    m_filter->setPlaceholderText(tr("Find in bookmarks"));
    m_filter->setAccessibleName(tr("Find in bookmarks"));
    m_filter->installEventFilter(this);
    m_list->setAccessibleName(tr("Bookmarks"));
    m_list->setFocusPolicy(Qt::NoFocus); // the keys go to the line above, and are handed on
    m_hint->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_filter);
    column->addWidget(m_hint);
    column->addWidget(m_list, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_list->setFilter(text);
        m_list->setCurrentIndex(m_list->model()->index(0, 0));
        showHint();
    });
    connect(m_list, &EventList::chosen, this, [this](const EventLine& line) {
        hide();
        emit chosen(line);
    });
    connect(&bookmarks, &Bookmarks::changed, this, [this] {
        if (isVisible())
            fill();
    });
}

void BookmarksPopup::setZone(const QTimeZone& zone)
{
    m_list->setZone(zone);
}

void BookmarksPopup::open(const QWidget& over)
{
    const QSize size(std::min(over.width(), std::max(360, over.width() * 2 / 3)),
                     std::min(over.height(), std::max(200, over.height() / 2)));
    const QPoint at((over.width() - size.width()) / 2, 0);
    setGeometry(QRect(over.mapToGlobal(at), size));
    m_filter->clear();
    m_list->setCurrentIndex({});
    fill();
    show();
    m_filter->setFocus();
}

/// What has been read already stays until it is read again.
void BookmarksPopup::fill()
{
    std::vector<EventLine> lines;
    for (const Bookmark& bookmark : m_bookmarks.all()) {
        const EventLine line = makeEventLine(bookmark);
        const auto known = std::ranges::find(m_list->lines(), line.key, &EventLine::key);
        lines.push_back(known == m_list->lines().end() ? line : *known);
        lines.back().note = line.note;
    }
    const EventLine* marked = m_list->marked();
    const auto seq = marked ? std::optional(marked->key.seq) : std::nullopt;
    m_list->setLines(std::move(lines));
    if (seq)
        m_list->mark(*seq);
    if (!m_list->marked())
        m_list->setCurrentIndex(m_list->model()->index(0, 0));
    m_read = 0;
    ask();
}

void BookmarksPopup::ask()
{
    showHint();
    const auto& all = m_bookmarks.all();
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(std::min(m_read, all.size()));
    const std::ptrdiff_t count = std::min(atOnce, all.end() - first);
    if (count == 0)
        return m_questions.cancel();
    m_questions.ask([some = std::vector(first, first + count)](IndexReader& reader,
                                                               const std::stop_token& stop) {
        return linesOfBookmarks(reader, some, stop);
    });
}

void BookmarksPopup::takeOver()
{
    auto answer = m_questions.take();
    if (!answer)
        return;
    if (!*answer) {
        m_hint->setText(plainText(answer->error().text(), 300));
        m_hint->show();
        return;
    }
    const std::size_t read = (*answer)->size();
    m_list->replace(m_read, std::move(**answer));
    m_read += read;
    ask();
}

void BookmarksPopup::showHint()
{
    if (m_bookmarks.all().empty())
        m_hint->setText(tr("There are no bookmarks yet. Select an event and press m to set one."));
    else
        m_hint->setText(tr("No bookmark has this in it."));
    const bool isLoaded = m_read == m_bookmarks.all().size();
    m_hint->setVisible(isLoaded && m_list->model()->rowCount() == 0);
}

/// The bookmarks may be others by the time it is shown again.
void BookmarksPopup::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    m_questions.cancel();
}

bool BookmarksPopup::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_filter || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(object, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const EventLine* line = m_list->marked()) {
            const EventLine copy = *line;
            hide();
            emit chosen(copy);
        }
        return true;
    default:
        return false;
    }
}

} // namespace weir
