// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int rowHeight = 30;
constexpr int mostRows = 12;
constexpr int widest = 640;

/// Text with the letters that match lit, what it is, and its keys at the right.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    EntryDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {40, m_theme.scaled(rowHeight)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Colors& colors = m_theme.colors();
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, colors.selection);
        QRect rest = option.rect.adjusted(m_theme.scaled(12), 0, -m_theme.scaled(12), 0);
        painter->setFont(m_theme.uiFont());
        paintRight(*painter, rest, index.data(PaletteModel::KeysRole).toString(), colors.text2);
        paintRight(*painter, rest, index.data(PaletteModel::KindRole).toString(), colors.text3);
        paintText(*painter, rest, index);
        painter->restore();
    }

private:
    void paintRight(QPainter& painter, QRect& rest, const QString& text, const QColor& color) const
    {
        if (text.isEmpty())
            return;
        const QFontMetrics metrics = painter.fontMetrics();
        const QString shown = metrics.elidedText(text, Qt::ElideRight, rest.width() / 2);
        painter.setPen(color);
        painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, shown);
        rest.setRight(rest.right() - metrics.horizontalAdvance(shown) - m_theme.scaled(16));
    }

    void paintText(QPainter& painter, const QRect& area, const QModelIndex& index) const
    {
        const Colors& colors = m_theme.colors();
        const QFontMetrics metrics = painter.fontMetrics();
        const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width());
        painter.setPen(colors.text);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
        painter.setPen(colors.accent);
        for (const int letter : index.data(PaletteModel::LettersRole).value<QList<int>>()) {
            if (letter >= text.size())
                break;
            const QRect place = area.adjusted(metrics.horizontalAdvance(text.left(letter)), 0, 0, 0);
            painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text.mid(letter, 1));
        }
    }

    const Theme& m_theme;
};

} // namespace

CommandPalette::CommandPalette(Theme& theme, QWidget* window)
    : Overlay(theme, widest, window)
    , m_line(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new PlainLabel(tr("Nothing matches."), "hint", this))
{
    setAccessibleName(tr("Commands"));
    m_line->setAccessibleName(tr("Command, source, view or dashboard"));
    m_line->setPlaceholderText(tr("Command, source, view or dashboard"));
    m_line->installEventFilter(this);
    m_list->setAccessibleName(tr("What matches"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new EntryDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_nothing->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_line);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::typed);
    connect(m_line, &QLineEdit::returnPressed, this, [this] { run(m_list->currentIndex()); });
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
}

void CommandPalette::addSource(std::unique_ptr<PaletteSource> source)
{
    m_sources.push_back(std::move(source));
}

QWidget* CommandPalette::first()
{
    return m_line;
}

void CommandPalette::prepare()
{
    std::vector<PaletteEntry> all;
    for (const auto& source : m_sources) {
        auto entries = source->entries();
        std::move(entries.begin(), entries.end(), std::back_inserter(all));
    }
    m_model.setEntries(std::move(all));
    m_line->clear();
    typed({});
}

int CommandPalette::wantedHeight(int most) const
{
    const int rows = std::clamp(m_model.rowCount(), 1, mostRows);
    const int around = m_line->sizeHint().height() + theme().scaled(8 * 3) + 2;
    return std::min(most, around + rows * theme().scaled(rowHeight));
}

void CommandPalette::typed(const QString& text)
{
    m_model.setTyped(text);
    const bool isEmpty = m_model.rowCount() == 0;
    m_list->setHidden(isEmpty);
    m_nothing->setHidden(!isEmpty);
    m_list->setCurrentIndex(m_model.index(0, 0));
    if (isVisible())
        place();
}

void CommandPalette::move(int rows)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, count - 1);
    m_list->setCurrentIndex(m_model.index(row, 0));
}

void CommandPalette::run(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const PaletteEntry chosen = m_model.entry(index);
    m_model.noteUse(chosen.id);
    close(); // first, so that what is done finds the focus where it was
    chosen.run();
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event)
{
    if (object != m_line || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(object, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-mostRows);
        return true;
    case Qt::Key_PageDown:
        move(mostRows);
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // there is nowhere else to go
    default:
        return Overlay::eventFilter(object, event);
    }
}

} // namespace weir
