// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/detailspanel.h"

#include "ui/logs/aroundview.h"
#include "ui/logs/fieldlist.h"
#include "ui/logs/hexview.h"
#include "ui/logs/jsonview.h"
#include "ui/logs/messageview.h"
#include "ui/logs/notebar.h"
#include "ui/logs/rowpainter.h"
#include "ui/logs/traceview.h"
#include "ui/models/zones.h"
#include "ui/pagecontext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace weir {

namespace {

constexpr int lowPanel = 250; ///< pixels at 100 %

QFrame* horizontalLine()
{
    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("line"));
    line->setFixedHeight(1);
    return line;
}

std::size_t placeOf(DetailsPanel::Tab tab)
{
    return static_cast<std::size_t>(tab);
}

} // namespace

DetailsPanel::DetailsPanel(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_theme(context.theme)
    , m_outer(new QStackedWidget)
    , m_note(new EmptyState)
    , m_severity(new PlainLabel)
    , m_title(new PlainLabel)
    , m_noteBar(new NoteBar(context.bookmarks))
    , m_pages(new QStackedWidget)
    , m_message(new MessageView(context.theme))
    , m_fields(new FieldList(context.theme))
    , m_jsonPage(new QStackedWidget)
    , m_json(new JsonView(context.theme))
    , m_noJson(new PlainLabel({}, "hint"))
    , m_text(makeTextPage())
    , m_hex(new HexView(context.theme))
    , m_trace(new TraceView(context.index, context.theme))
    , m_around(new AroundView(context.index, context.theme))
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTabs());
    column->addWidget(makeTitle());
    column->addWidget(m_noteBar);
    column->addWidget(m_pages, 1);
    m_foot = makeButtons();
    column->addWidget(m_foot);
    makePages();
    connectPages();
    m_outer->addWidget(m_note);
    m_outer->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->addWidget(m_outer);
    connect(&m_theme, &Theme::changed, this, &DetailsPanel::refreshTitle);
    showNote(tr("No event selected"),
             tr("Click a line, or press j and k in the list, to see its fields, its JSON and the "
                "bytes as they came."));
}

DetailsPanel::~DetailsPanel() = default;

QWidget* DetailsPanel::makeTabs()
{
    auto* bar = new QWidget;
    // Six names in another language may need a second line.
    m_tabBar = new FlowLayout(bar);
    m_tabBar->setContentsMargins(14, 2, 8, 0);
    m_tabBar->setSpacing(12);
    return bar;
}

QWidget* DetailsPanel::makeTitle()
{
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(14, 6, 14, 6);
    row->setSpacing(8);
    QFont bold = m_theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    m_severity->setFont(bold);
    m_title->setFont(bold);
    m_title->setWordWrap(false);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->installEventFilter(this);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_severity);
    row->addWidget(m_title, 1);
    return widget;
}

QWidget* DetailsPanel::makeButtons()
{
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(horizontalLine());
    auto* row = new QHBoxLayout;
    column->addLayout(row);
    row->setContentsMargins(14, 8, 14, 8);
    row->setSpacing(8);
    auto* copyButton = new QPushButton(tr("Copy"));
    auto* menu = new QMenu(copyButton);
    menu->addAction(tr("As shown"), this, &DetailsPanel::copyLineWanted);
    menu->addAction(tr("As JSON"), this, &DetailsPanel::copyJson);
    menu->addAction(tr("Raw, byte for byte"), this, &DetailsPanel::copyRaw);
    menu->addSeparator();
    menu->addAction(tr("Link"), this, &DetailsPanel::copyLink);
    copyButton->setMenu(menu);
    auto* raw = new QPushButton(tr("Copy raw"));
    connect(raw, &QPushButton::clicked, this, &DetailsPanel::copyRaw);
    row->addWidget(copyButton);
    row->addWidget(raw);
    row->addStretch();
    return widget;
}

void DetailsPanel::makePages()
{
    m_noJson->setText(tr("The payload is not JSON; Text shows it."));
    m_noJson->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_noJson->setContentsMargins(14, 8, 14, 8);
    m_noJson->setWordWrap(true);
    m_jsonPage->addWidget(m_noJson);
    m_jsonPage->addWidget(m_json);
    auto* event = new QWidget;
    auto* column = new QVBoxLayout(event);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_message);
    column->addWidget(m_fields, 1);
    addPage(Tab::Event, tr("Event"), event);
    addPage(Tab::Json, tr("JSON"), m_jsonPage);
    addPage(Tab::Text, tr("Text"), m_text);
    addPage(Tab::Hex, tr("Hex"), m_hex);
    addPage(Tab::Trace, tr("Trace"), m_trace);
    addPage(Tab::Around, tr("Around"), m_around);
    m_tabs.front()->setChecked(true);
}

void DetailsPanel::addPage(Tab tab, const QString& name, QWidget* page)
{
    auto* button = new QPushButton(name);
    button->setProperty("role", QStringLiteral("tab"));
    button->setCheckable(true);
    button->setAutoExclusive(true);
    connect(button, &QPushButton::clicked, this, [this, tab] { showTab(tab); });
    m_tabBar->addWidget(button);
    m_tabs.push_back(button);
    m_isFresh.push_back(false);
    m_pages->addWidget(page);
}

QPlainTextEdit* DetailsPanel::makeTextPage()
{
    auto* edit = new QPlainTextEdit;
    makeReader(*edit, m_theme.eventFont());
    edit->setProperty("role", QStringLiteral("flat"));
    edit->setFrameShape(QFrame::NoFrame);
    edit->document()->setDocumentMargin(14);
    edit->setTabChangesFocus(true);
    edit->setObjectName(QStringLiteral("payloadText"));
    edit->setAccessibleName(tr("Payload as text"));
    return edit;
}

