// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcedetails.h"

#include "ui/models/collectorclient.h"
#include "ui/models/format.h"
#include "ui/models/sourcemodel.h"
#include "ui/sources/probeview.h"
#include "ui/sources/sourcewords.h"
#include "ui/sources/tomlview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t mostLines = 12;
constexpr qsizetype longestPlace = 30;

/// Over several lines, and a word that is longer than the panel is cut rather than widening it.
void wrap(QLabel* label)
{
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

/// The whole place stands in the tree; here its end tells one from the other.
QString shortPlace(const std::string& topic, const std::string& path, std::int32_t partition)
{
    const QString place = placeText(topic, path, partition);
    return place.size() <= longestPlace ? place : QChar(0x2026) + place.right(longestPlace - 1);
}

/// In messages, of files in bytes.
QString lagText(const SourceStatus& source)
{
    if (source.lag)
        return groupedNumber(*source.lag);
    const auto bytes = bytesBehind(source);
    return bytes ? bytesText(*bytes) : SourceDetails::tr("cannot be known");
}

} // namespace

SourceDetails::SourceDetails(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    const Theme& theme = context.theme;
    const auto grid = [&](const QString& title) {
        return new FactGrid(title, theme.groupTitleFont(), theme.eventFont());
    };
    m_facts = grid(tr("Now"));
    m_positions = grid(tr("Positions"));
    m_gaps = grid(tr("Gaps"));
    m_note = new PlainLabel({}, "label");
    wrap(m_note);
    m_error = new PlainLabel({}, "warn");
    wrap(m_error);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_tomlTitle = new PlainLabel(tr("What stands in weir.toml"), "label");
    m_tomlTitle->setFont(theme.groupTitleFont());
    m_toml = new TomlView(context.theme);
    m_probe = new ProbeView(theme, context.probe);
    m_action = new PositionAction(theme, context.client, context.actions);

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(6);
    for (QWidget* widget : {makeHead(), makeButtons(), static_cast<QWidget*>(m_action),
                            static_cast<QWidget*>(m_error), static_cast<QWidget*>(m_note)})
        layout->addWidget(widget);
    for (QWidget* section : {static_cast<QWidget*>(m_facts), static_cast<QWidget*>(m_positions),
                             static_cast<QWidget*>(m_gaps), static_cast<QWidget*>(m_probe)}) {
        section->setContentsMargins(0, 8, 0, 0);
        layout->addWidget(section);
    }
    m_tomlTitle->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(m_tomlTitle);
    layout->addWidget(m_toml);
    layout->addStretch(1);

    QScrollArea* scroll = scrolledDown(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(scroll, 1);
    all->addWidget(makeFoot());
    setToml({});
}

QWidget* SourceDetails::makeHead()
{
    m_name = new PlainLabel;
    m_name->setFont(m_context.theme.titleFont());
    m_kind = new PlainLabel({}, "label");
    wrap(m_name);
    wrap(m_kind);
    auto* head = new QWidget;
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(m_name);
    layout->addWidget(m_kind);
    return head;
}

QWidget* SourceDetails::makeButtons()
{
    using What = PositionAction::What;
    m_pause = new QPushButton(tr("Pause"));
    m_position = new QPushButton(tr("Rewind ▾"));
    m_edit = new QPushButton(tr("Edit"));
    m_more = new QPushButton(QStringLiteral("⋯"));
    m_more->setAccessibleName(tr("More"));
    connect(m_pause, &QPushButton::clicked, this, [this] { emit pauseWanted(!m_isPaused); });
    connect(m_edit, &QPushButton::clicked, this, &SourceDetails::editWanted);
    auto* positions = new QMenu(m_position);
    positions->addAction(tr("Rewind to a time or an offset"), this,
                         [this] { openAction(What::Rewind); });
    m_skip = positions->addAction(tr("Skip the stalled position"), this,
                                  [this] { openAction(What::Skip); });
    m_position->setMenu(positions);
    auto* more = new QMenu(m_more);
    more->addAction(tr("Show its events"), this, &SourceDetails::logsWanted);
    m_browse = more->addAction(tr("Browse its cluster"), this, &SourceDetails::browseWanted);
    more->addSeparator();
    m_remove = more->addAction(tr("Take it out of weir.toml"), this, &SourceDetails::removalWanted);
    m_more->setMenu(more);
    auto* row = new QWidget;
    auto* layout = new FlowLayout(row); // words of another language may need a second line
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QPushButton* button : {m_pause, m_position, m_edit, m_more})
        layout->addWidget(button);
    return row;
}

QWidget* SourceDetails::makeFoot()
{
    m_test = new QPushButton(tr("Test connection"));
    auto* foot = new QWidget;
    foot->setProperty("role", QStringLiteral("statusbar"));
    foot->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->addWidget(m_test);
    layout->addStretch(1);
    // A button that is disabled while it runs would give the focus to another one.
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (!m_probe->isRunning())
            m_probe->test(QString::fromStdString(m_place.source));
    });
    foot->setHidden(m_context.probe == nullptr);
    return foot;
}

