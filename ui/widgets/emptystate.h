// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QPushButton;
class QVBoxLayout;

namespace weir {

class PlainLabel;

/// What stands where a list would be: what is not there, and the next step.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// `hint` may have several lines; `button` empty: none.
    void setContent(const QString& title, const QString& hint, const QString& button = {});

    struct Offer
    {
        QString text; ///< plain
        std::function<void()> take;
    };
    /// Several next steps in place of one: a button each, the first the likeliest.
    void setOffers(std::vector<Offer> offers);

signals:
    void pressed();

private:
    PlainLabel* m_title;
    PlainLabel* m_hint;
    QPushButton* m_button;
    QVBoxLayout* m_column; ///< of the offers
    std::vector<Offer> m_offers;
};

} // namespace weir
