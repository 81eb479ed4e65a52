// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/exportpanel.h"

#include "ui/exporter.h"
#include "ui/models/format.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

namespace weir {

namespace {

constexpr int steps = 1000; ///< of the progress bar
constexpr int leastFile = 160;
constexpr int leastText = 150;

struct Format
{
    const char* ending;
    const char* text;
};
constexpr Format formats[] = {
    {"ndjson", QT_TRANSLATE_NOOP("weir::ExportPanel", "NDJSON, a line an event")},
    {"csv", QT_TRANSLATE_NOOP("weir::ExportPanel", "CSV of the columns")},
    {"txt", QT_TRANSLATE_NOOP("weir::ExportPanel", "Text of the columns")},
    {"raw", QT_TRANSLATE_NOOP("weir::ExportPanel", "Payloads, byte for byte")},
    {"weir", QT_TRANSLATE_NOOP("weir::ExportPanel", "Weir file, opens in Weir")},
};

QString queryTime(TimePoint time)
{
    return QString::fromStdString(formatTime(time));
}

/// As `--fields` takes it: one with commas or quotes stands in quotes.
QString fieldArgument(const std::string& column)
{
    QString name = QString::fromStdString(column);
    if (!name.contains(QLatin1Char(',')) && !name.contains(QLatin1Char('"')))
        return name;
    name.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + name + QLatin1Char('"');
}

} // namespace

ExportPanel::ExportPanel(Exporter& exporter, QWidget* parent)
    : QFrame(parent)
    , m_exporter(exporter)
    , m_format(new QComboBox)
    , m_file(new QLineEdit)
    , m_browse(new QPushButton(tr("Browse…")))
    , m_start(new QPushButton(tr("Export")))
    , m_progress(new QProgressBar)
    , m_text(new PlainLabel({}, "label"))
    , m_close(new QPushButton(tr("Close")))
{
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("exportPanel"));
    addSetup();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportPanel::nameForFormat);
    connect(m_file, &QLineEdit::returnPressed, this, &ExportPanel::start);
    connect(m_browse, &QPushButton::clicked, this, &ExportPanel::browse);
    connect(m_start, &QPushButton::clicked, this, &ExportPanel::start);
    connect(m_close, &QPushButton::clicked, this, [this] { isWriting() ? stop() : hide(); });
    QFrame::hide();
}

void ExportPanel::addSetup()
{
    for (const Format& format : formats)
        m_format->addItem(tr(format.text), QLatin1String(format.ending));
    m_format->setAccessibleName(tr("Format of the file"));
    m_file->setAccessibleName(tr("File to write"));
    m_file->setMinimumWidth(leastFile);
    m_start->setProperty("role", QStringLiteral("primary"));
    m_progress->setRange(0, steps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("Progress of the export"));
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text->setMinimumWidth(leastText);
    auto* row = new FlowLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_format, m_file, m_browse, m_start,
                                                         m_progress, m_text, m_close})
        row->addWidget(part);
}

void ExportPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !isWriting())
        hide();
    else
        QFrame::keyPressEvent(event);
}

void ExportPanel::open(Result result)
{
    QFrame::show();
    if (isWriting())
        return;
    m_result = std::move(result);
    m_written.reset();
    m_file->setText(QDir::home().filePath(
        QStringLiteral("weir-%1.%2")
            .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss")),
                 m_format->currentData().toString())));
    const auto events = m_result.events;
    say(events ? tr("%1 shown").arg(eventsText(*events, groupedNumber(*events))) : QString(),
        "label");
    showState();
    m_file->setFocus();
    m_file->selectAll();
}

void ExportPanel::hide()
{
    QFrame::hide();
    emit closed();
}

void ExportPanel::nameForFormat()
{
    const QString ending = m_format->currentData().toString();
    const QFileInfo file(m_file->text());
    m_file->setText(file.dir().filePath(file.completeBaseName() + QLatin1Char('.') + ending));
}

void ExportPanel::browse()
{
    auto* dialog = new QFileDialog(this, tr("Export to"), m_file->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // the child refuses, in words
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

QStringList ExportPanel::arguments() const
{
    const QString format = m_format->currentData().toString();
    QStringList all{QStringLiteral("--output"), m_file->text(), QStringLiteral("--format"), format,
                    QStringLiteral("--keep-existing")};
    if (m_result.range.from != TimePoint::min())
        all << QStringLiteral("--from") << queryTime(m_result.range.from);
    if (m_result.upTo)
        all << QStringLiteral("--up-to") << QString::number(number(*m_result.upTo));
    if (m_result.range.to != TimePoint::max())
        all << QStringLiteral("--to") << queryTime(m_result.range.to);
    if (format == QLatin1String("csv") || format == QLatin1String("txt")) {
        QStringList columns;
        for (const std::string& column : m_result.columns)
            columns << fieldArgument(column);
        if (!columns.isEmpty())
            all << QStringLiteral("--fields") << columns.join(QLatin1Char(','));
    }
    all << QStringLiteral("--");
    if (!m_result.query.trimmed().isEmpty())
        all << m_result.query;
    return all;
}

void ExportPanel::start()
{
    if (isWriting() || m_file->text().trimmed().isEmpty())
        return;
    m_close->setFocus(); // what has the keys is hidden meanwhile; Esc closes when it is done
    m_complaint.clear();
    m_written.reset();
    m_progress->setRange(0, 0); // until it is known how much there is
    m_run = m_exporter.start(arguments(), this);
    connect(m_run, &ChildRun::lineReceived, this, &ExportPanel::received);
    connect(m_run, &ChildRun::ended, this, &ExportPanel::ended);
    say(tr("Counting…"), "label");
    showState();
}

void ExportPanel::stop()
{
    delete m_run;
    say(tr("Stopped. Nothing was kept."), "label");
    showState();
}

void ExportPanel::received(const QByteArray& line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object.isEmpty()) {
        m_complaint = plainText(line.toStdString(), 400);
        return;
    }
    const auto events = static_cast<quint64>(object[QStringLiteral("events")].toInteger());
    if (!object.contains(QStringLiteral("progress"))) {
        m_written = events;
        return;
    }
    const double total = object[QStringLiteral("total")].toDouble();
    if (total > 0) {
        m_progress->setRange(0, steps);
        m_progress->setValue(
            static_cast<int>(steps * object[QStringLiteral("done")].toDouble() / total));
    }
    say(tr("%1 written").arg(eventsText(events, groupedNumber(events))), "label");
}

void ExportPanel::ended(const QString& problem)
{
    m_run->deleteLater();
    m_run.clear();
    if (m_written)
        say(tr("%1 in %2").arg(eventsText(*m_written, groupedNumber(*m_written)),
                               plainText(m_file->text().toStdString(), 200)),
            "ok");
    else
        say(!problem.isEmpty() ? problem
                : m_complaint.isEmpty() ? tr("The export ended without a word.")
                                        : m_complaint,
            "error");
    showState();
}

void ExportPanel::say(const QString& text, const char* role)
{
    m_text->setText(text);
    m_text->setToolTip({});
    m_text->setProperty("role", QLatin1String(role));
    m_text->style()->polish(m_text);
}

void ExportPanel::showState()
{
    const bool writes = isWriting();
    for (QWidget* widget : {static_cast<QWidget*>(m_format), static_cast<QWidget*>(m_file),
                            static_cast<QWidget*>(m_browse), static_cast<QWidget*>(m_start)})
        widget->setVisible(!writes);
    m_progress->setVisible(writes);
    m_text->setVisible(!m_text->text().isEmpty());
    m_close->setText(writes ? tr("Stop") : tr("Close"));
}

} // namespace weir
