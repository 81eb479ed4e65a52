// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/offerfinder.h"

#include "ui/models/threadturns.h"

#include <utility>

namespace weir {

namespace {

Result<bool> finds(IndexReader& reader, const OfferFinder::Question& question, Expr filter,
                   const std::stop_token& stop)
{
    if (question.views.kind != Expr::Kind::Everything) {
        Expr both;
        both.kind = Expr::Kind::And;
        both.children = {question.views, std::move(filter)};
        filter = std::move(both);
    }
    const auto compiled = Filter::compile(filter);
    if (!compiled)
        return compiled.error();
    View view = question.view;
    view.filter = *compiled;
    const auto newest = loadNewest(reader, view, 1, stop);
    if (!newest)
        return newest.error();
    return !newest->empty();
}

Result<std::vector<QueryOffer>> checked(IndexReader& reader, const OfferFinder::Question& question,
                                        const std::stop_token& stop)
{
    runBehind(nicenessOfCounts);
    std::vector<QueryOffer> found;
    for (QueryOffer& offer : queryOffers(question.query, *question.vocabulary)) {
        if (stop.stop_requested() || found.size() == OfferFinder::most)
            break;
        const auto isFound = finds(reader, question, offer.filter, stop);
        if (!isFound)
            return isFound.error();
        if (*isFound)
            found.push_back(std::move(offer));
    }
    return found;
}

} // namespace

OfferFinder::OfferFinder(std::filesystem::path index, QObject* parent)
    : QObject(parent)
    , m_questions(std::move(index), [this] {
        QMetaObject::invokeMethod(this, &OfferFinder::takeOver, Qt::QueuedConnection);
    })
{
}

void OfferFinder::ask(Question question)
{
    m_offers.clear();
    m_questions.ask([question = std::move(question)](IndexReader& reader,
                                                      const std::stop_token& stop) {
        return checked(reader, question, stop);
    });
}

void OfferFinder::cancel()
{
    m_offers.clear();
    m_questions.cancel();
}

void OfferFinder::takeOver()
{
    auto answer = m_questions.take();
    if (!answer || !*answer || (*answer)->empty())
        return;
    m_offers = std::move(**answer);
    emit found();
}

} // namespace weir
