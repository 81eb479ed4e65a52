// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/stylesheet.h"

#include <QRegularExpression>

#include <utility>

namespace weir {

namespace {

// The colour of what is typed comes from the palette: named here, Qt would make the placeholder's from it
// and paler than can be read.
// Tokens stand as @name, so that a colour is named once and the text reads like a stylesheet.
const char* const text = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @strongLine; padding: 4px 8px; }
QMainWindow, QWidget[role="page"] { background: @window; }
QWidget[role="bar"] { background: @panel; border: 0; border-bottom: 1px solid @line; }
QWidget[role="sidebar"] { background: @panel; border: 0; border-left: 1px solid @line; }
QWidget[role="chips"] { background: @panel; border: 0; }
QLineEdit[role="chip"] { border-radius: 10px; padding: 0 10px; min-height: 20px; min-width: 150px; }
QTabBar { background: @panel; border: 0; }
QTabBar::tab { background: @panel; color: @text2; border: 0; border-right: 1px solid @line; border-bottom: 1px solid @line; padding: 5px 10px; }
QTabBar::tab:hover { background: @raised; color: @text; }
QTabBar::tab:selected { background: @window; color: @text; border-top: 2px solid @accent; border-bottom-color: @window; }
QTabBar::close-button { image: url(:/icons/tab-close.svg); width: 12px; height: 12px; }
QTabBar::close-button:hover { background: @raised; border-radius: 3px; }
QFrame[role="line"] { background: @line; border: 0; }
QStatusBar, QWidget[role="statusbar"] { background: @panel; border: 0; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
QLabel[role="label"] { color: @text2; }
QLabel[role="hint"] { color: @text3; }
QLabel[role="error"] { color: @error; }
QLabel#listNote { background: @raised; border: 1px solid @strongLine; border-radius: 4px; padding: 4px 8px; }
QLabel#queryProblem { background: @raised; border: 1px solid @error; border-radius: 4px; padding: 4px 8px; }
QLabel[role="ok"] { color: @ok; }
QLabel[role="warn"] { color: @warn; }
QLabel[role="accent"] { color: @accent; }
QPushButton, QToolButton {
    background: @panel; color: @text; border: 1px solid @strongLine; border-radius: 4px; padding: 4px 10px;
    min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: @raised; }
QPushButton:pressed, QToolButton:pressed { background: @selection; }
QPushButton:disabled, QToolButton:disabled { color: @text3; border-color: @line; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"], QToolButton[role="primary"] { color: @accent; border-color: @accent; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border-color: @text; color: @text; }
QPushButton[role="primary"]:disabled { color: @text3; border-color: @line; }
QToolButton[role="plain"], QPushButton[role="plain"] { background: transparent; border-color: transparent; color: @text2; }
QToolButton[role="inline"] { background: transparent; border: 0; padding: 0 6px; min-height: 0; }
QToolButton[role="inline"]:focus { background: @raised; color: @accent; }
QToolButton[role="plain"]:hover, QPushButton[role="plain"]:hover { background: @raised; color: @text; }
QToolButton[role="plain"]:focus, QPushButton[role="plain"]:focus { border-color: @accent; }
QPushButton[role="link"] { background: transparent; border: 0; padding: 0 2px; color: @accent; min-height: 0; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { text-decoration: underline; }
QPushButton[role="status"] { background: transparent; border: 0; border-radius: 2px; padding: 1px 4px; color: @text2; min-height: 0; }
QPushButton[role="status"]:hover, QPushButton[role="status"]:focus { background: @raised; }
QPushButton[role="chip"] { border-radius: 10px; padding: 1px 10px; color: @text2; min-height: 18px; background: transparent; }
QPushButton[role="chip"]:hover { background: @raised; }
QPushButton[role="chip"]:checked { background: @accentGround; border-color: @accent; color: @accent; }
QPushButton[role="chip"]:checked:focus { border-color: @text; color: @text; }
QPushButton[role="tab"] { background: transparent; border: 0; border-bottom: 2px solid transparent; border-radius: 0;
    padding: 6px 2px; color: @text2; }
QPushButton[role="tab"]:hover { color: @text; }
QPushButton[role="tab"]:checked { color: @text; border-bottom-color: @accent; }
QPushButton[role="tab"]:focus { color: @text; background: @raised; text-decoration: underline; }
QPushButton[role="tab"]:checked:focus { color: @accent; text-decoration: none; }
QPushButton[role="segment"] { background: transparent; border-color: transparent; color: @text2; }
QPushButton[role="segment"]:hover { background: @raised; }
QPushButton[role="segment"]:focus { border-color: @strongLine; color: @text; }
QPushButton[role="segment"]:checked { background: @panel; border-color: @accent; color: @accent; }
QPushButton[role="segment"]:checked:focus { border-color: @text; color: @text; }
QFrame[role="overlay"] { background: @panel; border: 1px solid @strongLine; border-radius: 6px; }
QFrame[role="overlay"] QListView, QFrame[role="overlay"] QTreeView { background: @panel; }
QFrame[role="overlay"] QHeaderView, QFrame[role="overlay"] QHeaderView::section { background: @panel; }
QFrame[role="banner"] { background: @panel; border: 1px solid @warn; border-radius: 4px; }
QFrame[role="banner"][level="error"] { border-color: @error; }
QFrame[role="banner"][level="note"] { border-color: @strongLine; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox {
    background: @window; border: 1px solid @strongLine; border-radius: 4px; padding: 3px 8px;
    selection-background-color: @accentGround; selection-color: @text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: @accent; }
QAbstractScrollArea[role="pane"] { border: 1px solid transparent; }
QAbstractScrollArea[role="pane"]:focus { border-color: @accent; }
QLineEdit[readOnly="true"] { background: @panel; border-color: @line; }
QCheckBox { spacing: 8px; min-height: 26px; }
QCheckBox::indicator { width: 14px; height: 14px; background: @window; border: 1px solid @strongLine; border-radius: 3px; }
QCheckBox::indicator:checked { background: @check; border-color: @check; image: url(:/icons/check.svg); }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox:focus { color: @accent; }
QSpinBox::up-button, QSpinBox::down-button { border: 0; width: 18px; }
QSpinBox::up-arrow { image: url(:/icons/chevron-up.svg); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url(:/icons/chevron-down.svg); width: 10px; height: 10px; }
QComboBox:!editable { padding-left: 10px; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/chevron-down.svg); width: 12px; height: 12px; }
QPlainTextEdit[role="flat"] { background: @panel; border: 1px solid @panel; border-radius: 0; padding: 0; }
QPlainTextEdit[role="flat"]:focus { border-color: @accent; }
QTreeView, QTableView, QListView { background: @window; border: 1px solid transparent; color: @text; outline: 0;
    selection-background-color: @selection; selection-color: @text; alternate-background-color: @window; }
QTreeView:focus, QTableView:focus, QListView:focus { border-color: @accent; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @window; border: 0; }
QHeaderView::section { background: @window; color: @text3; border: 0; border-bottom: 1px solid @line; padding: 4px 8px; font-weight: 400; }
QMenu { background: @panel; color: @text; border: 1px solid @strongLine; padding: 4px 0; }
QMenu::item { padding: 5px 24px 5px 16px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @text3; }
QMenu::icon { left: 10px; }
QMenu::indicator { width: 12px; height: 12px; left: 4px; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QSplitter::handle { background: @line; }
QScrollBar:vertical { background: @panel; width: 10px; margin: 0; border: 0; }
QScrollBar:horizontal { background: @panel; height: 10px; margin: 0; border: 0; }
QScrollBar::handle { background: @strongLine; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString zoomed(const QString& sheet, int zoom)
{
    static const QRegularExpression pixels(QStringLiteral("(\\d+)px"));
    QString result;
    qsizetype done = 0;
    for (auto it = pixels.globalMatch(sheet); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        result += sheet.mid(done, match.capturedStart() - done);
        result += QString::number(qRound(match.captured(1).toInt() * zoom / 100.0))
            + QLatin1String("px");
        done = match.capturedEnd();
    }
    return result + sheet.mid(done);
}

} // namespace

QString styleSheet(const Colors& colors, int zoom)
{
    // Longer names first: @text is the beginning of @text2.
    const std::pair<const char*, QColor> tokens[] = {
        {"@accentGround", colors.accentGround},
        {"@accent", colors.accent},
        {"@strongLine", colors.strongLine},
        {"@check", colors.window.lightness() < 128 ? colors.accent.darker(180) : colors.accent},
        {"@selection", colors.selection},
        {"@window", colors.window},
        {"@raised", colors.raised},
        {"@panel", colors.panel},
        {"@error", colors.error()},
        {"@text2", colors.text2},
        {"@text3", colors.text3},
        {"@text", colors.text},
        {"@warn", colors.warn()},
        {"@line", colors.line},
        {"@ok", colors.ok},
    };
    QString sheet = QString::fromLatin1(text);
    for (const auto& [token, color] : tokens)
        sheet.replace(QLatin1String(token), color.name());
    return zoom == 100 ? sheet : zoomed(sheet, zoom);
}

} // namespace weir
