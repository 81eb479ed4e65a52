// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpusdecoder.h"
#include "corpusmessage.h"
#include "decoded.h"

#include "core/config/formatnames.h"

#include <QTest>

#include <cstdio>
#include <filesystem>
#include <set>

using namespace weir;

/// What messages of every format become: tests/data/formats/README.md says how its files are written.
class tst_Corpus final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyMessageBecomesTheEventsItMust();
    void theCorpusIsLargeEnough();
    void everyFormatHasMessages();
    void everyFormatThatCanBeConfiguredHasADecoder();

private:
    std::vector<CorpusMessage> m_messages;
    std::set<std::string> m_files;
};

namespace {

struct Outcome
{
    std::string events;
    std::string format;
};

Outcome outcomeOf(const CorpusMessage& message)
{
    const auto decoder = corpusDecoder(message.as);
    if (!decoder)
        return {decoder.error().text(), {}};
    EventBatchBuilder builder("corpus", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    std::vector<MessageHeader> headers;
    for (const auto& [name, value] : message.headers)
        headers.push_back({name, value});
    (*decoder)->decode({message.payload, message.wireTime, message.topic, message.key, headers},
                       builder);
    return {canonicalEvents(*builder.publish()), std::string((*decoder)->lastFormat())};
}

} // namespace

void tst_Corpus::initTestCase()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(WEIR_TEST_DATA "/formats")) {
        if (entry.path().extension() == ".ndjson")
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        m_files.insert(file.stem().string());
        try {
            std::ranges::move(readCorpus(file), std::back_inserter(m_messages));
        } catch (const std::runtime_error& error) {
            QFAIL(error.what());
        }
    }
}

void tst_Corpus::everyMessageBecomesTheEventsItMust()
{
    std::size_t exact = 0;
    std::size_t unexpected = 0;
    for (const CorpusMessage& message : m_messages) {
        const Outcome outcome = outcomeOf(message);
        const bool isExact = outcome.events == message.events
            && (message.format.empty() || outcome.format == message.format);
        exact += isExact ? 1U : 0U;
        if (isExact && message.miss.empty())
            continue;
        unexpected += isExact != message.miss.empty() ? 1U : 0U;
        std::printf("%s%s%s\n  wanted %s %s\n  got    %s %s\n", message.place.c_str(),
                    message.miss.empty() ? "" : ", known: ", message.miss.c_str(),
                    message.format.c_str(), message.events.c_str(), outcome.format.c_str(),
                    outcome.events.c_str());
    }
    std::printf("%zu of %zu messages exact\n", exact, m_messages.size());
    QCOMPARE(unexpected, std::size_t{0});
    QVERIFY(exact * 100 >= m_messages.size() * 99);
}

void tst_Corpus::theCorpusIsLargeEnough()
{
    QVERIFY2(m_messages.size() >= 400, std::to_string(m_messages.size()).c_str());
    QVERIFY2(m_files.size() >= 30, std::to_string(m_files.size()).c_str());
}

void tst_Corpus::everyFormatHasMessages()
{
    std::set<std::string> taken;
    for (const CorpusMessage& message : m_messages)
        taken.insert(message.format);
    for (const FormatName& format : formatNames())
        QVERIFY2(taken.contains(std::string(format.name)), std::string(format.name).c_str());
}

void tst_Corpus::everyFormatThatCanBeConfiguredHasADecoder()
{
    for (const FormatName& format : formatNames())
        QVERIFY2(corpusDecoder(std::string(format.name)), std::string(format.name).c_str());
}

QTEST_GUILESS_MAIN(tst_Corpus)
#include "tst_corpus.moc"
