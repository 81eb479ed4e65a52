// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/overviewstrip.h"

#include "ui/logs/markstrength.h"
#include "ui/models/zones.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace weir {

namespace {

constexpr int stripWidth = 12;
constexpr int markHeight = 2; ///< a single match can be seen
constexpr int reach = 2; ///< pixels beside a mark that still hit it

} // namespace

OverviewStrip::OverviewStrip(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("overviewStrip"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview: warnings, errors, matches and bookmarks in the whole result"));
    connect(&theme, &Theme::changed, this, [this] {
        m_picture = {};
        updateGeometry();
        update();
    });
}

QSize OverviewStrip::sizeHint() const
{
    return {m_theme.scaled(stripWidth), m_theme.scaled(40)};
}

void OverviewStrip::setContent(Content content)
{
    m_content = std::move(content);
    computeMarks();
    update();
}

void OverviewStrip::resizeEvent(QResizeEvent*)
{
    computeMarks();
}

int OverviewStrip::heightOf(std::uint64_t fromEnd) const
{
    const auto fromTop = static_cast<double>(m_content.rows - 1 - std::min(fromEnd, m_content.rows - 1));
    return std::min(height() - 1,
                    static_cast<int>(fromTop / static_cast<double>(m_content.rows) * height()));
}

std::uint64_t OverviewStrip::rowAt(int y) const
{
    const double share = (std::clamp(y, 0, std::max(0, height() - 1)) + 0.5) / std::max(1, height());
    const auto fromTop = static_cast<std::uint64_t>(share * static_cast<double>(m_content.rows));
    return m_content.rows - 1 - std::min(fromTop, m_content.rows - 1);
}

void OverviewStrip::mark(std::uint64_t fromEnd, Kind kind, float count)
{
    if (fromEnd < m_content.rows) // not older than what the list shows
        m_counts[static_cast<std::size_t>(kind)][static_cast<std::size_t>(heightOf(fromEnd))] += count;
}

/// Where in a bucket its rows lie is not known: as many marks as there are, evenly, so that few of
/// them do not look like many. Mostly all of a bucket is less than a pixel.
void OverviewStrip::spread(const ResultMap::CountedBucket& bucket, std::uint64_t count, Kind kind)
{
    const std::uint64_t newest = m_content.matches->total() - bucket.firstRow - bucket.rows;
    if (count == 0 || newest >= m_content.rows)
        return;
    const int pixels = heightOf(newest) - heightOf(newest + bucket.rows - 1) + 1;
    const std::uint64_t marks = std::min(count, static_cast<std::uint64_t>(pixels));
    for (std::uint64_t i = 0; i < marks; ++i) {
        const std::uint64_t row = newest + bucket.rows * (2 * i + 1) / (2 * marks);
        mark(row, kind, static_cast<float>(count) / static_cast<float>(marks));
    }
}

void OverviewStrip::markBuckets()
{
    const auto buckets = m_content.matches->countedBuckets();
    const auto countOf = [](const SeverityCounts& counts, SeverityClass severity) {
        return counts[static_cast<std::size_t>(severity)];
    };
    for (const auto& bucket : buckets) {
        spread(bucket, countOf(bucket.counts, SeverityClass::Warn), Kind::Warning);
        spread(bucket,
               countOf(bucket.counts, SeverityClass::Error)
                   + countOf(bucket.counts, SeverityClass::Fatal),
               Kind::Error);
    }
    if (!m_content.found)
        return;
    // Both ascend by time; what is found lies in a bucket of the view, be it a coarser one.
    auto at = buckets.begin();
    for (const auto& found : m_content.found->countedBuckets()) {
        while (std::next(at) < buckets.end() && std::next(at)->start <= found.start)
            ++at;
        if (at != buckets.end())
            spread(*at, found.rows, Kind::Found);
    }
}

void OverviewStrip::markExactly()
{
    for (const NotableRows::Row& row : m_content.exact->rows) {
        const std::uint64_t fromEnd = m_content.exact->total - 1 - row.number;
        if (row.severity == SeverityClass::Warn)
            mark(fromEnd, Kind::Warning);
        else if (row.severity > SeverityClass::Warn)
            mark(fromEnd, Kind::Error);
        if (row.isFound)
            mark(fromEnd, Kind::Found);
    }
}

void OverviewStrip::computeMarks()
{
    m_picture = {};
    for (Counts& counts : m_counts)
        counts.assign(static_cast<std::size_t>(std::max(0, height())), 0);
    if (!m_content.matches || m_content.rows == 0 || height() <= 0)
        return;
    if (m_content.exact)
        markExactly();
    else
        markBuckets();
    const ResultMap& matches = *m_content.matches;
    for (const EventKey& key : m_content.bookmarks) {
        const std::uint64_t after = matches.total() - std::min(matches.total(), matches.rowsBefore(key.time));
        mark(after, Kind::Bookmark);
    }
}

void OverviewStrip::draw(QPainter& painter, Kind kind, const QColor& color, int left, int right) const
{
    const Counts& counts = countsOf(kind);
    const auto perPixel =
        static_cast<double>(m_content.rows) / static_cast<double>(std::max(1, height()));
    const auto strengths = markStrengths(counts, perPixel);
    // Where most rows have a mark they would cover each other.
    const int high = perPixel > markHeight ? 1 : markHeight;
    for (std::size_t y = 0; y < counts.size(); ++y) {
        if (counts[y] == 0)
            continue;
        QColor shade = color;
        if (kind != Kind::Bookmark)
            shade.setAlphaF(strengths[y]);
        painter.fillRect(left, static_cast<int>(y), right - left, high, shade);
    }
}

void OverviewStrip::paintMarks()
{
    const Colors& colors = m_theme.colors();
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(colors.panel);
    QPainter painter(&m_picture);
    const int half = width() / 2;
    // Severity on the left, matches on the right: one never hides the other.
    draw(painter, Kind::Warning, colors.markOf(SeverityClass::Warn), 1, half);
    draw(painter, Kind::Error, colors.markOf(SeverityClass::Error), 1, half);
    draw(painter, Kind::Found, colors.accent, half + 1, width() - 1);
    draw(painter, Kind::Bookmark, colors.series[1], half - 2, half + 3);
}

void OverviewStrip::paintEvent(QPaintEvent*)
{
    if (m_picture.isNull() || m_picture.devicePixelRatio() != devicePixelRatioF())
        paintMarks();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (m_content.selected && m_content.rows > 0)
        painter.fillRect(0, heightOf(*m_content.selected), width(), m_theme.scaled(markHeight),
                         m_theme.colors().text);
}

bool OverviewStrip::isMarkedNear(int y, Kind kind) const
{
    const Counts& counts = countsOf(kind);
    for (int at = std::max(0, y - reach); at <= y + reach; ++at) {
        const auto pixel = static_cast<std::size_t>(at);
        if (pixel < counts.size() && counts[pixel] > 0)
            return true;
    }
    return false;
}

OverviewStrip::Kind OverviewStrip::kindAt(int y) const
{
    for (const Kind kind : {Kind::Bookmark, Kind::Found, Kind::Error, Kind::Warning}) {
        if (isMarkedNear(y, kind))
            return kind;
    }
    return Kind::None;
}

void OverviewStrip::mousePressEvent(QMouseEvent* event)
{
    const int y = static_cast<int>(event->position().y());
    if (event->button() == Qt::LeftButton && m_content.rows > 0)
        emit rowWanted(rowAt(y), kindAt(y));
}

QString OverviewStrip::textAt(int y) const
{
    if (!m_content.matches || m_content.rows == 0)
        return {};
    const std::uint64_t total = m_content.matches->total();
    const std::uint64_t fromEnd = rowAt(y);
    QStringList lines;
    if (fromEnd < total)
        lines << dateAndClockText(m_content.matches->bucketOfRow(total - 1 - fromEnd).start,
                                  m_content.zone);
    const auto add = [&](Kind kind, const QString& text) {
        if (isMarkedNear(y, kind))
            lines << text;
    };
    add(Kind::Error, tr("errors"));
    add(Kind::Warning, tr("warnings"));
    add(Kind::Found, tr("matches of what is looked for"));
    add(Kind::Bookmark, tr("a bookmark"));
    return lines.join(QStringLiteral(" · "));
}

bool OverviewStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto& help = *static_cast<QHelpEvent*>(event);
    QToolTip::showText(help.globalPos(), textAt(help.pos().y()), this);
    return true;
}

} // namespace weir
