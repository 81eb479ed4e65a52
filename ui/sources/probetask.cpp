// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/probetask.h"

#include "ui/models/format.h"

#include <chrono>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype longLine = 64 * 1024;

} // namespace

ProbeTask::ProbeTask(SourceProbe* probe, QObject* parent)
    : QObject(parent)
    , m_probe(probe)
{
    m_slow.setSingleShot(true);
    m_slow.setInterval(300ms);
    connect(&m_slow, &QTimer::timeout, this, &ProbeTask::slow);
}

void ProbeTask::ask(const QStringList& arguments, const QByteArray& input)
{
    cancel();
    m_hasAnswer = false;
    m_problem.clear();
    if (m_probe == nullptr) {
        emit finished(tr("This window cannot ask brokers."));
        return;
    }
    m_run = m_probe->start(arguments, input, this);
    connect(m_run, &ChildRun::lineReceived, this, &ProbeTask::read);
    connect(m_run, &ChildRun::ended, this, &ProbeTask::end);
    m_slow.start();
}

void ProbeTask::cancel()
{
    ++m_question; // what the thread still reads is not wanted any more
    m_waiting.clear();
    m_hasEnded = false;
    dropRun();
}

void ProbeTask::dropRun()
{
    m_slow.stop();
    if (m_run.isNull())
        return;
    m_run->disconnect(this);
    m_run->deleteLater(); // perhaps one of its signals is being handled
    m_run.clear();
}

ProbeTask::Parsed ProbeTask::parse(const QByteArray& line, quint64 question)
{
    const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
    return {question, parseProbeLine(text), plainText(text.substr(0, 400), 200)};
}

void ProbeTask::read(const QByteArray& line)
{
    if (m_waiting.isEmpty() && line.size() < longLine)
        return handle(parse(line, m_question));
    m_waiting.enqueue(line);
    if (m_waiting.size() == 1)
        parseNext();
}

void ProbeTask::parseNext()
{
    if (!m_parser)
        m_parser = std::make_unique<Background<Parsed>>([this] {
            QMetaObject::invokeMethod(this, &ProbeTask::takeParsed, Qt::QueuedConnection);
        });
    m_parser->ask([line = m_waiting.head(), question = m_question] { return parse(line, question); });
}

void ProbeTask::takeParsed()
{
    const auto parsed = m_parser->take();
    if (!parsed || parsed->question != m_question)
        return;
    handle(*parsed);
    if (parsed->question != m_question) // cancelled by who heard of it
        return;
    m_waiting.dequeue();
    if (!m_waiting.isEmpty())
        parseNext();
    else if (m_hasEnded)
        finish();
}

void ProbeTask::handle(const Parsed& parsed)
{
    if (!parsed.line) {
        m_problem = tr("The answer could not be understood: %1").arg(parsed.head);
        return;
    }
    m_hasAnswer = true;
    if (const auto* failure = std::get_if<ProbeFailure>(&*parsed.line))
        m_problem = failure->text;
    else
        emit answered(*parsed.line);
}

void ProbeTask::end(const QString& problem)
{
    dropRun();
    if (!problem.isEmpty())
        m_problem = problem;
    m_hasEnded = true;
    if (m_waiting.isEmpty())
        finish();
}

void ProbeTask::finish()
{
    m_hasEnded = false;
    if (!m_hasAnswer && m_problem.isEmpty())
        m_problem = tr("There was no answer.");
    emit finished(m_problem);
}

} // namespace weir
