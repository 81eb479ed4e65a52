// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the settings page: a name, a control, and below it what is wrong with its value.
#include "ui/settings/settingspage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

namespace weir {

PlainLabel* SettingsPage::labelOf(const QString& name)
{
    auto* label = new PlainLabel(name, "label");
    label->setMinimumWidth(160); // fields of all groups stand below each other
    return label;
}

QFormLayout* SettingsPage::addGroup(QVBoxLayout& column, const QString& title)
{
    auto* head = new PlainLabel(title, "label");
    head->setFont(m_context.theme.groupTitleFont());
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 12);
    form->setSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    column.addWidget(head);
    column.addLayout(form);
    return form;
}

void SettingsPage::addChoice(QFormLayout& form, const QString& name, const QStringList& words,
                             std::function<int()> get, std::function<void(int)> set)
{
    auto* box = new QComboBox;
    box->addItems(words);
    box->setAccessibleName(name);
    m_fill.push_back([box, get = std::move(get)] { box->setCurrentIndex(get()); });
    connect(box, &QComboBox::currentIndexChanged, this, [this, set = std::move(set)](int index) {
        if (m_isFilling)
            return;
        set(index);
        edited();
    });
    form.addRow(labelOf(name), box);
}

void SettingsPage::addNumber(QFormLayout& form, const QString& name, int least, int most, int step,
                             const QString& unit, std::function<int()> get,
                             std::function<void(int)> set)
{
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setSingleStep(step);
    box->setSuffix(unit);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false); // 1 is not 150 on the way
    m_fill.push_back([box, get = std::move(get)] { box->setValue(get()); });
    connect(box, &QSpinBox::valueChanged, this, [this, set = std::move(set)](int value) {
        if (m_isFilling)
            return;
        set(value);
        edited();
    });
    form.addRow(labelOf(name), box);
}

void SettingsPage::addCheck(QFormLayout& form, const QString& name, const QString& text,
                            std::function<bool()> get, std::function<void(bool)> set)
{
    auto* box = new QCheckBox(text);
    m_fill.push_back([box, get = std::move(get)] { box->setChecked(get()); });
    connect(box, &QCheckBox::toggled, this, [this, set = std::move(set)](bool on) {
        if (m_isFilling)
            return;
        set(on);
        edited();
    });
    form.addRow(labelOf(name), box);
}

void SettingsPage::addText(QFormLayout& form, const QString& name, const QString& usual,
                           Fault fault, std::function<std::string&()> value)
{
    auto* field = new QWidget;
    auto* line = new QLineEdit;
    line->setPlaceholderText(usual);
    line->setAccessibleName(name);
    line->setMinimumWidth(220);
    auto* problem = new PlainLabel({}, "error");
    problem->setWordWrap(true);
    problem->hide();
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(line);
    layout->addWidget(problem);
    m_fill.push_back([line, value] {
        const QString text = QString::fromStdString(value());
        if (line->text().trimmed() != text)
            line->setText(text);
    });
    m_check.push_back([problem, value, fault = std::move(fault)] {
        const QString wrong = QString::fromStdString(fault(value()));
        problem->setText(wrong);
        problem->setHidden(wrong.isEmpty());
        return wrong.isEmpty();
    });
    connect(line, &QLineEdit::textChanged, this, [this, value](const QString& text) {
        if (m_isFilling)
            return;
        value() = text.trimmed().toStdString();
        edited();
    });
    form.addRow(labelOf(name), field);
}

void SettingsPage::addFact(QFormLayout& form, const QString& name, const QString& value)
{
    auto* label = new PlainLabel(value);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addRow(labelOf(name), label);
}

} // namespace weir
