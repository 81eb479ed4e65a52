// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/framestatsoverlay.h"

#include "ui/framestats.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

namespace weir {

namespace {

constexpr int refreshMs = 500;
constexpr int margin = 8;

} // namespace

FrameStatsOverlay::FrameStatsOverlay(FrameStats& stats, const Theme& theme, QWidget* window)
    : QObject(window)
    , m_stats(stats)
    , m_label(new PlainLabel({}, "hint", window))
{
    m_label->setObjectName(QStringLiteral("frameStats"));
    m_label->setFont(theme.eventFont());
    m_label->setAccessibleName(tr("Frame statistics"));
    m_label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label->setAutoFillBackground(true);
    m_label->setMargin(margin);
    m_label->hide();
    m_clock.setInterval(refreshMs);
    connect(&m_clock, &QTimer::timeout, this, &FrameStatsOverlay::refresh);
}

void FrameStatsOverlay::toggle()
{
    m_label->setHidden(!m_label->isHidden());
    if (m_label->isHidden()) {
        m_clock.stop();
        return;
    }
    m_stats.measureEvents();
    m_clock.start();
    refresh();
}

void FrameStatsOverlay::refresh()
{
    m_label->setText(m_stats.summary());
    m_label->adjustSize();
    m_label->move(m_label->parentWidget()->width() - m_label->width() - margin, margin);
    m_label->raise();
}

} // namespace weir
