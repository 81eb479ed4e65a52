// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/queryedit.h"

#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QRegularExpression>
#include <QTextCharFormat>
#include <QToolButton>

#include <utility>

namespace weir {

namespace {

/// UTF-16 position of a byte position.
int positionOf(const QByteArray& utf8, std::size_t bytes)
{
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(bytes))).size());
}

QTextCharFormat colored(const QColor& color)
{
    QTextCharFormat format;
    format.setForeground(color);
    return format;
}

} // namespace

QueryEdit::QueryEdit(Theme& theme, QWidget* parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_result(new PlainLabel({}, "hint", this))
{
    setFont(theme.eventFont());
    setPlaceholderText(
        tr("Filter: words, \"a phrase\", level>=warn, service:payments, status>=500"));
    setAccessibleName(tr("Query"));
    setMaxLength(8192);
    m_result->setFont(theme.uiFont(12));
    m_result->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(this, &QLineEdit::textChanged, this, &QueryEdit::read);
    connect(this, &QLineEdit::returnPressed, this, &QueryEdit::submitted);
    connect(&theme, &Theme::changed, this, [this] {
        m_result->setFont(m_theme.uiFont(12));
        paintText();
        placeResult();
    });
}

void QueryEdit::read()
{
    auto parsed = parseQuery(text().toStdString());
    m_error.reset();
    if (const auto* error = std::get_if<QueryError>(&parsed))
        m_error = *error;
    paintText();
    tell(m_error ? QString::fromStdString(m_error->message) : QString());
    if (!m_error)
        emit queryChanged(std::get<Query>(parsed));
}

void QueryEdit::setProblem(const QString& reason)
{
    if (reason != m_reason)
        tell(reason);
}

/// Also the same reason once more: it may have another place now.
void QueryEdit::tell(const QString& reason)
{
    if (reason.isEmpty() && m_reason.isEmpty())
        return;
    m_reason = reason;
    emit problemChanged(reason);
}

std::optional<QueryEdit::Place> QueryEdit::problemPlace() const
{
    if (!m_error)
        return {};
    const QByteArray utf8 = text().toUtf8();
    const int from = positionOf(utf8, m_error->at.offset);
    const int to = positionOf(utf8, m_error->at.offset + m_error->at.length);
    return Place{from, std::max(1, to - from)};
}

int QueryEdit::placeOf(int position) const
{
    const QFontMetrics metrics(font());
    const int before = metrics.horizontalAdvance(text().left(position));
    const int toCursor = metrics.horizontalAdvance(text().left(cursorPosition()));
    return std::clamp(cursorRect().center().x() + before - toCursor, 0, width());
}

/// QLineEdit has no formats of its own, but shows those of an input method.
void QueryEdit::paintText()
{
    static const QRegularExpression field(
        QStringLiteral("(?<![\\w.@-])[A-Za-z_@][\\w.@-]*(?=[:<>=~])"));
    static const QRegularExpression keyword(
        QStringLiteral("(?<!\\S)(and|or|not|by|every|count|rate)(?!\\S)|[|()]"),
        QRegularExpression::CaseInsensitiveOption);
    const Colors& colors = m_theme.colors();
    QList<QInputMethodEvent::Attribute> attributes;
    const auto mark = [&](int from, int length, const QTextCharFormat& format) {
        attributes.push_back(
            {QInputMethodEvent::TextFormat, from - cursorPosition(), length, format});
    };
    for (auto it = field.globalMatch(text()); it.hasNext();) {
        const auto match = it.next();
        mark(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
             colored(colors.series[1]));
    }
    for (auto it = keyword.globalMatch(text()); it.hasNext();) {
        const auto match = it.next();
        mark(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()),
             colored(colors.keyword));
    }
    if (const auto place = problemPlace()) {
        const int size = static_cast<int>(text().size());
        // At the end: under the last character.
        const int from = std::min(place->from, std::max(0, size - 1));
        const int to = std::clamp(place->from + place->length, from + 1, std::max(from + 1, size));
        QTextCharFormat wave = colored(colors.text);
        wave.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.setUnderlineColor(colors.error());
        mark(from, to - from, wave);
    }
    QInputMethodEvent event({}, attributes);
    QCoreApplication::sendEvent(this, &event);
}

void QueryEdit::setResult(const QString& text)
{
    if (text == m_result->text())
        return;
    m_result->setText(text);
    placeResult();
}

void QueryEdit::setButton(QAction* action)
{
    m_button = new QToolButton(this);
    m_button->setDefaultAction(action);
    m_button->setObjectName(QStringLiteral("queryButton"));
    m_button->setProperty("role", QStringLiteral("inline"));
    m_button->setAccessibleName(action->text());
    m_button->setCursor(Qt::ArrowCursor);
    m_button->setFocusPolicy(Qt::NoFocus); // its keys do the same
    placeResult();
}

void QueryEdit::placeResult()
{
    m_result->adjustSize();
    // A long query needs the room more than the figures do.
    const bool fits = m_result->width() < width() / 2;
    m_result->setVisible(fits);
    const int left = m_button ? m_button->sizeHint().width() : m_theme.scaled(4);
    if (m_button)
        m_button->setGeometry(1, 1, left, height() - 2);
    setTextMargins(left, 0, fits ? m_result->width() + m_theme.scaled(12) : 0, 0);
    m_result->move(width() - m_result->width() - m_theme.scaled(12),
                    (height() - m_result->height()) / 2);
}

void QueryEdit::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    placeResult();
}

} // namespace weir
