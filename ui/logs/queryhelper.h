// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/completion.h"
#include "ui/logs/choicepopup.h"
#include "ui/models/background.h"
#include "ui/models/queryhistory.h"
#include "ui/models/rangevocabulary.h"
#include "ui/pagecontext.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <memory>

namespace weir {

class QueryEdit;

/// Helps to write in the query line: fields, values and keywords while typing, and what was asked
/// before. Nothing is chosen until somebody chooses, so Enter asks as long as nothing is.
/// Thread: GUI; a worker reads what there is to suggest.
class QueryHelper final : public QObject
{
    Q_OBJECT

public:
    /// `edit` outlives it. `state`: the folder in which the history is kept.
    QueryHelper(const PageContext& context, QueryEdit& edit, std::filesystem::path state);
    ~QueryHelper() override;

    /// What is suggested hangs there. The helper's.
    ChoicePopup& popup() const { return *m_popup; }
    /// Fields and values, of the range where they are counted. Knows nothing as long as seenEvents() is
    /// 0; vocabularyRead() comes when that is another.
    std::shared_ptr<const QueryVocabulary> vocabulary() const;
    std::size_t seenEvents() const { return m_vocabulary->events(); }
    void readVocabulary();
    const QueryHistory& history() const { return m_history; }
    /// From now on fields and values are suggested with these counts. Precondition: of every event of
    /// the range, none left out.
    void setFacets(const Facets& facets);
    /// The range is another one.
    void forgetFacets() { m_facets.reset(); }

signals:
    void vocabularyRead();
    /// After each key that changes the line: whether the word at the caret may go on. False too when
    /// somebody is done with it: Enter or Escape.
    void wordTyped(bool mayGoOn);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    enum class Offer { Completion, Recent };

    void addActions();
    void takeOver();
    void edited();
    void suggest(bool isAsked);
    void showRecent();
    void accept(int choice);
    void remember();
    void goBack(int older); ///< through the history
    bool keyPressed(int key);

    const PageContext m_context;
    QueryEdit& m_edit;
    QPointer<ChoicePopup> m_popup; ///< the window's child once it was opened
    Offer m_offer = Offer::Completion;
    bool m_isTyped = false; ///< the change that is being told
    bool m_isWaiting = false; ///< for the vocabulary, to suggest then
    Completion m_completion;
    std::vector<std::string> m_recent; ///< as offered
    std::shared_ptr<const SeenVocabulary> m_vocabulary = std::make_shared<SeenVocabulary>();
    std::optional<Facets> m_facets; ///< of the range; nothing: the newest events are counted
    QElapsedTimer m_facetsAge; ///< since they were counted: a range may move on
    std::size_t m_back = 0; ///< how far into the history; 0: what is being written
    QString m_written;

    // Last, so destroyed first: their threads have ended before what they call goes away.
    QueryHistory m_history;
    Background<std::shared_ptr<const SeenVocabulary>> m_reader;
};

} // namespace weir
