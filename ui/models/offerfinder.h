// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"
#include "store/read/viewscan.h"
#include "ui/models/indexquestions.h"
#include "ui/models/queryoffers.h"

#include <QObject>

#include <memory>
#include <vector>

namespace weir {

/// Looks for what may have been meant by a query that finds nothing, and only takes what does find
/// something where it was looked for. Thread: GUI; a worker looks.
class OfferFinder final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 3;

    struct Question
    {
        std::string query;
        Expr views; ///< what is asked besides
        View view; ///< that is empty: its range and ceiling
        std::shared_ptr<const QueryVocabulary> vocabulary; ///< never null
    };

    explicit OfferFinder(std::filesystem::path index, QObject* parent = nullptr);

    /// Begins anew; there are no offers until found().
    void ask(Question question);
    /// There are none, and none come.
    void cancel();
    const std::vector<QueryOffer>& offers() const { return m_offers; }

signals:
    void found();

private:
    void takeOver();

    std::vector<QueryOffer> m_offers;

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    IndexQuestions<std::vector<QueryOffer>> m_questions;
};

} // namespace weir
