// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/positionaction.h"

#include "ui/actions.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QStyle>

namespace weir {

namespace {

QString placeWord(const PositionAction::Place& place)
{
    QString text = plainText(place.topic.empty() ? place.source : place.topic, 120);
    if (place.partition >= 0)
        text += PositionAction::tr(", partition %1").arg(place.partition);
    return text;
}

QLayout* makeRow(PlainLabel* label, QWidget* input)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(input, 1);
    return row;
}

} // namespace

PositionAction::PositionAction(const Theme& theme, CollectorClient& client, Actions& actions,
                               QWidget* parent)
    : QWidget(parent)
    , m_client(client)
    , m_title(new PlainLabel)
    , m_explanation(new PlainLabel({}, "label"))
    , m_to(new QComboBox)
    , m_toLabel(new PlainLabel(tr("to"), "label"))
    , m_do(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_feedback(new PlainLabel)
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_explanation->setWordWrap(true);
    m_feedback->setWordWrap(true);
    m_feedback->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_to->setFont(theme.eventFont());
    m_to->setEditable(true);
    m_to->setInsertPolicy(QComboBox::NoInsert);
    m_to->setAccessibleName(tr("to"));
    m_do->setProperty("role", QStringLiteral("primary"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_do);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 6);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addWidget(m_explanation);
    layout->addLayout(makeRow(m_toLabel, m_to));
    layout->addWidget(m_feedback);
    layout->addLayout(buttons);
    connect(m_do, &QPushButton::clicked, this, &PositionAction::send);
    connect(m_to->lineEdit(), &QLineEdit::returnPressed, this, &PositionAction::send);
    connect(m_cancel, &QPushButton::clicked, this, &PositionAction::close);
    auto* leave = actions.add(QStringLiteral("sources.leavePosition"), tr("Leave the position alone"),
                              {Qt::Key_Escape}, this);
    connect(leave, &QAction::triggered, this, &PositionAction::close);
    hide();
}

void PositionAction::open(What what, const Place& place)
{
    m_what = what;
    m_place = place;
    const QString where = placeWord(place);
    m_feedback->hide();
    m_do->setEnabled(true);
    m_cancel->setText(tr("Cancel"));
    m_to->clear();
    switch (what) {
    case What::Rewind:
        m_title->setText(tr("Rewind %1").arg(where));
        m_explanation->setText(tr("Fetches what lies before and is not indexed yet; nothing is "
                                  "indexed twice."));
        m_to->addItems({QStringLiteral("-15m"), QStringLiteral("-1h"), QStringLiteral("-24h"),
                        QStringLiteral("earliest")});
        m_do->setText(tr("Rewind"));
        break;
    case What::Skip:
        m_title->setText(tr("Skip in %1").arg(where));
        m_explanation->setText(
            place.next ? tr("Goes on behind offset %1, where it is stalled. What is skipped is "
                            "recorded as a gap and is not fetched again.")
                             .arg(*place.next)
                       : tr("Goes on behind the position where it is stalled. What is skipped is "
                            "recorded as a gap and is not fetched again."));
        m_to->lineEdit()->setPlaceholderText(tr("this one only, or up to an offset"));
        m_do->setText(tr("Skip"));
        break;
    }
    show();
    m_to->setFocus(Qt::OtherFocusReason);
}

void PositionAction::setPlace(const Place& place)
{
    const bool isSame = place.source == m_place.source && place.topic == m_place.topic
        && place.partition == m_place.partition;
    if (!isHidden() && !isSame)
        close();
}

void PositionAction::close()
{
    hide();
}

void PositionAction::send()
{
    const std::string to = m_to->currentText().trimmed().toStdString();
    if (m_what == What::Rewind && to.empty()) {
        say(tr("Where to?"), "error");
        return;
    }
    CollectorClient::Arguments arguments{{"source", m_place.source}};
    if (!to.empty())
        arguments["to"] = to;
    if (!m_place.topic.empty())
        arguments["topic"] = m_place.topic;
    if (m_place.partition >= 0)
        arguments["partition"] = std::to_string(m_place.partition);
    const char* command = m_what == What::Rewind ? "rewind" : "skip";
    m_do->setEnabled(false);
    say(tr("Asking the collector…"), "label");
    m_client.send(command, arguments,
                  [action = QPointer(this), place = m_place](const Result<std::string>& result) {
                      if (action && action->m_place == place)
                          action->answer(result);
                  });
}

void PositionAction::answer(const Result<std::string>& answer)
{
    m_do->setEnabled(true);
    if (!answer) {
        say(plainText(answer.error().text(), 600), "error");
        return;
    }
    m_cancel->setText(tr("Close"));
    switch (m_what) {
    case What::Rewind:
        say(tr("It goes back. What is fetched shows in the list as it comes."), "ok");
        break;
    case What::Skip:
        say(tr("Skipped, and recorded as a gap."), "ok");
        break;
    }
}

void PositionAction::say(const QString& text, const char* role)
{
    m_feedback->setProperty("role", QString::fromLatin1(role));
    m_feedback->style()->unpolish(m_feedback); // a stylesheet reads properties only once
    m_feedback->style()->polish(m_feedback);
    m_feedback->setText(text);
    m_feedback->show();
}

} // namespace weir
