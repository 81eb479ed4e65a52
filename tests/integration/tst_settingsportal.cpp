// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/settingsportal.h"
#include "tests/integration/fakesettingsportal.h"
#include "tests/integration/workbench.h"
#include "tests/support/privatebus.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace weir;

namespace {

/// A window's theme that listens to the portal of a bus.
struct Listener
{
    explicit Listener(const QDBusConnection& bus)
        : portal(bus)
        , heard(&portal, &SettingsPortal::darkWanted)
    {
        QObject::connect(&portal, &SettingsPortal::darkWanted, &theme, &Theme::setSystemIsDark);
        portal.ask();
    }

    Theme theme{*qApp};
    SettingsPortal portal;
    QSignalSpy heard;
};

QColor groundOf(const QWidget& widget)
{
    return widget.palette().color(QPalette::Base);
}

} // namespace

/// Dark or light as the desktop says, also while the window is open.
class tst_SettingsPortal final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_bus.isRunning()); }
    void theDesktopsColoursAreTakenWhenTheyChange();
    void aPortalOfTheFirstVersionIsAskedInItsWay();
    void coloursThatWereChosenStay();
    void withoutAPortalThePaletteTells();
    void theRealWindowOpensAsTheDesktopIs();

private:
    QColor pictureOfTheWindow();

    PrivateBus m_bus;
};

void tst_SettingsPortal::theDesktopsColoursAreTakenWhenTheyChange()
{
    FakeSettingsPortal desktop(m_bus.connection());
    desktop.choose(1);
    Listener window(m_bus.connection());
    QLineEdit field;
    QTRY_VERIFY(window.theme.isDark());
    QCOMPARE(window.heard.count(), 1);
    desktop.choose(2);
    QTRY_COMPARE(groundOf(field), Colors::light().window);
    desktop.choose(1);
    QTRY_COMPARE(groundOf(field), Colors::dark().window);
    desktop.choose(2);
    QTRY_VERIFY(!window.theme.isDark());
    desktop.chooseAccent(); // is nothing of ours
    desktop.choose(1);
    QTRY_VERIFY(window.theme.isDark());
    QCOMPARE(window.heard.count(), 5);
    QCOMPARE(desktop.asked, 1);
}

void tst_SettingsPortal::aPortalOfTheFirstVersionIsAskedInItsWay()
{
    FakeSettingsPortal desktop(m_bus.connection());
    desktop.isOfVersion1 = true;
    for (const uint scheme : {1U, 2U}) {
        desktop.choose(scheme);
        Listener window(m_bus.connection());
        QTRY_COMPARE(window.heard.count(), 1);
        QCOMPARE(window.theme.isDark(), scheme == 1U);
    }
}

void tst_SettingsPortal::coloursThatWereChosenStay()
{
    FakeSettingsPortal desktop(m_bus.connection());
    desktop.choose(2);
    Listener window(m_bus.connection());
    window.theme.setMode(Theme::Mode::Dark);
    QTRY_COMPARE(window.heard.count(), 1);
    QVERIFY(window.theme.isDark());
    window.theme.setMode(Theme::Mode::System);
    QVERIFY(!window.theme.isDark());
}

void tst_SettingsPortal::withoutAPortalThePaletteTells()
{
    Listener noPortal(m_bus.connection());
    const bool ofThePalette = noPortal.theme.isDark();
    FakeSettingsPortal desktop(m_bus.connection()); // too late to be asked, not too late to be heard
    desktop.choose(ofThePalette ? 2 : 1);
    QTRY_COMPARE(noPortal.theme.isDark(), !ofThePalette);
    desktop.choose(0);
    QTRY_COMPARE(noPortal.theme.isDark(), ofThePalette);

    Listener noBus{QDBusConnection(QStringLiteral("never connected"))};
    QCOMPARE(noBus.theme.isDark(), groundOf(QLineEdit()).lightness() < 128);
    QCOMPARE(noBus.heard.count(), 0);
}

/// The colour in the middle of its log page.
QColor tst_SettingsPortal::pictureOfTheWindow()
{
    const Workbench bench;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_bus.address());
    QProcess window;
    window.setProcessEnvironment(environment);
    const QString picture = bench.path(QStringLiteral("window.png"));
    window.start(QStringLiteral(WEIR_BIN_DIR "/weir-console"),
                 {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                  bench.index(), QStringLiteral("--read-only"), QStringLiteral("--seconds"),
                  QStringLiteral("2"), QStringLiteral("--screenshot"), picture});
    // The portal is here, so nothing but the event loop may wait.
    (void)QTest::qWaitFor([&window] { return window.state() == QProcess::NotRunning; }, 30'000);
    const QImage image(picture);
    return image.isNull() ? QColor() : image.pixelColor(image.rect().center() + QPoint(0, 200));
}

void tst_SettingsPortal::theRealWindowOpensAsTheDesktopIs()
{
    FakeSettingsPortal desktop(m_bus.connection());
    desktop.choose(1);
    QCOMPARE(pictureOfTheWindow(), Colors::dark().window);
    desktop.choose(2);
    QCOMPARE(pictureOfTheWindow(), Colors::light().window);
    QCOMPARE(desktop.asked, 2);
}

QTEST_MAIN(tst_SettingsPortal)
#include "tst_settingsportal.moc"
