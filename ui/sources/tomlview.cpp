// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/tomlview.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QScrollBar>
#include <QSyntaxHighlighter>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/// Line by line: a header, then what stands in quotes, then a comment. Strings over several lines are
/// left as they are; nothing is lost but colour.
class TomlColors final : public QSyntaxHighlighter
{
public:
    TomlColors(QTextDocument* document, Theme& theme)
        : QSyntaxHighlighter(document)
        , m_theme(theme)
    {
        connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
    }

protected:
    void highlightBlock(const QString& line) override
    {
        const Colors& colors = m_theme.colors();
        if (line.trimmed().startsWith(QLatin1Char('[')) && !line.contains(QLatin1Char('=')))
            setFormat(0, static_cast<int>(line.size()), colors.keyword);
        QChar quote;
        int begin = 0;
        for (int i = 0; i < line.size(); ++i) {
            const QChar c = line[i];
            if (!quote.isNull()) {
                if (c == QLatin1Char('\\') && quote == QLatin1Char('"'))
                    ++i;
                else if (c == quote) {
                    setFormat(begin, i + 1 - begin, colors.accent);
                    quote = {};
                }
            } else if (c == QLatin1Char('"') || c == QLatin1Char('\'')) {
                quote = c;
                begin = i;
            } else if (c == QLatin1Char('#')) {
                setFormat(i, static_cast<int>(line.size()) - i, colors.text3);
                return;
            }
        }
    }

private:
    Theme& m_theme;
};

/// A file's text is shown line by line, so only its line ends are kept as they are.
QString shownText(const std::string& text)
{
    QStringList lines;
    for (const QString& line : QString::fromStdString(text).split(QLatin1Char('\n')))
        lines << plainText(QString(line)
                               .replace(QLatin1Char('\t'), QLatin1String("    "))
                               .remove(QLatin1Char('\r'))
                               .toStdString());
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(QLatin1Char('\n'));
}

} // namespace

TomlView::TomlView(Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setFont(theme.eventFont());
    setAccessibleName(tr("What stands in weir.toml"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    new TomlColors(document(), theme);
}

void TomlView::setToml(const std::string& text)
{
    const QString shown = shownText(text);
    setHidden(shown.isEmpty());
    if (toPlainText() == shown)
        return;
    setPlainText(shown);
    fitHeight();
}

void TomlView::fitHeight()
{
    const int lines = std::max(1, document()->blockCount());
    const int lineHeight = static_cast<int>(std::ceil(QFontMetricsF(font()).lineSpacing()));
    // Room for the scroll bar below the last line, whether it is there or not.
    const int scrollBar = horizontalScrollBar()->sizeHint().height();
    setProperty("ownSize", true);
    setFixedHeight(lines * lineHeight + 18 + scrollBar);
}

} // namespace weir
