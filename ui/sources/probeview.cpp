// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/probeview.h"

#include "ui/models/format.h"
#include "ui/sources/messagelist.h"
#include "ui/sources/sourcewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QStyle>

namespace weir {

namespace {

constexpr int mostSteps = 20;
constexpr int wordWidth = 92;

QString stepWord(const QString& step)
{
    if (step == QLatin1String("configuration"))
        return ProbeView::tr("Configuration");
    if (step == QLatin1String("resolve"))
        return ProbeView::tr("Name");
    if (step == QLatin1String("connect"))
        return ProbeView::tr("Connection");
    if (step == QLatin1String("tls"))
        return ProbeView::tr("TLS");
    if (step == QLatin1String("authenticate"))
        return ProbeView::tr("Login");
    if (step == QLatin1String("topic"))
        return ProbeView::tr("Topic");
    if (step == QLatin1String("messages"))
        return ProbeView::tr("Messages");
    return step;
}

} // namespace

ProbeView::ProbeView(const Theme& theme, SourceProbe* probe, QWidget* parent)
    : QWidget(parent)
    , m_task(probe)
    , m_steps(new QVBoxLayout)
    , m_verdict(new PlainLabel)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_messagesTitle(new PlainLabel(tr("First messages"), "label"))
    , m_messages(new MessageList(theme))
{
    auto* title = new PlainLabel(tr("Test"), "label");
    title->setFont(theme.groupTitleFont());
    m_messagesTitle->setFont(theme.groupTitleFont());
    m_verdict->setWordWrap(true);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_messages->setMinimumHeight(5 * 22);
    m_steps->setSpacing(4);
    auto* last = new QHBoxLayout;
    last->addWidget(m_verdict, 1);
    last->addWidget(m_cancel, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addLayout(m_steps);
    layout->addLayout(last);
    layout->addSpacing(4);
    layout->addWidget(m_messagesTitle);
    layout->addWidget(m_messages, 1);
    layout->addStretch(0); // without messages: nothing grows
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_task.cancel();
        m_cancel->hide();
        setVerdict(tr("Cancelled."), "label");
        emit runningChanged();
    });
    connect(&m_task, &ProbeTask::slow, this, [this] {
        setVerdict(tr("Asking…"), "label");
        m_cancel->show();
    });
    connect(&m_task, &ProbeTask::answered, this, &ProbeView::show);
    connect(&m_task, &ProbeTask::finished, this, &ProbeView::finish);
    reset();
}

void ProbeView::reset()
{
    m_task.cancel();
    hide();
    while (QLayoutItem* item = m_steps->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_messages->clear();
    m_messages->hide();
    m_messagesTitle->hide();
    m_cancel->hide();
    m_verdict->hide();
    m_hasResult = false;
    m_hasUnknown = false;
    m_failure.clear();
    emit runningChanged();
}

void ProbeView::test(const QString& name, const std::string& block)
{
    reset();
    setVisible(true);
    m_task.ask({QStringLiteral("test"), name}, QByteArray::fromStdString(block));
    emit runningChanged();
}

void ProbeView::show(const ProbeLine& line)
{
    if (const auto* step = std::get_if<ProbeStep>(&line)) {
        showStep(*step);
    } else if (const auto* message = std::get_if<ProbeMessage>(&line)) {
        m_hasUnknown = m_hasUnknown || message->format.isEmpty();
        m_messages->add(*message);
        m_messages->show();
        m_messagesTitle->show();
    } else if (const auto* result = std::get_if<ProbeResult>(&line)) {
        m_hasResult = true;
        QString text = sentence(result->text);
        m_verdict->hide();
        if (text == m_failure) // it stands there already
            return;
        if (result->isGood && !result->format.isEmpty() && !text.contains(result->format))
            text += QLatin1Char(' ') + tr("Format: %1.").arg(result->format);
        setVerdict(text, !result->isGood ? "error" : m_hasUnknown ? "warn" : "ok");
    }
}

void ProbeView::showStep(const ProbeStep& step)
{
    if (m_steps->count() < mostSteps)
        addLine(step);
    if (!step.isGood)
        m_failure = sentence(step.text);
}

void ProbeView::addLine(const ProbeStep& step)
{
    auto* mark = new PlainLabel(step.isGood ? QStringLiteral("✓") : QStringLiteral("✗"),
                                step.isGood ? "ok" : "error");
    auto* word = new PlainLabel(stepWord(step.name), "label");
    word->setFixedWidth(wordWidth);
    auto* line = new QWidget;
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* label = new PlainLabel(step.text, step.isGood ? "" : "error");
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addWidget(word, 0, Qt::AlignTop);
    layout->addWidget(label, 1, Qt::AlignTop);
    m_steps->addWidget(line);
}

void ProbeView::finish(const QString& problem)
{
    m_cancel->hide();
    if (!problem.isEmpty())
        setVerdict(sentence(problem), "error");
    else if (!m_hasResult)
        setVerdict(tr("The test ended without a result."), "error");
    emit runningChanged();
}

void ProbeView::setVerdict(const QString& text, const char* role)
{
    m_verdict->setProperty("role", QString::fromLatin1(role));
    m_verdict->style()->unpolish(m_verdict); // a stylesheet reads properties only once
    m_verdict->style()->polish(m_verdict);
    m_verdict->setText(text);
    m_verdict->show();
}

} // namespace weir
