// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QHash>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTest>
#include <QUuid>

#include <string>

namespace weir {

inline QString q(const std::string& text)
{
    return QString::fromStdString(text);
}

/// A real broker, run by tests/support/kafka/broker: the one of the environment, or one of its own
/// that ends with the test program.
class TestBroker final
{
public:
    /// Empty: there is a broker. Else why the test is skipped.
    static QString whyNot()
    {
        if (qEnvironmentVariableIsEmpty("WEIR_KAFKA_BOOTSTRAP"))
            return QStringLiteral("skipped: no broker: WEIR_KAFKA_BOOTSTRAP is not set");
        return {};
    }
    static bool isRequired() { return qEnvironmentVariable("WEIR_REQUIRE_BROKER") == u"1"; }

    TestBroker()
        : m_folder(qEnvironmentVariable("WEIR_KAFKA_DIR"))
        , m_bootstrap(qEnvironmentVariable("WEIR_KAFKA_BOOTSTRAP"))
    {
    }
    /// Starts a broker of its own, with these options of `broker start`.
    explicit TestBroker(const QString& folder, const QStringList& options = {})
        : m_folder(folder)
    {
        const QString facts = call(QStringList{QStringLiteral("start"),
                                               QStringLiteral("--watch-pid"),
                                               QString::number(QCoreApplication::applicationPid())}
                                   + options);
        for (const QString& line : facts.split(QLatin1Char('\n')))
            m_facts[line.section(QLatin1Char('='), 0, 0)] = line.section(QLatin1Char('='), 1);
        m_bootstrap = m_facts.value(QStringLiteral("BOOTSTRAP"));
    }

    std::string bootstrap() const { return m_bootstrap.toStdString(); }
    /// What `broker start` has printed, such as BOOTSTRAP_SASL; of a broker of its own.
    std::string fact(const char* name) const
    {
        return m_facts.value(QString::fromLatin1(name)).toStdString();
    }

    /// A broker command, such as {"produce", topic, "count=10"}; what it printed.
    QString call(QStringList arguments) const
    {
        arguments.insert(1, QStringLiteral("--dir"));
        arguments.insert(2, m_folder);
        return output(qEnvironmentVariable("WEIR_KAFKA_BROKER"), arguments);
    }
    /// One of Kafka's own command classes; what it printed.
    static QString tool(const QStringList& arguments)
    {
        return output(qEnvironmentVariable("WEIR_KAFKA_BROKER"),
                      QStringList{QStringLiteral("tool")} + arguments);
    }
    /// kcat: a client that shares no code with the broker's own.
    QString kcat(QStringList arguments, const QByteArray& input = {}) const
    {
        arguments.insert(0, QStringLiteral("-b"));
        arguments.insert(1, m_bootstrap);
        return output(QStringLiteral("kcat"), arguments, input);
    }

    /// A new topic with a name of its own.
    std::string makeTopic(int partitions = 1, const QStringList& options = {}) const
    {
        const QString name =
            QStringLiteral("t-") + QUuid::createUuid().toString(QUuid::WithoutBraces).left(13);
        call(QStringList{QStringLiteral("topic"), QStringLiteral("create"), name,
                         QStringLiteral("--partitions"), QString::number(partitions)}
             + options);
        return name.toStdString();
    }

    /// Records `n=0`, `n=1` and so on; `more`: other arguments of `broker produce`.
    void produce(const std::string& topic, int count, const QStringList& more = {}) const
    {
        call(QStringList{QStringLiteral("produce"), q(topic),
                         QStringLiteral("count=%1").arg(count), QStringLiteral("value=n=%d")}
             + more);
    }

private:
    static QString output(const QString& program, const QStringList& arguments,
                          const QByteArray& input = {})
    {
        QProcess process;
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(90'000) || process.exitCode() != 0)
            qWarning() << program << arguments << process.readAllStandardError();
        return QString::fromUtf8(process.readAllStandardOutput());
    }

    QString m_folder;
    QString m_bootstrap;
    QHash<QString, QString> m_facts;
};

} // namespace weir

/// First in initTestCase().
#define WEIR_NEED_BROKER()                                                                         \
    do {                                                                                           \
        const QString why = weir::TestBroker::whyNot();                                            \
        if (!why.isEmpty() && weir::TestBroker::isRequired())                                      \
            QFAIL(qPrintable(why));                                                                \
        if (!why.isEmpty())                                                                        \
            QSKIP(qPrintable(why));                                                                \
    } while (false)
