// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/firstrun.h"

#include "ui/launcher.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/scrolled.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

namespace weir {

namespace {

constexpr int widest = 560;

}

FirstRun::FirstRun(const Theme& theme, Launcher* launcher, QWidget* parent)
    : QWidget(parent)
    , m_launcher(launcher)
    , m_feedback(new PlainLabel({}, "label"))
{
    auto* title = new PlainLabel(tr("Where do your events come from?"));
    QFont large = theme.titleFont();
    large.setPixelSize(theme.scaled(18));
    title->setFont(large);
    title->setWordWrap(true);
    auto* add = new QPushButton(tr("Add a source"));
    add->setProperty("role", QStringLiteral("primary"));
    connect(add, &QPushButton::clicked, this, &FirstRun::addWanted);
    auto* demo = new QPushButton(tr("Watch the demo"));
    connect(demo, &QPushButton::clicked, this, [this] {
        say(m_launcher->openDemo(), tr("The demo opens in a window of its own."));
    });

    auto* column = new QWidget;
    column->setMaximumWidth(widest);
    auto* ways = new QVBoxLayout(column);
    ways->setContentsMargins(24, 16, 24, 16);
    ways->setSpacing(12);
    ways->addWidget(title);
    ways->addSpacing(4);
    ways->addWidget(makeWay(theme, tr("Add a source"),
                            tr("A Kafka topic, a ZeroMQ endpoint or log files. You can test it "
                               "before anything is saved."),
                            add));
    if (launcher != nullptr) {
        ways->addWidget(makeWay(theme, tr("Watch the demo"),
                                tr("Live streams of a made-up shop over real sockets, with "
                                   "dashboards and alerts."),
                                demo));
        ways->addWidget(makeWay(theme, tr("Open an index"),
                                tr("What a colleague exported, or an index from elsewhere."),
                                makeOpenButton()));
    } else {
        delete demo;
    }
    m_feedback->setWordWrap(true);
    m_feedback->hide();
    ways->addWidget(m_feedback);
    auto* body = new QWidget;
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(column, 1000);
    row->addStretch(1);
    auto* rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addStretch(2);
    rows->addLayout(row);
    rows->addStretch(3);
    QScrollArea* scroll = scrolledDown(body);
    scroll->setFocusPolicy(Qt::NoFocus); // its buttons have it
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

QWidget* FirstRun::makeWay(const Theme& theme, const QString& title, const QString& text,
                           QWidget* button)
{
    auto* head = new PlainLabel(title);
    QFont bold = theme.uiFont();
    bold.setWeight(QFont::DemiBold);
    head->setFont(bold);
    auto* hint = new PlainLabel(text, "label");
    hint->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(head);
    words->addWidget(hint);
    button->setMinimumWidth(136);
    auto* way = new QWidget;
    auto* layout = new QHBoxLayout(way);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addLayout(words, 1);
    layout->addWidget(button, 0, Qt::AlignVCenter);
    return way;
}

QWidget* FirstRun::makeOpenButton()
{
    auto* open = new QPushButton(tr("Open an index"));
    auto* menu = new QMenu(open);
    menu->addAction(tr("An exported file (.weir)…"), this, &FirstRun::openFile);
    menu->addAction(tr("The folder of an index…"), this, &FirstRun::openFolder);
    open->setMenu(menu);
    return open;
}

void FirstRun::openFile()
{
    auto* dialog = new QFileDialog(this, tr("Open an exported file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Exported events (*.weir)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        say(m_launcher->openFile(path), tr("It opens in a window of its own."));
    });
    dialog->open();
}

void FirstRun::openFolder()
{
    auto* dialog = new QFileDialog(this, tr("Open the folder of an index"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        say(m_launcher->openIndex(path), tr("It opens in a window of its own."));
    });
    dialog->open();
}

void FirstRun::say(bool isStarted, const QString& what)
{
    m_feedback->setText(isStarted ? what : tr("The program weir could not be started."));
    m_feedback->show();
}

} // namespace weir
