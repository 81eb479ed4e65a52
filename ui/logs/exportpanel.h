// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/timepoint.h"

#include <QFrame>
#include <QPointer>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace weir {

class ChildRun;
class Exporter;
class PlainLabel;

/// Writes the whole result into a file: format and name, then progress with a way to stop, then what
/// was written or why not. A strip of the log page, never a dialog; hidden until open(). A new file is
/// for its owner only (0600). Thread: GUI.
class ExportPanel final : public QFrame
{
    Q_OBJECT

public:
    /// The result as it is on the page.
    struct Result
    {
        QString query;
        TimeRange range; ///< TimePoint::min() and max(): open at that end
        std::vector<std::string> columns; ///< of text and CSV
        std::optional<EventSeq> upTo = std::nullopt; ///< nothing newer; unset: all there is
        std::optional<quint64> events = {}; ///< shown now; nothing: not known
    };

    /// `exporter` outlives it.
    explicit ExportPanel(Exporter& exporter, QWidget* parent = nullptr);

    /// Asks where to; while one is being written it only shows that.
    void open(Result result);
    bool isWriting() const { return !m_run.isNull(); }

signals:
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override; // Escape closes it, but never stops the writing

private:
    void addSetup();
    void start();
    void stop();
    void hide();
    void browse();
    void nameForFormat();
    void received(const QByteArray& line);
    void ended(const QString& problem);
    void say(const QString& text, const char* role);
    void showState();
    QStringList arguments() const;

    Exporter& m_exporter;
    Result m_result;
    QComboBox* m_format;
    QLineEdit* m_file;
    QPushButton* m_browse;
    QPushButton* m_start;
    QProgressBar* m_progress;
    PlainLabel* m_text;
    QPushButton* m_close;
    QPointer<ChildRun> m_run;
    QString m_complaint; ///< the child's last line that was not JSON
    std::optional<quint64> m_written;
};

} // namespace weir
