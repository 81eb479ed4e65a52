// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/facets.h"
#include "ui/models/numbertally.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QPushButton;

namespace weir {

class FactGrid;
class HistogramView;
class PlainLabel;
class Theme;

/// What is to say of the numbers of one field over the whole result: how many, their quantiles, and
/// how they are spread. While they are not counted to the end it says how much is. Thread: GUI.
class StatisticsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit StatisticsPanel(Theme& theme, QWidget* parent = nullptr);

    /// Offers the fields with numbers, and the chosen one. Those of before go only when all is counted.
    void setFields(const Facets& facets);
    /// Canonical; empty while none is chosen.
    const std::string& field() const { return m_field; }
    void setField(const std::string& field);
    void setStatistics(NumberStatistics statistics);
    const std::optional<NumberStatistics>& statistics() const { return m_statistics; }
    /// What is shown is of the result before, as the one that is asked has nothing to show.
    void setOfEarlier(bool isEarlier);

signals:
    void fieldChanged(const std::string& field);
    void boundsWanted(const std::string& field, double from, double to);

private:
    QWidget* makeScales();
    void offer(const std::vector<std::string>& fields);
    void refresh();

    PlainLabel* m_hint = nullptr;
    QComboBox* m_fields = nullptr;
    QPushButton* m_linear = nullptr;
    QPushButton* m_logarithmic = nullptr;
    HistogramView* m_histogram = nullptr;
    FactGrid* m_facts = nullptr;
    std::vector<std::string> m_offered; ///< as m_fields has them
    std::string m_field;
    std::optional<NumberStatistics> m_statistics;
    bool m_isOfEarlier = false;
};

} // namespace weir
