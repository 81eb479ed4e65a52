// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rail.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QPainter>
#include <QVBoxLayout>

namespace weir {

namespace {

constexpr int leastWidth = 60;
constexpr int mostWidth = 104; ///< longer words are cut
constexpr int buttonHeight = 50;
constexpr int leastHeight = 32; ///< of a button without its word, in a low window
constexpr int wordBottom = 44;
constexpr int margin = 12; ///< of a word, both sides together
constexpr int markHeight = 50;

} // namespace

/// Icon over a word; painted, because a tool button has no badge.
class Rail::Button final : public QAbstractButton
{
public:
    Button(Theme& theme, QString iconName, const QString& text, const QString& tip, QWidget* parent)
        : QAbstractButton(parent)
        , m_theme(theme)
        , m_icon(std::move(iconName))
    {
        setText(text);
        setToolTip(tip);
        setAccessibleName(text);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
        setProperty("ownSize", true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

    QSize sizeHint() const override
    {
        const QFontMetrics metrics(m_theme.uiFont(11));
        const int words = metrics.horizontalAdvance(text()) + m_theme.scaled(margin);
        return {std::clamp(words, m_theme.scaled(leastWidth), m_theme.scaled(mostWidth)),
                m_theme.scaled(buttonHeight)};
    }
    QSize minimumSizeHint() const override
    {
        return {sizeHint().width(), m_theme.scaled(leastHeight)};
    }

    void setBadge(std::uint64_t count)
    {
        m_badge = count;
        setAccessibleDescription(count == 0 ? QString() : QString::number(count));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Colors& colors = m_theme.colors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ground = QRectF(rect()).adjusted(4.5, 1.5, -4.5, -1.5);
        painter.setPen(hasFocus() ? QPen(colors.accent) : QPen(Qt::NoPen));
        if (isChecked())
            painter.setBrush(colors.accentGround);
        else if (underMouse())
            painter.setBrush(colors.raised);
        painter.drawRoundedRect(ground, 4, 4);
        const QColor color = isChecked() ? colors.accent : colors.text2;
        const int size = m_theme.scaled(20);
        const bool hasWord = height() >= m_theme.scaled(wordBottom);
        painter.drawPixmap((width() - size) / 2,
                           hasWord ? m_theme.scaled(7) : (height() - size) / 2,
                           iconPixmap(m_icon, color, size, devicePixelRatioF()));
        if (hasWord) {
            painter.setFont(m_theme.uiFont(11));
            painter.setPen(color);
            const QRect line(0, m_theme.scaled(28), width(), m_theme.scaled(16));
            painter.drawText(line, Qt::AlignCenter,
                             painter.fontMetrics().elidedText(
                                 text(), Qt::ElideRight, width() - m_theme.scaled(margin / 2)));
        }
        paintBadge(painter);
    }

private:
    void paintBadge(QPainter& painter) const
    {
        if (m_badge == 0)
            return;
        const Colors& colors = m_theme.colors();
        const QString count = m_badge > 99 ? QStringLiteral("99+") : QString::number(m_badge);
        QFont font = m_theme.uiFont(10);
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        const int wide = std::max(m_theme.scaled(14), painter.fontMetrics().horizontalAdvance(count)
                                                  + m_theme.scaled(8));
        const QRectF circle(width() / 2.0 + m_theme.scaled(5), m_theme.scaled(4), wide,
                            m_theme.scaled(14));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.error());
        painter.drawRoundedRect(circle, circle.height() / 2, circle.height() / 2);
        painter.setPen(colors.window);
        painter.drawText(circle, Qt::AlignCenter, count);
    }

    Theme& m_theme;
    QString m_icon;
    std::uint64_t m_badge = 0;
};

Rail::Rail(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, markHeight, 0, 4);
    layout->setSpacing(0);
    const auto addPage = [this, layout](Button* button) {
        const auto page = static_cast<Navigator::Page>(m_pages.size());
        m_pages.push_back(button);
        button->setCheckable(true);
        layout->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, page] {
            setCurrent(page); // a click on the current one unchecks it
            emit pageWanted(page);
        });
    };
    for (Button* button : {add(QStringLiteral("logs"), tr("Logs"), tr("Logs (Alt+1)")),
               add(QStringLiteral("dashboards"), tr("Dash"), tr("Dashboards (Alt+2)")),
               add(QStringLiteral("alerts"), tr("Alerts"), tr("Alerts (Alt+3)")),
               add(QStringLiteral("sources"), tr("Sources"), tr("Sources (Alt+4)"))})
        addPage(button);
    layout->addStretch();
    addPage(add(QStringLiteral("settings"), tr("Settings"), tr("Settings (Alt+5)")));
    connect(&m_theme, &Theme::changed, this, [this] {
        for (Button* button : m_pages)
            button->updateGeometry();
        update();
    });
}

Rail::Button* Rail::add(const QString& iconName, const QString& text, const QString& tip)
{
    return new Button(m_theme, iconName, text, tip, this);
}

void Rail::setCurrent(Navigator::Page page)
{
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        m_pages[i]->setChecked(i == static_cast<std::size_t>(page));
}

void Rail::setBadge(Navigator::Page page, std::uint64_t count)
{
    m_pages[static_cast<std::size_t>(page)]->setBadge(count);
}

void Rail::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.panel);
    painter.fillRect(width() - 1, 0, 1, height(), colors.line);
    const int size = m_theme.scaled(28);
    painter.drawPixmap(
        (width() - size) / 2, m_theme.scaled(11),
        iconPixmap(QStringLiteral("weir-mark"), colors.accent, size, devicePixelRatioF()));
}

} // namespace weir
