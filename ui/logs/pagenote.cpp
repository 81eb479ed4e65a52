// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/pagenote.h"

#include "ui/widgets/banner.h"

#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace weir {

namespace {

/// Long enough to read two lines and to press a button.
constexpr auto shownFor = std::chrono::seconds(12);

} // namespace

PageNote::PageNote(QWidget* parent)
    : QWidget(parent)
    , m_banner(new Banner)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(m_banner);
    m_end.setSingleShot(true);
    m_end.setInterval(shownFor);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    connect(m_banner, &Banner::pressed, this, [this] {
        m_end.stop();
        hide();
        if (const auto undo = std::exchange(m_undo, {}))
            undo();
    });
    hide();
}

void PageNote::say(const QString& sentence)
{
    offer(sentence, tr("Close"), {});
}

void PageNote::offer(const QString& sentence, const QString& button, std::function<void()> undo)
{
    m_undo = std::move(undo);
    m_banner->show({Banner::Level::Note, {}, sentence, button});
    show();
    m_end.start();
}

QString PageNote::sentence() const
{
    return isHidden() ? QString() : m_banner->problem().text;
}

} // namespace weir
