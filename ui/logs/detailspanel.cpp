// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/detailspanel.h"

#include "ui/logs/fieldlist.h"
#include "ui/logs/rowpainter.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace weir {

namespace {

QWidget* bar(int height)
{
    auto* widget = new QWidget;
    widget->setProperty("role", QStringLiteral("bar"));
    widget->setAttribute(Qt::WA_StyledBackground);
    widget->setFixedHeight(height);
    return widget;
}

} // namespace

DetailsPanel::DetailsPanel(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_outer(new QStackedWidget)
    , m_note(new EmptyState)
    , m_severity(new PlainLabel)
    , m_title(new PlainLabel)
    , m_pages(new QStackedWidget)
    , m_fields(new FieldList(theme))
{
    setProperty("role", QStringLiteral("sidebar"));
    setAttribute(Qt::WA_StyledBackground);

    auto* tabs = bar(34);
    auto* tabLayout = new QHBoxLayout(tabs);
    tabLayout->setContentsMargins(14, 0, 8, 0);
    tabLayout->setSpacing(16);
    auto* first = addTab(tr("Event"), 0);
    auto* group = new QButtonGroup(this);
    for (auto* tab : {first, addTab(tr("JSON"), 1), addTab(tr("Raw"), 2)}) {
        group->addButton(tab);
        tabLayout->addWidget(tab);
    }
    first->setChecked(true);
    tabLayout->addStretch();

    auto* titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(14, 10, 14, 6);
    titleRow->setSpacing(8);
    QFont bold = theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    m_severity->setFont(bold);
    m_title->setFont(bold);
    m_title->setWordWrap(false);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    titleRow->addWidget(m_severity);
    titleRow->addWidget(m_title, 1);

    m_pages->addWidget(m_fields);
    m_json = addTextPage();
    m_raw = addTextPage();

    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(14, 8, 14, 8);
    buttons->setSpacing(8);
    auto* raw = new QPushButton(tr("Copy raw"));
    auto* json = new QPushButton(tr("Copy JSON"));
    buttons->addWidget(raw);
    buttons->addWidget(json);
    buttons->addStretch();
    connect(raw, &QPushButton::clicked, this, &DetailsPanel::copyRaw);
    connect(json, &QPushButton::clicked, this, &DetailsPanel::copyJson);
    connect(m_fields, &FieldList::conditionWanted, this, &DetailsPanel::conditionWanted);
    connect(m_fields, &FieldList::copyWanted, this, &DetailsPanel::copy);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabs);
    column->addLayout(titleRow);
    column->addWidget(m_pages, 1);
    auto* line = new QFrame;
    line->setProperty("role", QStringLiteral("line"));
    line->setFixedHeight(1);
    column->addWidget(line);
    column->addLayout(buttons);

    m_outer->addWidget(m_note);
    m_outer->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->addWidget(m_outer);
    connect(&theme, &Theme::changed, this, &DetailsPanel::refreshTitle);
    showNote(tr("No event selected"),
             tr("Click a line, or press j and k in the list, to see its fields, its JSON and the "
                "bytes as they came."));
}

QPushButton* DetailsPanel::addTab(const QString& text, int page)
{
    auto* tab = new QPushButton(text);
    tab->setProperty("role", QStringLiteral("tab"));
    tab->setCheckable(true);
    connect(tab, &QPushButton::clicked, m_pages, [this, page] { m_pages->setCurrentIndex(page); });
    return tab;
}

QPlainTextEdit* DetailsPanel::addTextPage()
{
    auto* edit = new QPlainTextEdit;
    edit->setReadOnly(true);
    edit->setProperty("role", QStringLiteral("flat"));
    edit->setFont(m_theme.eventFont());
    edit->setFrameShape(QFrame::NoFrame);
    edit->setWordWrapMode(QTextOption::WrapAnywhere);
    edit->document()->setDocumentMargin(14);
    edit->setTabChangesFocus(true);
    m_pages->addWidget(edit);
    return edit;
}

void DetailsPanel::setDetails(EventDetails details)
{
    m_details = std::move(details);
    refreshTitle();
    m_fields->setGroups({{{}, m_details->fields}, {tr("Position"), m_details->position}});
    m_json->setPlainText(m_details->json.isEmpty() ? tr("The payload is not JSON; Raw shows it.")
                                                   : m_details->json);
    m_raw->setPlainText(m_details->text);
    m_outer->setCurrentIndex(1);
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
    m_title->setText(m_details->title);
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
        copy(m_details->json.isEmpty() ? m_details->text : m_details->json);
}

} // namespace weir
