// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcedetails.h"

#include "ui/collectorclient.h"
#include "ui/models/format.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr std::size_t mostLines = 12;

QString signedNumber(std::int64_t number)
{
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(number));
}

QString placeText(const std::string& topic, const std::string& path, std::int32_t partition)
{
    QString text = plainText(topic.empty() ? path : topic, 200);
    if (partition >= 0)
        text += QStringLiteral(" / ") + QString::number(partition);
    return text;
}

/// The stored words of Gap::Reason as a person says them.
QString reasonText(const std::string& reason)
{
    QString text = plainText(reason, 100);
    return text.replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

SourceDetails::SourceDetails(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_name(new PlainLabel)
    , m_kind(new PlainLabel({}, "label"))
    , m_pause(new QPushButton(tr("Pause")))
    , m_note(new PlainLabel({}, "label"))
    , m_facts(new FactGrid(tr("Source"), context.theme.groupTitleFont(), context.theme.eventFont()))
    , m_positions(
          new FactGrid(tr("Positions"), context.theme.groupTitleFont(), context.theme.eventFont()))
    , m_gaps(new FactGrid(tr("Gaps"), context.theme.groupTitleFont(), context.theme.eventFont()))
    , m_tomlTitle(new PlainLabel(tr("What stands in weir.toml"), "label"))
    , m_toml(new QPlainTextEdit)
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    m_name->setFont(context.theme.titleFont());
    m_name->setWordWrap(true);
    m_note->setWordWrap(true);
    m_tomlTitle->setFont(context.theme.groupTitleFont());
    m_toml->setReadOnly(true);
    m_toml->setFont(context.theme.eventFont());
    m_toml->setAccessibleName(tr("What stands in weir.toml"));
    m_toml->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_toml->setLineWrapMode(QPlainTextEdit::NoWrap);
    connect(m_pause, &QPushButton::clicked, this, [this] { emit pauseWanted(!m_isPaused); });

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_name);
    head->addWidget(m_kind, 1);
    head->addWidget(m_pause);
    layout->addLayout(head);
    layout->addWidget(m_note);
    for (QWidget* section : {static_cast<QWidget*>(m_facts), static_cast<QWidget*>(m_positions),
                             static_cast<QWidget*>(m_gaps)}) {
        layout->addSpacing(8);
        layout->addWidget(section);
    }
    layout->addSpacing(8);
    layout->addWidget(m_tomlTitle);
    layout->addWidget(m_toml);
    layout->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);
}

void SourceDetails::show(const SourceStatus& source)
{
    m_isPaused = source.state == SourceState::Paused;
    m_name->setText(plainText(source.name, 200));
    m_kind->setText(kindWord(source.kind));
    m_pause->setText(m_isPaused ? tr("Resume") : tr("Pause"));
    m_pause->setEnabled(m_context.client.connection() == CollectorClient::Connection::Connected
                        && source.state != SourceState::Ended);
    m_note->setText(plainText(source.note, 600));
    m_note->setHidden(source.note.empty());
    showFacts(source);
    showPositions(source);
    showGaps(source);
}

void SourceDetails::showFacts(const SourceStatus& source)
{
    m_facts->setFacts({
        {tr("state"), stateWord(source.state), false},
        {tr("events"),
         tr("%1 indexed, %2 a second")
             .arg(groupedNumber(source.events), rateNumber(source.eventsPerSecond)),
         false},
        {tr("received"), bytesText(source.bytes), false},
        {tr("lag"), source.lag ? groupedNumber(*source.lag) : tr("cannot be known"), false},
        {tr("dropped"), groupedNumber(source.dropped), false},
        {tr("undecodable"), groupedNumber(source.undecodable), false},
        {tr("quarantined"), source.quarantined > 0 ? groupedNumber(source.quarantined) : QString(),
         false},
        {tr("last error"), plainText(source.lastError, 600), false},
    });
}

void SourceDetails::showPositions(const SourceStatus& source)
{
    std::vector<FactGrid::Fact> facts;
    const std::size_t shown = std::min(mostLines, source.positions.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const PositionStatus& position = source.positions[i];
        QString text = tr("next %1").arg(signedNumber(position.next));
        if (position.end)
            text += tr(" of %1").arg(signedNumber(*position.end));
        facts.push_back(
            {placeText(position.topic, position.path, position.partition), text, false});
    }
    if (shown < source.positions.size())
        facts.push_back(
            {tr("more"), tr("%1 in the list").arg(source.positions.size() - shown), false});
    m_positions->setFacts(std::move(facts));
}

void SourceDetails::showGaps(const SourceStatus& source)
{
    std::vector<FactGrid::Fact> facts;
    const std::size_t shown = std::min(mostLines, source.gaps.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const GapStatus& gap = source.gaps[source.gaps.size() - 1 - i]; // newest first
        QString text = reasonText(gap.reason);
        if (gap.count > 0)
            text += tr(": %1").arg(eventsText(gap.count, groupedNumber(gap.count)));
        if (gap.from && gap.to)
            text += tr(", offsets %1–%2").arg(signedNumber(*gap.from), signedNumber(*gap.to));
        const QString place = placeText(gap.topic, {}, gap.partition);
        facts.push_back({place.isEmpty() ? tr("gap") : place, text, false});
    }
    if (shown < source.gaps.size())
        facts.push_back({tr("more"), groupedNumber(source.gaps.size() - shown), false});
    m_gaps->setFacts(std::move(facts));
}

void SourceDetails::setToml(const QString& text)
{
    m_tomlTitle->setHidden(text.isEmpty());
    m_toml->setHidden(text.isEmpty());
    if (m_toml->toPlainText() == text)
        return;
    m_toml->setPlainText(text);
    const int lines = std::max(1, m_toml->document()->blockCount());
    const int lineHeight = static_cast<int>(std::ceil(QFontMetricsF(m_toml->font()).lineSpacing()));
    // Room for the scroll bar below the last line, whether it is there or not.
    const int scrollBar = m_toml->horizontalScrollBar()->sizeHint().height();
    m_toml->setFixedHeight(lines * lineHeight + 18 + scrollBar);
}

} // namespace weir
