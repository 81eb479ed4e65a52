// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/eventline.h"
#include "ui/pagecontext.h"

#include <QObject>

class QKeySequence;
class QLineEdit;

namespace weir {

class BookmarksPopup;
class DetailsPanel;
class PageNote;
class ResultList;

/// What can be done with the selected event by key: bookmark it and go through the bookmarks, see its
/// trace and what came around it, copy it. Thread: GUI.
class EventActions final : public QObject
{
    Q_OBJECT

public:
    /// Keys of single letters work in `listScope` and in `details`, the others in `pageScope`. All outlive
    /// it.
    struct Parts
    {
        QWidget& pageScope;
        QWidget& listScope;
        ResultList& list;
        DetailsPanel& details;
        PageNote& note;
    };

    EventActions(const PageContext& context, const Parts& parts, QObject* parent = nullptr);

    /// A `weir://` link that is pasted into this line is opened and the line left as it was.
    void openPasted(QLineEdit& line);

signals:
    void eventWanted(const weir::EventLine& line);
    void linkWanted(const QString& link);
    void detailsWanted(); ///< they are to be seen

private:
    void add(const char* id, const QString& text, const QKeySequence& keys,
             void (EventActions::*handler)());
    void toggleBookmark();
    void showBookmarks();
    void showTrace();
    void showAround();
    void offerBack(const QString& sentence, EventKey event, const QString& note);
    void showTab(int tab);
    bool hasEvent(); ///< else says that one is to be selected

    const PageContext m_context;
    const Parts m_parts;
    QString m_before; ///< what the line held before it was edited
    BookmarksPopup* m_bookmarks;
};

} // namespace weir
