// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/settingsvalues.h"
#include "ui/pagecontext.h"

#include <QWidget>

#include <functional>

class QFormLayout;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace weir {

class PlainLabel;

/// What can be set without an editor, and the lines of weir.toml that come of it. The look changes at
/// once; everything is written with *Save*. Thread: GUI.
class SettingsPage final : public QWidget
{
    Q_OBJECT

public:
    /// `context.settings` must not be null.
    explicit SettingsPage(PageContext& context, QWidget* parent = nullptr);
    ~SettingsPage() override;

    /// What it can be told to do, before there is one.
    static void declareActions(Actions& actions);

private:
    using Fault = std::function<std::string(const std::string&)>;

    QWidget* makeBar();
    QWidget* makeBody();
    QWidget* makeFoot();
    static PlainLabel* labelOf(const QString& name);
    QFormLayout* addGroup(QVBoxLayout& column, const QString& title);
    void addAppearance(QVBoxLayout& column);
    void addTimes(QVBoxLayout& column);
    void addKeys(QVBoxLayout& column);
    void addData(QVBoxLayout& column);
    void addCollector(QVBoxLayout& column);

    // One row each; `set` writes the value into m_wanted, `get` reads it from there.
    void addChoice(QFormLayout& form, const QString& name, const QStringList& words,
                   std::function<int()> get, std::function<void(int)> set);
    void addNumber(QFormLayout& form, const QString& name, int least, int most, int step,
                   const QString& unit, std::function<int()> get, std::function<void(int)> set);
    void addCheck(QFormLayout& form, const QString& name, const QString& text,
                  std::function<bool()> get, std::function<void(bool)> set);
    void addText(QFormLayout& form, const QString& name, const QString& usual, Fault fault,
                 std::function<std::string&()> value);
    void addFact(QFormLayout& form, const QString& name, const QString& value);

    void edited();
    void fileChanged();
    void fillFields();
    void applyLookNow();
    void showChanges();
    void say(const QString& text, const char* role);
    void save();
    void revert();

    const PageContext m_context;
    SettingsValues m_saved; ///< what the file says
    SettingsValues m_wanted;
    std::vector<std::function<void()>> m_fill; ///< fields from m_wanted
    std::vector<std::function<bool()>> m_check; ///< false: the field says what is wrong with it
    bool m_isFilling = false;
    QPlainTextEdit* m_lines = nullptr;
    PlainLabel* m_say = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_revert = nullptr;
};

} // namespace weir
