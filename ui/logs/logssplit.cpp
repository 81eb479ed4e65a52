// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logssplit.h"

#include "ui/theme/theme.h"

#include <QDataStream>
#include <QIODevice>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int fieldsWidth = 214;
constexpr int sideWidth = 344;
constexpr int roomForFields = 900; ///< of the whole, unless they were asked for
constexpr int roomForAll = 1080;
constexpr int roomForTwo = 500;
constexpr quint8 stateVersion = 1;

} // namespace

LogsSplit::LogsSplit(Theme& theme, QWidget* fields, QWidget* list, QWidget* side, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_theme(theme)
    , m_zoom(theme.zoom())
    , m_fields(fields)
    , m_list(list)
    , m_side(side)
{
    setHandleWidth(1);
    setChildrenCollapsible(false);
    fields->setMinimumWidth(150);
    list->setMinimumWidth(260);
    side->setMinimumWidth(240);
    addWidget(fields);
    addWidget(list);
    addWidget(side);
    setStretchFactor(0, 0);
    setStretchFactor(1, 1);
    setStretchFactor(2, 0);
    side->hide();
    m_widths = {theme.scaled(fieldsWidth), theme.scaled(1000), theme.scaled(sideWidth)};
    setSizes(m_widths);
    connect(&theme, &Theme::changed, this, &LogsSplit::followZoom);
}

void LogsSplit::showFields(bool wanted)
{
    m_fieldsWanted = wanted;
    m_sideWasLast = false;
    arrange();
}

void LogsSplit::toggleFields()
{
    showFields(m_fields->isHidden());
}

void LogsSplit::setHasFields(bool has)
{
    if (has == m_hasFields)
        return;
    m_hasFields = has;
    arrange();
}

void LogsSplit::showSide(bool wanted, bool byHand)
{
    if (!wanted && m_sideByHand && !byHand)
        return;
    m_sideByHand = wanted && (byHand || m_sideByHand);
    m_sideWanted = wanted;
    m_sideWasLast = wanted;
    m_isSideLookedAt = wanted && m_isSideLookedAt;
    arrange();
}

void LogsSplit::lookAtSide()
{
    m_isSideLookedAt = true;
    showSide(true);
}

bool LogsSplit::isListAway() const
{
    return m_list->isHidden();
}

void LogsSplit::toggleSide()
{
    showSide(m_side->isHidden(), true);
}

void LogsSplit::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    arrange();
}

/// Escape goes back to a list that gave its place away.
void LogsSplit::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape || !isListAway())
        return QSplitter::keyPressEvent(event);
    m_fieldsWanted.reset();
    m_sideByHand = false;
    m_isSideLookedAt = false;
    arrange();
    emit listIsBack();
}

/// Both sides keep the text that they showed; the list gets the rest.
void LogsSplit::followZoom()
{
    const int before = std::exchange(m_zoom, m_theme.zoom());
    if (before == m_zoom)
        return;
    rememberWidths();
    const QList<int> seen = sizes();
    const int whole = seen[0] + seen[1] + seen[2];
    QList<int> wide = m_widths;
    wide[0] = wide[0] * m_zoom / before;
    wide[2] = wide[2] * m_zoom / before;
    wide[1] = std::max(1, whole - (seen[0] > 0 ? wide[0] : 0) - (seen[2] > 0 ? wide[2] : 0));
    m_widths = wide;
    setSizes(wide);
    arrange();
}

/// Of what is hidden a splitter says 0.
void LogsSplit::rememberWidths()
{
    const QList<int> seen = sizes();
    for (qsizetype i = 0; i < seen.size(); ++i) {
        if (seen[i] > 0)
            m_widths[i] = seen[i];
    }
}

void LogsSplit::arrange()
{
    rememberWidths();
    const bool hasRoomForAll = width() >= m_theme.scaled(roomForAll);
    const bool hasRoomForTwo = width() >= m_theme.scaled(roomForTwo);
    const bool side = m_sideWanted && (hasRoomForTwo || m_sideByHand || m_isSideLookedAt)
        && (hasRoomForAll || m_sideWasLast || !m_fieldsWanted);
    const bool fields =
        m_fieldsWanted.value_or(m_hasFields && width() >= m_theme.scaled(roomForFields))
        && (hasRoomForAll || !side);
    m_fields->setVisible(fields);
    m_side->setVisible(side);
    m_list->setVisible(hasRoomForTwo || !(side || fields));
}

QByteArray LogsSplit::state() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateVersion << (m_fieldsWanted ? (*m_fieldsWanted ? 1 : 0) : -1)
        << (m_sideWanted && m_sideByHand) << saveState();
    return bytes;
}

void LogsSplit::restore(const QByteArray& state)
{
    QDataStream in(state);
    quint8 version = 0;
    int fields = -1;
    bool side = false;
    QByteArray sizes;
    in >> version >> fields >> side >> sizes;
    if (in.status() != QDataStream::Ok || version != stateVersion)
        return;
    restoreState(sizes);
    m_fieldsWanted = fields < 0 ? std::nullopt : std::optional(fields == 1);
    m_sideWanted = side;
    m_sideByHand = side;
    arrange();
}

} // namespace weir
