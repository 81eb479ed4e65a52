// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/fieldtally.h"

#include <QString>

#include <vector>

namespace weir {

/// The fields of a result with their commonest values: a value, ready to be shown.
struct Facets
{
    struct Value
    {
        QString shown; ///< safe to paint
        std::string text; ///< as written
        std::uint64_t count = 0;
    };
    struct Field
    {
        std::string name; ///< canonical
        std::uint64_t events = 0; ///< that have the field
        std::size_t distinct = 0; ///< unless hasManyValues
        bool hasManyValues = false; ///< too many to be listed: ids, measurements
        bool hasNumbers = false; ///< statistics make sense
        /// The values are of what matches but for the query's condition on this field: of so many
        /// events. 0: of what matches.
        std::uint64_t of = 0;
        /// That is still to be counted; the values are those that match.
        bool isNarrowed = false;
        std::vector<Value> values; ///< the commonest, descending; at most mostValues
    };

    static constexpr std::size_t mostValues = 100;

    /// What a share is a share of.
    std::uint64_t eventsOf(const Field& field) const
    {
        if (field.of > 0)
            return field.of;
        const bool isOfHeaders = field.name == "severity" || field.name == "source";
        return isOfHeaders ? events : counted;
    }

    std::uint64_t events = 0; ///< of which severity and source are known
    std::uint64_t counted = 0; ///< of which all fields are
    std::size_t blocksDone = 0;
    std::size_t blocksTotal = 0;
    bool isComplete = false; ///< of every match
    std::vector<Field> fields; ///< severity, service, source, host, then by usefulness
};

/// Those of a tally, all of it counted. The order of fields depends on coarse classes of how many events have one and how
/// many values it has, so that it does not change with every event.
Facets makeFacets(const FieldTally& tally);

/// In place of the field's values those of another tally, all of it counted: of what matches without
/// the query's condition on it. Null: it is still to be counted.
void loosen(Facets& facets, const std::string& name, const FieldTally* tally);

/// As a query calls it: `service` for `service.name`; safe to paint.
QString shownFieldName(const std::string& field);

} // namespace weir
