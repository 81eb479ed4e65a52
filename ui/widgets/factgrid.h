// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <utility>
#include <vector>

class QGridLayout;

namespace weir {

class PlainLabel;

/// Names and what is known of each, in two columns, with a title in small capitals. Labels are kept
/// and given new text, so that figures that change do not flicker. Hidden while it is empty.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    struct Fact
    {
        QString name;
        QString value;
        bool isCode = false; ///< a query or a piece of a file

        friend bool operator==(const Fact&, const Fact&) = default;
    };

    FactGrid(const QString& title, const QFont& titleFont, const QFont& codeFont,
             QWidget* parent = nullptr);

    /// Facts without a value are left out.
    void setFacts(std::vector<Fact> facts);

private:
    std::pair<PlainLabel*, PlainLabel*> row(std::size_t number);

    const QFont m_codeFont;
    QGridLayout* m_layout;
    std::vector<std::pair<PlainLabel*, PlainLabel*>> m_rows;
    std::vector<Fact> m_facts;
};

} // namespace weir
