// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/withoutsecrets.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace weir;

namespace {

QString resolved(const std::string& text, const KeyringReader& keyring = {})
{
    const auto secret = resolveSecret(text, keyring);
    if (const auto* problem = std::get_if<ConfigProblem>(&secret))
        return QString::fromStdString(problem->text());
    return QString::fromStdString(std::get<std::string>(secret));
}

} // namespace

class tst_Secrets final : public QObject
{
    Q_OBJECT

private slots:
    void aSecretComesFromTheEnvironment();
    void aSecretComesFromAFile();
    void aFileThatOthersMayOpenIsRefused();
    void aSecretComesFromTheKeyring();
    void aSecretThatCannotBeResolvedIsNamedWithoutItsValue();
    void aTextIsShownWithoutSecrets_data();
    void aTextIsShownWithoutSecrets();
};

void tst_Secrets::aSecretComesFromTheEnvironment()
{
    qputenv("WEIR_TEST_SECRET", "sword${fish}");
    QCOMPARE(resolved("${env:WEIR_TEST_SECRET}"), QStringLiteral("sword${fish}"));
    QCOMPARE(resolved("a-${env:WEIR_TEST_SECRET}-b"), QStringLiteral("a-sword${fish}-b"));
    QCOMPARE(resolved("plain $ text"), QStringLiteral("plain $ text"));
    qunsetenv("WEIR_TEST_SECRET");
    QCOMPARE(
        resolved("${env:WEIR_TEST_SECRET}"),
        QStringLiteral("error: ${env:WEIR_TEST_SECRET}: this environment variable is not set"));
}

void tst_Secrets::aSecretComesFromAFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("secret"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    file.write("swordfish\n\n");
    file.flush();
    const std::string reference = "${file:" + path.toStdString() + '}';
    QCOMPARE(resolved(reference), QStringLiteral("swordfish\n"));
    file.write(QByteArray(65 * 1024, 'x'));
    file.flush();
    QVERIFY(resolved(reference).endsWith(QStringLiteral("is too large for a secret")));
    QVERIFY(file.remove());
    QVERIFY(resolved(reference).endsWith(QStringLiteral("this file cannot be read")));
    QVERIFY(resolved("${file:/}").endsWith(QStringLiteral("this is no file that can be read")));
}

void tst_Secrets::aFileThatOthersMayOpenIsRefused()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("secret")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("swordfish\n");
    file.close();
    const std::string reference = "${file:" + file.fileName().toStdString() + '}';
    const auto own = QFile::ReadOwner | QFile::WriteOwner;
    for (const auto others : {QFile::ReadGroup, QFile::ReadOther, QFile::WriteOther}) {
        QVERIFY(file.setPermissions(own | others));
        QCOMPARE(resolved(reference),
                 QStringLiteral("error: ${file:%1}: others may open this file; make it yours alone "
                                "with chmod 600")
                     .arg(file.fileName()));
    }
    for (const auto alone : {QFile::Permissions(QFile::ReadOwner), QFile::Permissions(own)}) {
        QVERIFY(file.setPermissions(alone));
        QCOMPARE(resolved(reference), QStringLiteral("swordfish"));
    }
}

void tst_Secrets::aSecretComesFromTheKeyring()
{
    const KeyringReader keyring =
        [](const std::string& key) -> std::variant<std::string, ConfigProblem> {
        if (key == "orders")
            return std::string("swordfish");
        ConfigProblem problem;
        problem.message = "it keeps nothing under this key";
        return problem;
    };
    QCOMPARE(resolved("${keyring:orders}", keyring), QStringLiteral("swordfish"));
    QCOMPARE(resolved("${keyring:others}", keyring),
             QStringLiteral("error: ${keyring:others}: it keeps nothing under this key"));
    QCOMPARE(resolved("${keyring:orders}"),
             QStringLiteral("error: ${keyring:orders}: only the collector looks into the keyring"));
}

void tst_Secrets::aSecretThatCannotBeResolvedIsNamedWithoutItsValue()
{
    QCOMPARE(resolved("swordfish${env:X"),
             QStringLiteral("error: a reference has no closing brace"));
    QVERIFY(!resolved("swordfish${keyring:orders}").contains(QStringLiteral("swordfish")));
    QCOMPARE(resolved("${ORDERS}"),
             QStringLiteral("error: ${ORDERS} is no reference; write ${env:NAME}, ${file:PATH} or "
                            "${keyring:KEY}"));
}

void tst_Secrets::aTextIsShownWithoutSecrets_data()
{
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* text, const char* shown) {
        QTest::newRow(text) << QString::fromUtf8(shown);
    };
    row("nothing to hide", "nothing to hide");
    row("login alice:swordfish-2, swordfish", "login alice:***, ***");
    row("the short secret ab stays", "the short secret ab stays");
    row("http://alice:pw@registry:8081/x and http://h/a@b",
        "http://***@registry:8081/x and http://h/a@b");
    row("kafka://a@b@host/t", "kafka://***@host/t");
    row("key -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nend", "key ***\nend");
    row("cut -----BEGIN PRIVATE KEY-----\nMIIE", "cut ***");
    row("cut -----BEGIN PRIVATE KEY-----\nMIIE\n-----END ", "cut ***");
    row("//", "//");
    row("", "");
}

void tst_Secrets::aTextIsShownWithoutSecrets()
{
    QFETCH(const QString, shown);
    const std::array<std::string, 4> secrets{"swordfish", "swordfish-2", "ab", ""};
    QCOMPARE(QString::fromStdString(withoutSecrets(QTest::currentDataTag(), secrets)), shown);
}

QTEST_GUILESS_MAIN(tst_Secrets)
#include "tst_secrets.moc"
