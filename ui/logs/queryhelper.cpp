// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/queryhelper.h"

#include "core/query/completionspot.h"
#include "ui/actions.h"
#include "ui/logs/queryedit.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/threadturns.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QKeyEvent>

#include <utility>

namespace weir {

namespace {

constexpr std::size_t mostRecent = 50;
constexpr qint64 oldestFacets = 60'000; ///< ms

QString kindText(Suggestion::Kind kind)
{
    switch (kind) {
    case Suggestion::Kind::Field:
        return QueryHelper::tr("field");
    case Suggestion::Kind::Value:
        return QueryHelper::tr("value");
    case Suggestion::Kind::Keyword:
        return QueryHelper::tr("keyword");
    case Suggestion::Kind::Function:
        return QueryHelper::tr("function");
    }
    return {};
}

} // namespace

QueryHelper::QueryHelper(const PageContext& context, QueryEdit& edit, std::filesystem::path state)
    : m_context(context)
    , m_edit(edit)
    , m_popup(new ChoicePopup(context.theme))
    , m_history(std::move(state), [&frames = context.frames] { frames.request(); })
    , m_reader([&frames = context.frames] { frames.request(); })
{
    edit.installEventFilter(this);
    connect(&edit, &QLineEdit::textEdited, this, [this] { m_isTyped = true; });
    // After the line has read it, and so after it has been asked.
    connect(&edit, &QLineEdit::textChanged, this, [this] {
        if (std::exchange(m_isTyped, false))
            edited();
    });
    connect(&edit, &QueryEdit::submitted, this, &QueryHelper::remember);
    connect(m_popup, &ChoicePopup::clicked, this, &QueryHelper::accept);
    connect(&context.frames, &FrameClock::frame, this, &QueryHelper::takeOver);
    addActions();
}

QueryHelper::~QueryHelper()
{
    delete m_popup;
}

void QueryHelper::addActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            auto handler) {
        QAction* action = m_context.actions.add(QLatin1String(id), text, {keys}, &m_edit);
        connect(action, &QAction::triggered, this, handler);
        return action;
    };
    add("query.suggest", tr("Suggest what may be written"), Qt::CTRL | Qt::Key_Space,
        [this] { suggest(true); });
    add("query.older", tr("The query before"), Qt::ALT | Qt::Key_Up, [this] { goBack(1); });
    add("query.newer", tr("The query after"), Qt::ALT | Qt::Key_Down, [this] { goBack(-1); });
    QAction* recent = add("query.recent", tr("Recent queries"), Qt::CTRL | Qt::Key_R,
                          [this] { showRecent(); });
    m_edit.setButton(recent);
    const auto paint = [recent, &theme = m_context.theme] {
        recent->setIcon(icon(QStringLiteral("history"), theme.colors().text2));
    };
    paint();
    connect(&m_context.theme, &Theme::changed, recent, paint);
}

void QueryHelper::takeOver()
{
    m_history.takeOver();
    if (auto vocabulary = m_reader.take()) {
        m_vocabulary = std::move(*vocabulary);
        emit vocabularyRead();
        if (std::exchange(m_isWaiting, false) && m_edit.hasFocus())
            suggest(false);
    }
}

void QueryHelper::setFacets(const Facets& facets)
{
    if (facets.events == 0)
        return;
    m_facets = facets;
    m_facetsAge.start();
}

void QueryHelper::readVocabulary()
{
    m_reader.ask([index = m_context.index] {
        runBehind(nicenessOfCounts); // the first rows go before what could be suggested
        return SeenVocabulary::read(index);
    });
}

std::shared_ptr<const QueryVocabulary> QueryHelper::vocabulary() const
{
    if (!m_facets)
        return m_vocabulary;
    return std::make_shared<const RangeVocabulary>(*m_facets, m_vocabulary);
}

void QueryHelper::edited()
{
    m_back = 0;
    suggest(false);
}

void QueryHelper::suggest(bool isAsked)
{
    const QByteArray text = m_edit.text().toUtf8();
    const auto cursor =
        static_cast<std::size_t>(m_edit.text().left(m_edit.cursorPosition()).toUtf8().size());
    const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
    m_isWaiting = m_vocabulary->events() == 0;
    const CompletionSpot spot = completionSpot(view, cursor);
    using Kind = CompletionSpot::Kind;
    // A list of everything at every blank would stand in the way.
    const bool isOpenPlace = spot.kind == Kind::Term || spot.kind == Kind::NextValue
        || spot.kind == Kind::Clause;
    m_completion = {};
    if (isAsked || !isOpenPlace || !spot.typed.empty())
        m_completion = complete(view, cursor, *vocabulary());
    // What stands there already is no suggestion.
    std::erase_if(m_completion.suggestions, [&](const Suggestion& suggestion) {
        return suggestion.text
            == view.substr(m_completion.replace.offset, m_completion.replace.length);
    });
    emit wordTyped(!m_completion.suggestions.empty());
    if (m_completion.suggestions.empty()) {
        m_popup->hide();
        return;
    }
    std::vector<ChoicePopup::Choice> choices;
    bool isCounted = false;
    for (const Suggestion& suggestion : m_completion.suggestions) {
        choices.push_back({plainText(suggestion.text, 160), kindText(suggestion.kind),
                           suggestion.events > 0 ? groupedNumber(suggestion.events) : QString()});
        isCounted = isCounted || suggestion.events > 0;
    }
    m_offer = Offer::Completion;
    const auto from = static_cast<qsizetype>(m_completion.replace.offset);
    const QString counted = m_facets
        ? tr("counted among all %1 events of the range").arg(groupedNumber(m_facets->events))
        : tr("counted among the newest %1 events").arg(groupedNumber(m_vocabulary->events()));
    m_popup->open(std::move(choices), isCounted ? counted : QString(), m_edit,
                  m_edit.placeOf(static_cast<int>(QString::fromUtf8(text.left(from)).size())));
}

