// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/fieldscan.h"
#include "ui/models/fieldsfeed.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace weir {

/// What FieldsFeed's thread does, one bounded step at a time. Thread: that of the feed.
class FieldsWorker final
{
public:
    /// `isInterrupted` is asked between blocks: there is another question.
    FieldsWorker(std::filesystem::path index, std::function<bool()> isInterrupted);

    /// Keeps what the new question has in common with the old one. Without a ceiling: up to the newest.
    void begin(FieldsQuestion question);
    /// Counts what has come since, and takes away what has left the range.
    void follow(EventSeq ceiling, TimePoint from);
    /// Counts on for some milliseconds.
    void advance();
    /// advance() has more to do at once.
    bool isScanning() const;

    struct Found
    {
        std::optional<Facets> facets;
        std::optional<NumberStatistics> statistics;
        std::shared_ptr<const ResultMap> around;
    };
    /// What has changed since the last call.
    Found takeFound();

private:
    /// Numbers of a field over a view.
    struct Numbers
    {
        NumberTally tally;
        std::unique_ptr<ViewScan> scan; ///< calls the tally
    };

    /// False while there is no index to read.
    bool open();
    /// For half of the blocks; null where it would be of no use.
    IndexReader* beside(const FieldScan& scan);
    /// The values of a field over all but its own condition, once the fields of the result are counted.
    struct Loose
    {
        std::string field;
        std::unique_ptr<FieldScan> scan;
    };

    void startFields();
    void startLoose();
    void dropFields();
    bool leaveFieldsBehind();
    FieldScan* fieldsToCount() const;
    bool haveFieldsLeft() const;
    bool haveFieldsMostlyLeft();
    void startAround();
    std::unique_ptr<Numbers> startNumbers();
    bool countFields(FieldScan& scan);
    bool countNumbers(Numbers& numbers);
    void renewNumbers();
    View view() const;

    using SteadyTime = std::chrono::steady_clock::time_point;

    const std::filesystem::path m_index;
    const std::function<bool()> m_isInterrupted;
    std::unique_ptr<IndexReader> m_reader;
    std::unique_ptr<IndexReader> m_beside; ///< opened when there is use for it
    bool m_hasBesideFailed = false; ///< for this question
    std::optional<FieldsQuestion> m_question;
    EventSeq m_ceiling{};
    TimePoint m_from = TimePoint::min();
    std::unique_ptr<FieldScan> m_fields;
    std::vector<Loose> m_loose;
    std::unique_ptr<Numbers> m_numbers;
    std::unique_ptr<Numbers> m_nextNumbers; ///< of the range as it is now; takes over once complete
    SteadyTime m_numbersBegan;
    std::chrono::nanoseconds m_numbersTook{};
    std::unique_ptr<ViewScan> m_around;
    bool m_fieldsChanged = false;
    bool m_numbersChanged = false;
    bool m_aroundChanged = false;
};

} // namespace weir
