// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/statisticspanel.h"

#include "ui/logs/histogramview.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

StatisticsPanel::StatisticsPanel(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_hint(new PlainLabel({}, "hint"))
    , m_fields(new QComboBox)
    , m_histogram(new HistogramView(theme))
    , m_facts(new FactGrid(tr("Numbers"), theme.groupTitleFont(), theme.eventFont()))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(10);
    m_fields->setAccessibleName(tr("Field with numbers"));
    m_fields->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_hint->setWordWrap(true);
    column->addWidget(m_fields);
    column->addWidget(m_hint);
    column->addWidget(m_histogram);
    column->addWidget(makeScales());
    column->addWidget(m_facts);
    column->addStretch(1);
    connect(m_fields, &QComboBox::activated, this,
            [this](int index) { setField(m_fields->itemData(index).toString().toStdString()); });
    connect(m_histogram, &HistogramView::boundsWanted, this,
            [this](double from, double to) { emit boundsWanted(m_field, from, to); });
    refresh();
}

QWidget* StatisticsPanel::makeScales()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* group = new QButtonGroup(row);
    const auto add = [&](const QString& text) {
        auto* button = new QPushButton(text);
        button->setProperty("role", QStringLiteral("segment"));
        button->setCheckable(true);
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QPushButton::toggled, this, &StatisticsPanel::refresh);
        return button;
    };
    m_linear = add(tr("Linear"));
    m_logarithmic = add(tr("By magnitude"));
    layout->addStretch(1);
    m_linear->setChecked(true);
    return row;
}

void StatisticsPanel::setFields(const Facets& facets)
{
    if (m_fields->view()->isVisible())
        return; // somebody is choosing
    std::vector<std::string> fields;
    for (const Facets::Field& field : facets.fields) {
        if (field.hasNumbers)
            fields.push_back(field.name);
    }
    const auto stays = [&](const std::string& field) {
        if (!field.empty() && std::ranges::find(fields, field) == fields.end())
            fields.push_back(field);
    };
    for (const std::string& field : facets.isComplete ? std::vector<std::string>{} : m_offered)
        stays(field);
    stays(m_field);
    offer(fields);
}

void StatisticsPanel::offer(const std::vector<std::string>& fields)
{
    if (fields == m_offered)
        return;
    m_offered = fields;
    m_fields->clear();
    for (const std::string& field : fields)
        m_fields->addItem(shownFieldName(field), QString::fromStdString(field));
    m_fields->setCurrentIndex(m_fields->findData(QString::fromStdString(m_field)));
    refresh();
}

void StatisticsPanel::setField(const std::string& field)
{
    if (field == m_field || field.empty())
        return;
    m_field = field;
    std::vector<std::string> fields = m_offered;
    if (std::ranges::find(fields, field) == fields.end())
        fields.push_back(field);
    offer(fields);
    m_fields->setCurrentIndex(m_fields->findData(QString::fromStdString(field)));
    m_statistics.reset();
    refresh();
    emit fieldChanged(m_field);
}

void StatisticsPanel::setStatistics(NumberStatistics statistics)
{
    if (statistics.field != m_field)
        return;
    m_statistics = std::move(statistics);
    refresh();
}

void StatisticsPanel::setOfEarlier(bool isEarlier)
{
    m_isOfEarlier = isEarlier;
    refresh();
}

void StatisticsPanel::refresh()
{
    const bool hasNumbers = m_statistics && m_statistics->count > 0;
    m_logarithmic->setEnabled(hasNumbers && !m_statistics->logarithmic.empty());
    const bool byMagnitude = m_logarithmic->isChecked() && m_logarithmic->isEnabled();
    const bool isPartial = m_statistics && !m_statistics->isComplete;
    if (m_fields->count() == 0)
        m_hint->setText(tr("No field with numbers has been seen yet."));
    else if (m_field.empty())
        m_hint->setText(tr("Choose a field."));
    else if (isPartial && m_statistics->blocksTotal > 0)
        m_hint->setText(tr("%1 % scanned, the newest first")
                            .arg(m_statistics->blocksDone * 100 / m_statistics->blocksTotal));
    else if (m_statistics && !hasNumbers)
        m_hint->setText(tr("No event of the result has a number there."));
    else if (hasNumbers && m_isOfEarlier)
        m_hint->setText(tr("These are the figures of the last result."));
    else if (hasNumbers)
        m_hint->setText(tr("Of the whole result. Drag over bars to filter by them."));
    else
        m_hint->setText(tr("Being counted."));
    m_histogram->setEnabled(hasNumbers);
    if (!hasNumbers) {
        m_histogram->setBars({}, false);
        m_facts->setFacts({});
        return;
    }
    const NumberStatistics& s = *m_statistics;
    m_histogram->setBars(byMagnitude ? s.logarithmic : s.linear, isPartial);
    m_facts->setFacts({{tr("count"), groupedNumber(s.count)},
                       {tr("lowest"), valueText(s.lowest)},
                       {tr("highest"), valueText(s.highest)},
                       {tr("mean"), valueText(s.mean)},
                       {QStringLiteral("p50"), valueText(s.p50)},
                       {QStringLiteral("p90"), valueText(s.p90)},
                       {QStringLiteral("p95"), valueText(s.p95)},
                       {QStringLiteral("p99"), valueText(s.p99)}});
}

} // namespace weir
