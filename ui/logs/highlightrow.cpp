// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/highlightrow.h"

#include "core/query/filter.h"
#include "ui/logs/swatch.h"
#include "ui/models/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

QString colorName(int color)
{
    static const char* const names[HighlightRow::colors] = {
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Red"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Orange"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Yellow"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Lime"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Green"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Cyan"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Blue"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Violet"),
        QT_TRANSLATE_NOOP("weir::HighlightRow", "Pink"),
    };
    return HighlightRow::tr(names[color - 1]);
}

} // namespace

HighlightRow::HighlightRow(Theme& theme, std::optional<HighlightRule> rule, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_rule(std::move(rule))
    , m_color(new QToolButton)
    , m_query(new QLineEdit)
    , m_wholeRow(new QCheckBox(tr("whole row")))
    , m_fault(new PlainLabel({}, "error"))
{
    m_color->setPopupMode(QToolButton::InstantPopup);
    m_query->setFont(theme.eventFont());
    m_query->setPlaceholderText(tr("Add: words, \"a phrase\", service:payments, ~/pattern/"));
    m_query->setAccessibleName(m_rule ? tr("What is highlighted") : tr("New highlight"));
    m_query->setMaxLength(2000);
    auto* remove = new QToolButton;
    remove->setProperty("role", QStringLiteral("plain"));
    remove->setIcon(icon(QStringLiteral("close"), theme.colors().text3));
    remove->setAccessibleName(tr("Remove this highlight"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_color);
    layout->addWidget(m_query, 2);
    layout->addWidget(m_wholeRow);
    layout->addWidget(remove);
    remove->setVisible(m_rule.has_value()); // with a parent only, else it were a window
    layout->addWidget(m_fault, 1);
    makeColorMenu();
    if (m_rule) {
        m_query->setText(QString::fromStdString(m_rule->query));
        m_wholeRow->setChecked(m_rule->wholeRow);
    }
    setColor(m_rule ? m_rule->color : 1);
    setFocusProxy(m_query);
    connect(m_query, &QLineEdit::textChanged, this, [this] { m_fault->setText(faultOfQuery()); });
    connect(m_query, &QLineEdit::editingFinished, this, &HighlightRow::take);
    connect(m_wholeRow, &QCheckBox::clicked, this, &HighlightRow::take);
    connect(remove, &QToolButton::clicked, this, [this] { emit edited(m_rule, std::nullopt); });
}

void HighlightRow::makeColorMenu()
{
    auto* menu = new QMenu(m_color);
    m_color->setMenu(menu);
    for (int color = 1; color <= colors; ++color) {
        QAction* action = menu->addAction(colorName(color), this, [this, color] {
            m_isColorChosen = !m_rule;
            setColor(color);
            take();
        });
        action->setIcon(swatch({color}, m_theme));
        action->setIconVisibleInMenu(true);
    }
}

void HighlightRow::setColor(int color)
{
    m_shownColor = color;
    m_color->setIcon(swatch({color}, m_theme));
    m_color->setAccessibleName(tr("Colour: %1").arg(colorName(color)));
    m_color->setToolTip(colorName(color));
}

void HighlightRow::offerColor(int color)
{
    if (!m_isColorChosen)
        setColor(color);
}

bool HighlightRow::wasRule(const HighlightRule& rule) const
{
    return std::ranges::find(m_past, rule) != m_past.end();
}

bool HighlightRow::isBeingWritten() const
{
    const std::string text = m_query->text().trimmed().toStdString();
    return m_query->hasFocus() && !text.empty() && (!m_rule || m_rule->query != text);
}

void HighlightRow::giveUp()
{
    if (m_past.empty())
        return;
    m_rule = m_past.front();
    m_past.clear();
}

void HighlightRow::loseRule()
{
    m_rule.reset();
    m_past.clear();
}

void HighlightRow::setRule(const HighlightRule& rule)
{
    if (m_rule != rule)
        return; // on its way
    m_past.clear();
    if (!m_query->hasFocus())
        m_query->setText(QString::fromStdString(rule.query));
    m_wholeRow->setChecked(rule.wholeRow);
    setColor(rule.color);
}

QString HighlightRow::faultOfQuery() const
{
    const std::string text = m_query->text().trimmed().toStdString();
    if (text.empty())
        return {};
    const auto parsed = parseQuery(text);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        return plainText(error->message, 200);
    const Query& query = *std::get_if<Query>(&parsed);
    if (query.aggregate)
        return tr("A highlight ends before the |");
    const auto filter = Filter::compile(query.filter);
    return filter ? QString() : plainText(filter.error().detail, 200);
}

void HighlightRow::take()
{
    const std::string text = m_query->text().trimmed().toStdString();
    if (text.empty() || !faultOfQuery().isEmpty())
        return;
    const HighlightRule now{text, m_shownColor, m_wholeRow->isChecked()};
    if (m_rule == now)
        return;
    const auto before = m_rule;
    if (m_rule)
        m_past.push_back(*std::exchange(m_rule, now));
    else
        m_query->clear(); // the next one
    m_isColorChosen = false;
    emit edited(before, now);
}

} // namespace weir