void QueryHelper::showRecent()
{
    m_recent.clear();
    std::vector<ChoicePopup::Choice> choices;
    const auto& all = m_history.all();
    for (auto query = all.rbegin(); query != all.rend() && choices.size() < mostRecent; ++query) {
        m_recent.push_back(*query);
        choices.push_back({plainText(*query, 200), {}, {}});
    }
    m_edit.setFocus();
    const QString note = choices.empty() ? tr("No query has been asked yet") : tr("recent queries");
    m_offer = Offer::Recent;
    m_popup->open(std::move(choices), note, m_edit, 0);
    m_popup->move(1);
}

void QueryHelper::accept(int choice)
{
    const auto index = static_cast<std::size_t>(choice);
    m_popup->hide();
    if (m_offer == Offer::Recent) {
        if (index < m_recent.size())
            m_edit.setText(QString::fromStdString(m_recent[index]));
        return;
    }
    if (index >= m_completion.suggestions.size())
        return;
    const Suggestion& chosen = m_completion.suggestions[index];
    const QByteArray text = m_edit.text().toUtf8();
    const auto from = static_cast<qsizetype>(m_completion.replace.offset);
    const auto length = static_cast<qsizetype>(m_completion.replace.length);
    const QString before = QString::fromUtf8(text.left(from));
    m_edit.setSelection(static_cast<int>(before.size()),
                        static_cast<int>(QString::fromUtf8(text.mid(from, length)).size()));
    m_edit.insert(QString::fromStdString(chosen.text));
    if (chosen.kind == Suggestion::Kind::Field || chosen.kind == Suggestion::Kind::Function)
        suggest(false); // and now its value
}

void QueryHelper::remember()
{
    const QString query = m_edit.text().trimmed();
    if (m_edit.isValid())
        m_history.add(query.toStdString());
    m_back = 0;
}

void QueryHelper::goBack(int older)
{
    const auto& all = m_history.all();
    if (m_back == 0)
        m_written = m_edit.text();
    if (older < 0 && m_back == 0)
        return;
    std::size_t to = older > 0 ? m_back + 1 : m_back - 1;
    // What stands in the line already is no step.
    if (older > 0 && to == 1 && !all.empty() && m_written.toStdString() == all.back())
        ++to;
    if (to > all.size())
        return;
    m_popup->hide();
    m_edit.setText(to == 0 ? m_written : QString::fromStdString(all[all.size() - to]));
    m_back = to;
}

bool QueryHelper::keyPressed(int key)
{
    if (!m_popup->isOpen()) {
        if (key != Qt::Key_Up && key != Qt::Key_Down)
            return false;
        goBack(key == Qt::Key_Up ? 1 : -1);
        return true;
    }
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        m_popup->move(key == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_Escape:
        m_popup->hide();
        emit wordTyped(false);
        return true;
    case Qt::Key_Tab:
        if (m_popup->choices().empty())
            return false;
        accept(std::max(0, m_popup->chosen()));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_popup->chosen() >= 0) {
            accept(m_popup->chosen());
            return true;
        }
        m_popup->hide();
        emit wordTyped(false);
        return false; // nothing chosen: it asks
    default:
        return false;
    }
}

bool QueryHelper::eventFilter(QObject* object, QEvent* event)
{
    if (object != &m_edit || !m_popup)
        return false;
    switch (event->type()) {
    case QEvent::FocusIn:
        if (m_facets && m_facetsAge.hasExpired(oldestFacets))
            m_facets.reset();
        readVocabulary();
        break;
    case QEvent::FocusOut:
        m_popup->hide();
        emit wordTyped(false);
        remember();
        break;
    case QEvent::ShortcutOverride: {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (m_popup->isOpen() && key.key() == Qt::Key_Escape) {
            event->accept(); // closes the list, not the line
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto& key = *static_cast<QKeyEvent*>(event);
        return (key.modifiers() & ~Qt::KeypadModifier) == 0 && keyPressed(key.key());
    }
    case QEvent::Move:
    case QEvent::Resize:
        m_popup->hide(); // the word may go on all the same
        break;
    case QEvent::Hide:
        m_popup->hide();
        emit wordTyped(false);
        break;
    default:
        break;
    }
    return false;
}

} // namespace weir
