// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/fieldvalue.h"
#include "core/sketch/ddsketch.h"
#include "core/sketch/exactsum.h"
#include "core/storedbatch.h"
#include "ui/models/valuehistogram.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// What is said of a numeric field over a result: a value.
struct NumberStatistics
{
    std::string field; ///< canonical
    std::uint64_t count = 0; ///< of numbers; 0: the rest says nothing
    double lowest = 0;
    double highest = 0;
    double mean = 0;
    double p50 = 0; ///< these are at most DDSketch::accuracy of themselves away
    double p90 = 0;
    double p95 = 0;
    double p99 = 0;
    std::vector<ValueHistogram::Bar> linear;
    std::vector<ValueHistogram::Bar> logarithmic; ///< empty: not all are positive
    std::size_t blocksDone = 0;
    std::size_t blocksTotal = 0;
    bool isComplete = false; ///< of every match
};

/// Collects the numbers of one field. Thread: one at a time.
class NumberTally final
{
public:
    explicit NumberTally(std::string field);

    void add(const StoredBatch& stored, const std::vector<std::uint32_t>& rows);
    NumberStatistics statistics() const;
    const FieldName& name() const { return m_name; }

private:
    std::string m_field;
    FieldName m_name;
    ExactSum m_sum;
    DDSketch m_sketch;
    ValueHistogram m_histogram;
};

} // namespace weir
