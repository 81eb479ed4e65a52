// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <filesystem>
#include <random>

#include "corpusdecoder.h"
#include "corpusmessage.h"
#include "decoded.h"

using namespace weir;

/// What producers and networks make of good messages: every message of the corpus, damaged in every place.
class tst_CutMessages final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aMessageCutAtAnyLengthIsKept();
    void aMessageWithAnyByteChangedIsKept();
    void lengthsThatLieAreNotBelieved();

private:
    void check(const std::string& as, const std::string& payload);

    std::vector<CorpusMessage> m_messages;
    std::map<std::string, std::unique_ptr<Decoder>> m_decoders; ///< by the source's format
};

void tst_CutMessages::initTestCase()
{
    for (const auto& entry : std::filesystem::directory_iterator(WEIR_TEST_DATA "/formats")) {
        if (entry.path().extension() == ".ndjson")
            std::ranges::move(readCorpus(entry.path()), std::back_inserter(m_messages));
    }
    for (const CorpusMessage& message : m_messages) {
        // By the name of the format itself, too: with `auto` another may take what is left of it.
        for (const std::string& as : {message.as, message.format}) {
            if (as.empty() || m_decoders.contains(as))
                continue;
            auto decoder = corpusDecoder(as);
            QVERIFY2(decoder, as.c_str());
            m_decoders[as] = std::move(*decoder);
        }
    }
    QVERIFY(m_messages.size() > 150);
}

/// The batch stays whole, the payload byte for byte, and its memory within some times the message.
void tst_CutMessages::check(const std::string& as, const std::string& payload)
{
    constexpr std::size_t forNothing = 256 << 10;
    EventBatchBuilder builder("cut", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    m_decoders.at(as)->decode({payload, {}}, builder);
    const std::size_t arena = builder.arenaBytes();
    const auto batch = builder.publish();
    QVERIFY(isConsistent(batch->columns()));
    QVERIFY(batch->size() >= 1);
    QVERIFY(batch->payload(0) == payload);
    QVERIFY2(arena <= forNothing + 100 * payload.size(), std::to_string(arena).c_str());
}

void tst_CutMessages::aMessageCutAtAnyLengthIsKept()
{
    for (const CorpusMessage& message : m_messages) {
        for (std::size_t length = 0; length < message.payload.size(); ++length) {
            check(message.as, message.payload.substr(0, length));
            if (!message.format.empty())
                check(message.format, message.payload.substr(0, length));
        }
    }
}

void tst_CutMessages::aMessageWithAnyByteChangedIsKept()
{
    std::mt19937 random(4711);
    for (const CorpusMessage& message : m_messages) {
        for (std::size_t at = 0; at < message.payload.size(); ++at) {
            std::string changed = message.payload;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at])
                                            ^ (1U << (random() % 8U)));
            check(message.format.empty() ? message.as : message.format, changed);
        }
    }
}

/// FF in every place: the largest lengths and counts that a head can say.
void tst_CutMessages::lengthsThatLieAreNotBelieved()
{
    for (const CorpusMessage& message : m_messages) {
        for (std::size_t at = 0; at < message.payload.size(); ++at) {
            std::string changed = message.payload;
            for (std::size_t i = at; i < std::min(at + 8, changed.size()); ++i)
                changed[i] = '\xFF';
            check(message.format.empty() ? message.as : message.format, changed);
            std::string longer = message.payload;
            longer.insert(at, "\xFF\xFF\xFF\xFF\x7F");
            check(message.format.empty() ? message.as : message.format, longer);
        }
    }
}

QTEST_GUILESS_MAIN(tst_CutMessages)
#include "tst_cutmessages.moc"
