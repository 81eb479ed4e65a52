// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcegaps.h"

#include "ui/models/format.h"
#include "ui/models/sourcetext.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcewords.h"
#include "ui/widgets/emptystate.h"

namespace weir {

namespace {

QString offsetOr(const std::optional<std::int64_t>& offset)
{
    return offset ? offsetText(*offset) : QStringLiteral("–");
}

} // namespace

SourceGaps::SourceGaps(const Theme& theme, QWidget* parent)
    : QStackedWidget(parent)
{
    m_list = new SourceList({{tr("source"), false},
                             {tr("topic / partition"), false},
                             {tr("reason"), false},
                             {tr("from"), true},
                             {tr("to"), true},
                             {tr("events"), true}},
                            theme, tr("Gaps"));
    m_list->setWidths({200, 130, 96, 96, 80});
    auto* none = new EmptyState;
    none->setContent(tr("No gaps"),
                     tr("Everything that could be fetched was indexed. What is lost, skipped or "
                        "set aside would stand here with its reason."));
    addWidget(m_list);
    addWidget(none);
}

void SourceGaps::set(const std::vector<SourceStatus>& sources)
{
    std::vector<SourceTable::Row> rows;
    for (const SourceStatus& source : sources) {
        for (auto gap = source.gaps.rbegin(); gap != source.gaps.rend(); ++gap) {
            rows.push_back(
                {{plainText(source.name, 200), placeText(gap->topic, {}, gap->partition),
                  reasonText(gap->reason), offsetOr(gap->from), offsetOr(gap->to),
                  gap->count > 0 ? groupedNumber(gap->count) : tr("unknown")},
                 source.name + ' ' + gap->topic + ' ' + std::to_string(gap->partition) + ' '
                     + std::to_string(gap->from.value_or(-1)) + ' ' + gap->reason,
                 {0, 0, 0, double(gap->from.value_or(-1)), double(gap->to.value_or(-1)),
                  double(gap->count)}});
        }
    }
    setCurrentIndex(rows.empty() ? 1 : 0);
    m_list->set(std::move(rows));
}

} // namespace weir
