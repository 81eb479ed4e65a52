// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcebanners.h"

#include "ui/models/format.h"
#include "ui/sources/sourcewords.h"
#include "ui/widgets/banner.h"

#include <QBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostTroubles = 3;

} // namespace

SourceBanners::SourceBanners(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_note(new Banner)
    , m_refusal(new Banner)
    , m_troubles(mostTroubles)
{
    m_layout->setSpacing(8);
    m_layout->addWidget(m_note);
    m_layout->addWidget(m_refusal);
    for (Trouble& trouble : m_troubles) {
        trouble.banner = new Banner;
        m_layout->addWidget(trouble.banner);
        connect(trouble.banner, &Banner::pressed, this,
                [this, &trouble] { emit sourceWanted(trouble.name, trouble.isStalled); });
    }
    connect(m_note, &Banner::pressed, this, &SourceBanners::notePressed);
    fit();
}

void SourceBanners::setSources(const std::vector<SourceStatus>& sources)
{
    std::size_t used = 0;
    for (const SourceStatus& source : sources) {
        if (used >= mostTroubles || !isTroubled(source.state))
            continue;
        Trouble& trouble = m_troubles[used++];
        trouble.name = source.name;
        trouble.isStalled = source.state == SourceState::Stalled;
        trouble.banner->show(
            {source.state == SourceState::Failed ? Banner::Level::Error : Banner::Level::Warning,
             plainText(source.name, 100),
             source.lastError.empty() ? tr("No reason is known.")
                                      : sentence(plainText(source.lastError, 600)),
             trouble.isStalled ? tr("Show") : tr("Edit")});
    }
    for (std::size_t i = used; i < mostTroubles; ++i)
        m_troubles[i].banner->clear();
    fit();
}

void SourceBanners::note(const QString& subject, const QString& text, Offer offer)
{
    m_offer = offer;
    m_note->show({Banner::Level::Note, subject, text,
                  offer == Offer::Undo             ? tr("Undo")
                      : offer == Offer::BackToForm ? tr("Back to the form")
                                                   : QString()});
    fit();
}

void SourceBanners::noteFailedUndo(const QString& subject, const QString& text)
{
    m_offer = Offer::Undo;
    m_note->show({Banner::Level::Error, subject, text, tr("Try again")});
    fit();
}

void SourceBanners::refuse(const QString& subject, const QString& text)
{
    m_refusal->show({Banner::Level::Error, subject, text, {}});
    fit();
}

void SourceBanners::clearRefusal()
{
    m_refusal->clear();
    fit();
}

void SourceBanners::clearNotes()
{
    m_offer = Offer::None;
    m_note->clear();
    clearRefusal();
}

void SourceBanners::notePressed()
{
    const Offer offer = std::exchange(m_offer, Offer::None);
    m_note->clear();
    fit();
    if (offer == Offer::BackToForm)
        emit formWanted();
    else if (offer == Offer::Undo)
        emit undoWanted();
}

void SourceBanners::fit()
{
    const bool hasTrouble = std::ranges::any_of(
        m_troubles, [](const Trouble& trouble) { return !trouble.banner->isHidden(); });
    const bool hasBanner = hasTrouble || !m_note->isHidden() || !m_refusal->isHidden();
    m_layout->setContentsMargins(12, hasBanner ? 10 : 0, 12, hasBanner ? 6 : 0);
    setHidden(!hasBanner);
}

} // namespace weir