void SourceDetails::show(const SourceStatus& source, const PositionAction::Place& place)
{
    if (place.source != m_place.source)
        m_probe->reset();
    m_place = place;
    m_action->setPlace(place);
    m_isPaused = source.state == SourceState::Paused;
    const bool isWhole = place.topic.empty() && place.partition < 0;
    m_name->setText(isWhole ? plainText(source.name, 200)
                            : placeText(place.topic, {}, place.partition));
    m_kind->setText(isWhole ? kindWord(source.kind)
                            : (place.partition >= 0 ? tr("partition of %1") : tr("topic of %1"))
                                  .arg(plainText(source.name, 60)));
    m_note->setText(plainText(source.note, 600));
    m_note->setHidden(source.note.empty() || !isWhole);
    m_error->setText(plainText(source.lastError, 600));
    m_error->setHidden(source.lastError.empty());
    showButtons(source);
    if (isWhole)
        showFacts(source);
    else
        showPlaceFacts(source);
    showPositions(source);
    showGaps(source);
}

void SourceDetails::showButtons(const SourceStatus& source)
{
    const bool isConnected = m_context.client.connection() == CollectorClient::Connection::Connected;
    m_pause->setText(m_isPaused ? tr("Resume") : tr("Pause"));
    m_pause->setEnabled(isConnected && source.state != SourceState::Ended);
    m_position->setVisible(source.kind == "kafka"); // nothing else keeps what was
    m_position->setEnabled(isConnected);
    m_skip->setEnabled(m_place.partition >= 0);
    m_browse->setVisible(source.kind == "kafka" && m_context.probe != nullptr);
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
        {tr("lag"), lagText(source), false},
        {tr("dropped"), groupedNumber(source.dropped), false},
        {tr("undecodable"), groupedNumber(source.undecodable), false},
        {tr("quarantined"), source.quarantined > 0 ? groupedNumber(source.quarantined) : QString(),
         false},
    });
}

bool SourceDetails::isHere(const std::string& topic, std::int32_t partition) const
{
    return (m_place.topic.empty() || topic == m_place.topic)
        && (m_place.partition < 0 || partition == m_place.partition);
}

/// Of a topic or of a partition: what its positions say.
void SourceDetails::showPlaceFacts(const SourceStatus& source)
{
    std::int64_t lag = 0;
    bool isLagKnown = true;
    std::int64_t next = 0;
    std::int64_t end = 0;
    std::uint64_t partitions = 0;
    for (const PositionStatus& position : source.positions) {
        if (!isHere(position.topic, position.partition))
            continue;
        ++partitions;
        next += position.next;
        isLagKnown = isLagKnown && position.end;
        end += position.end.value_or(position.next);
        lag += std::max<std::int64_t>(0, position.end.value_or(position.next) - position.next);
    }
    const bool isOne = m_place.partition >= 0;
    m_facts->setFacts({
        {tr("state"), stateWord(source.state), false},
        {tr("partitions"), isOne ? QString() : groupedNumber(partitions), false},
        {tr("indexed to"),
         !isOne ? QString()
             : isLagKnown ? tr("%1 of %2").arg(offsetText(next), offsetText(end))
                          : offsetText(next),
         false},
        {tr("lag"), isLagKnown ? offsetText(lag) : tr("cannot be known"), false},
    });
}

void SourceDetails::showPositions(const SourceStatus& source)
{
    std::vector<FactGrid::Fact> facts;
    std::size_t left = 0;
    for (const PositionStatus& position : source.positions) {
        if (m_place.partition >= 0 || !isHere(position.topic, position.partition))
            continue;
        if (facts.size() == mostLines) {
            ++left;
            continue;
        }
        QString text = position.path.empty()
            ? offsetText(position.next)
            : bytesText(static_cast<std::uint64_t>(std::max<std::int64_t>(0, position.next)));
        if (position.end)
            text = tr("%1 of %2").arg(text,
                                      position.path.empty()
                                          ? offsetText(*position.end)
                                          : bytesText(static_cast<std::uint64_t>(
                                              std::max<std::int64_t>(0, *position.end))));
        facts.push_back({shortPlace(position.topic, position.path, position.partition), text, false});
    }
    if (left > 0)
        facts.push_back({tr("more"), tr("%1 in the list").arg(left), false});
    m_positions->setFacts(std::move(facts));
}

void SourceDetails::showGaps(const SourceStatus& source)
{
    std::vector<FactGrid::Fact> facts;
    std::size_t left = 0;
    for (auto gap = source.gaps.rbegin(); gap != source.gaps.rend(); ++gap) { // newest first
        if (!isHere(gap->topic, gap->partition))
            continue;
        if (facts.size() == mostLines) {
            ++left;
            continue;
        }
        const QString place = shortPlace(gap->topic, {}, gap->partition);
        facts.push_back({place.isEmpty() ? tr("gap") : place, gapText(*gap), false});
    }
    if (left > 0)
        facts.push_back({tr("more"), tr("%1 under Gaps").arg(left), false});
    m_gaps->setFacts(std::move(facts));
}

void SourceDetails::setToml(const std::string& text)
{
    m_isInFile = !text.empty();
    m_tomlTitle->setHidden(!m_isInFile);
    m_toml->setToml(text);
    m_edit->setEnabled(m_isInFile);
    m_remove->setEnabled(m_isInFile);
    m_test->setEnabled(m_isInFile);
}

void SourceDetails::openAction(PositionAction::What what)
{
    m_action->open(what, m_place);
}

} // namespace weir
