// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonDocument>

#include <fmt/format.h>

using namespace weir;

/// Where secrets come from, and that they are seen nowhere; with a real broker and the real programs.
class tst_KafkaSecrets final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aPasswordIsSeenNowhere();
    void aFileThatOthersMayOpenIsRefused();
    void theCheckNamesWhatIsNotAllowed();
    void theKeyringIsAsked();

private:
    std::string source(const std::string& password) const;

    QTemporaryDir m_folder;
    std::unique_ptr<TestBroker> m_broker;
};

namespace {

void writeSecret(const Workbench& bench, QFile::Permissions permissions)
{
    bench.write(QStringLiteral("password"), "swordfish-4711\n");
    QVERIFY(QFile::setPermissions(bench.path(QStringLiteral("password")), permissions));
}

const QStringList briefly{QStringLiteral("--timeout"), QStringLiteral("2s")};

} // namespace

void tst_KafkaSecrets::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>(
        m_folder.filePath(QStringLiteral("broker")),
        QStringList{QStringLiteral("--listeners"), QStringLiteral("sasl")});
}

std::string tst_KafkaSecrets::source(const std::string& password) const
{
    return fmt::format("[[source]]\nname = \"orders\"\n[source.kafka]\nbrokers = \"{}\"\n"
                       "topics = [\"orders\"]\n[source.kafka.security]\n"
                       "protocol = \"sasl_plaintext\"\nmechanism = \"PLAIN\"\n"
                       "username = \"alice\"\npassword = \"{}\"\n",
                       m_broker->fact("BOOTSTRAP_SASL"), password);
}

void tst_KafkaSecrets::aPasswordIsSeenNowhere()
{
    Workbench bench;
    writeSecret(bench, QFile::ReadOwner | QFile::WriteOwner);
    bench.configure(
        q(source("${file:" + bench.path(QStringLiteral("password")).toStdString() + '}')));
    QProcess* collector = bench.startCollector();
    QVERIFY(collector);
    QTRY_VERIFY_WITH_TIMEOUT(bench.source(QStringLiteral("orders"))
                                 .value(QStringLiteral("last_error"))
                                 .toString()
                                 .contains(QLatin1String("refused the login of 'alice'")),
                             20'000);
    const QByteArray status = QJsonDocument(bench.status()).toJson();
    const Finished stopped = Workbench::stop(collector);
    const Finished check = bench.weir({QStringLiteral("check")});
    QVERIFY2(stopped.errors.contains("refused the login"), stopped.errors.constData());
    for (const QByteArray& text :
         {status, stopped.output, stopped.errors, check.output, check.errors})
        QVERIFY2(!text.contains("swordfish"), text.constData());
}

void tst_KafkaSecrets::aFileThatOthersMayOpenIsRefused()
{
    Workbench bench;
    writeSecret(bench, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    bench.configure(
        q(source("${file:" + bench.path(QStringLiteral("password")).toStdString() + '}')));
    const Finished check = bench.weir({QStringLiteral("check")});
    const QByteArray sentence = "others may open this file; make it yours alone with chmod 600";
    QVERIFY2(QByteArray(check.output + check.errors).contains(sentence), check.output.constData());
    const Finished finished = bench.collectUntilEnd(briefly);
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains(sentence), finished.errors.constData());
    QVERIFY(!finished.errors.contains("swordfish"));
}

void tst_KafkaSecrets::theCheckNamesWhatIsNotAllowed()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"orders\"\n[source.kafka]\n"
                                   "brokers = \"h\"\ntopics = [\"t\"]\n"
                                   "settings = { \"plugin.library.paths\" = \"/tmp/x.so\" }\n"));
    const Finished check = bench.weir({QStringLiteral("check")});
    QCOMPARE(check.code, 2);
    QVERIFY2(QByteArray(check.output + check.errors).contains("'plugin.library.paths' is not allowed here"),
             check.output.constData());
}

void tst_KafkaSecrets::theKeyringIsAsked()
{
    Workbench bench;
    bench.configure(q(source("${keyring:orders}")));
    const Finished check = bench.weir({QStringLiteral("check")});
    QVERIFY2(check.code == 0, check.output.constData());
    // Here there is none, or nothing in it.
    const Finished finished = bench.collectUntilEnd(briefly);
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains("${keyring:orders}: "), finished.errors.constData());
    QVERIFY2(finished.errors.contains("keyring"), finished.errors.constData());
}

QTEST_GUILESS_MAIN(tst_KafkaSecrets)
#include "tst_kafkasecrets.moc"
