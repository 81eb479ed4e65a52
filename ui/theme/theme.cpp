// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/stylesheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>

#include <algorithm>

namespace weir {

namespace {

QFont fontOf(const QString& family, QFontDatabase::SystemFont fallback, int pixels)
{
    QFont font =
        QFontDatabase::hasFamily(family) ? QFont(family) : QFontDatabase::systemFont(fallback);
    font.setPixelSize(pixels);
    // Hinted to whole pixels, text of this size turns heavy and uneven.
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QPalette paletteOf(const Colors& c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.panel);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.window);
    p.setColor(QPalette::AlternateBase, c.panel);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.text3);
    p.setColor(QPalette::Button, c.panel);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.error());
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.text);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::Light, c.raised);
    p.setColor(QPalette::Midlight, c.raised);
    p.setColor(QPalette::Mid, c.strongLine);
    p.setColor(QPalette::Dark, c.line);
    p.setColor(QPalette::Shadow, c.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.text3);
    return p;
}

} // namespace

Theme::Theme(QApplication& application, QObject* parent)
    : QObject(parent)
    , m_application(application)
    // QStyleHints::colorScheme() is Qt 6.5; the luminance of the platform's palette tells as much.
    , m_paletteIsDark(application.palette().color(QPalette::Window).lightness() < 128)
    , m_systemIsDark(m_paletteIsDark)
    , m_dark(m_systemIsDark)
    , m_zoom(application)
{
    m_application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    makeFonts();
    apply();
}

void Theme::makeFonts()
{
    m_uiFont = fontOf(QStringLiteral("Inter"), QFontDatabase::GeneralFont, scaled(m_sizes.ui));
    m_eventFont =
        fontOf(QStringLiteral("JetBrains Mono"), QFontDatabase::FixedFont, scaled(m_sizes.events));
    m_eventFont.setFixedPitch(true);
    // A log line is text, not typography: `!=` and `->` are shown as they were written.
    m_eventFont.setStyleStrategy(QFont::PreferNoShaping);
}

int Theme::scaled(int pixels) const
{
    return qRound(pixels * zoom() / 100.0);
}

QFont Theme::uiFont(int pixels) const
{
    QFont font = m_uiFont;
    // Small and large texts go with the size that the person has chosen for all.
    font.setPixelSize(scaled(pixels + m_sizes.ui - FontSizes().ui));
    return font;
}

QFont Theme::groupTitleFont() const
{
    QFont font = uiFont(11);
    font.setWeight(QFont::Medium);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    return font;
}

QFont Theme::titleFont() const
{
    QFont font = uiFont(15);
    font.setWeight(QFont::DemiBold);
    return font;
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    applyMode();
}

void Theme::setSystemIsDark(std::optional<bool> dark)
{
    m_systemIsDark = dark.value_or(m_paletteIsDark);
    applyMode();
}

void Theme::setZoom(int percent)
{
    const int wanted = std::clamp(percent, leastZoom, mostZoom);
    if (wanted == zoom())
        return;
    m_percent = wanted;
    makeFonts();
    apply();
    emit changed();
}

void Theme::setFontSizes(FontSizes sizes)
{
    if (sizes == m_sizes)
        return;
    m_sizes = sizes;
    makeFonts();
    apply();
    emit changed();
}

void Theme::applyMode()
{
    const bool dark = m_mode == Mode::System ? m_systemIsDark : m_mode == Mode::Dark;
    if (dark == m_dark)
        return;
    m_dark = dark;
    apply();
    emit changed();
}

void Theme::apply()
{
    m_application.setFont(m_uiFont);
    m_application.setPalette(paletteOf(colors()));
    m_zoom.restyle(styleSheet(colors(), zoom()));
    m_zoom.setPercent(zoom());
}

} // namespace weir
