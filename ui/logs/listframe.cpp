// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listframe.h"

#include "ui/logs/findbar.h"
#include "ui/logs/overviewstrip.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace weir {

namespace {

constexpr int noteTime = 4000; ///< ms
constexpr int noteMargin = 8;

} // namespace

ListFrame::ListFrame(Theme& theme, QWidget* list, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_find(new FindBar(theme))
    , m_goTo(new LineBar(theme, tr("Go to")))
    , m_strip(new OverviewStrip(theme))
    , m_note(new PlainLabel({}, "label", this))
{
    m_goTo->line().setObjectName(QStringLiteral("goToLine"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_find);
    column->addWidget(m_goTo);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(list, 1);
    row->addWidget(m_strip);
    column->addLayout(row, 1);

    m_note->setObjectName(QStringLiteral("listNote"));
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_note->hide();
    m_noteEnds.setSingleShot(true);
    connect(&m_noteEnds, &QTimer::timeout, m_note, &QWidget::hide);
}

void ListFrame::showNote(const QString& text)
{
    m_note->setText(text);
    m_note->setHidden(text.isEmpty());
    placeNote();
    m_note->raise();
    m_noteEnds.start(noteTime);
}

void ListFrame::placeNote()
{
    m_note->adjustSize();
    // Over the titles of the columns: the rows below are what is looked at.
    m_note->move(m_theme.scaled(noteMargin), m_strip->y());
}

void ListFrame::resizeEvent(QResizeEvent*)
{
    placeNote();
}

} // namespace weir