void DetailsPanel::connectPages()
{
    connect(m_fields, &FieldList::conditionWanted, this, &DetailsPanel::conditionWanted);
    connect(m_fields, &FieldList::statisticsWanted, this, &DetailsPanel::statisticsWanted);
    connect(m_fields, &FieldList::copyWanted, this, &DetailsPanel::copy);
    connect(m_hex, &HexView::copyWanted, this, &DetailsPanel::copy);
    connect(m_json, &JsonView::copyWanted, this, &DetailsPanel::copy);
    connect(m_json, &JsonView::conditionWanted, this,
            [this](const QString& path, const QString& value, bool exclude) {
                const EventDetails::Entry entry{path, value, path.toStdString(),
                                                value.toStdString(), true};
                emit conditionWanted(entry, exclude);
            });
    connect(m_trace, &TraceView::eventWanted, this, &DetailsPanel::eventWanted);
    connect(m_around, &AroundView::eventWanted, this, &DetailsPanel::eventWanted);
    connect(m_trace, &TraceView::queryWanted, this, [this](const QString& query) {
        if (m_details)
            emit queryWanted(query, m_details->key);
    });
    connect(m_around, &AroundView::queryWanted, this, &DetailsPanel::queryWanted);
}

void DetailsPanel::showTab(Tab tab)
{
    m_tabs[placeOf(tab)]->setChecked(true);
    m_pages->setCurrentIndex(static_cast<int>(tab));
    refreshPage();
}

DetailsPanel::Tab DetailsPanel::tab() const
{
    return static_cast<Tab>(m_pages->currentIndex());
}

void DetailsPanel::setDetails(EventDetails details)
{
    m_details = std::move(details);
    m_isFresh.assign(m_isFresh.size(), false);
    refreshTitle();
    m_noteBar->setEvent(m_details->key);
    refreshPage();
    m_outer->setCurrentIndex(1);
}

void DetailsPanel::setZone(const std::string& zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    m_trace->setZone(zoneNamed(zone));
    m_around->setZone(zoneNamed(zone));
    m_isFresh[placeOf(Tab::Event)] = false;
    refreshPage();
}

/// The others are filled when they are looked at: a payload of 16 MiB costs what is seen of it.
void DetailsPanel::refreshPage()
{
    const std::size_t page = placeOf(tab());
    if (!m_details || m_isFresh[page])
        return;
    m_isFresh[page] = true;
    switch (tab()) {
    case Tab::Event:
        return refreshFields();
    case Tab::Json:
        m_json->setDocument(m_details->json);
        return m_jsonPage->setCurrentIndex(m_details->json ? 1 : 0);
    case Tab::Text:
        return m_text->setPlainText(m_details->text);
    case Tab::Hex:
        return m_hex->setBytes(m_details->payload);
    case Tab::Trace:
        return m_trace->setEvent(m_details->key, m_details->traceId);
    case Tab::Around:
        return m_around->setEvent(m_details->key, m_details->source);
    }
}

void DetailsPanel::refreshFields()
{
    m_message->setMessage(m_details->message);
    std::vector<EventDetails::Entry> event = timesOf(*m_details, m_zone);
    event.insert(event.end(), m_details->event.begin(), m_details->event.end());
    std::vector<FieldList::Group> groups{{{}, std::move(event)}};
    const auto add = [&groups](const QString& title, const std::vector<EventDetails::Entry>& list) {
        if (!list.empty())
            groups.push_back({title, list});
    };
    add(tr("Fields"), m_details->fields);
    add(tr("Labels of the source"), m_details->labels);
    add(tr("Position"), m_details->position);
    m_fields->setGroups(std::move(groups));
}

void DetailsPanel::showNote(const QString& title, const QString& hint)
{
    m_details.reset();
    m_note->setContent(title, hint);
    m_outer->setCurrentIndex(0);
}

void DetailsPanel::refreshTitle()
{
    if (!m_details)
        return;
    m_severity->setText(severityWord(m_details->severity));
    m_severity->setVisible(m_details->severity != SeverityClass::None);
    QPalette colored = palette();
    colored.setColor(QPalette::WindowText, m_theme.colors().of(m_details->severity));
    m_severity->setPalette(colored);
    m_title->setText(m_title->fontMetrics().elidedText(m_details->title, Qt::ElideRight,
                                                       m_title->width()));
    // What the title says whole is not said twice.
    m_message->setVisible(!m_details->message.isEmpty()
                          && m_details->message != m_title->text());
}

/// In a low panel the buttons, which keys and the menu of a row do as well, give their room to the event.
void DetailsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_foot->setHidden(height() < m_theme.scaled(lowPanel));
}

bool DetailsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_title && event->type() == QEvent::Resize)
        refreshTitle();
    return QWidget::eventFilter(watched, event);
}

void DetailsPanel::copy(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

/// Byte for byte for who takes bytes; as text where only text is taken.
void DetailsPanel::copyRaw()
{
    if (!m_details)
        return;
    auto* content = new QMimeData;
    content->setData(QStringLiteral("application/octet-stream"), m_details->payload);
    content->setData(QStringLiteral("text/plain"), m_details->payload);
    QGuiApplication::clipboard()->setMimeData(content);
}

void DetailsPanel::copyJson()
{
    if (m_details)
        copy(QString::fromStdString(m_details->asJson));
}

void DetailsPanel::copyLink()
{
    if (m_details)
        copy(QString::fromStdString(permalinkText(m_details->link)));
}

} // namespace weir
