// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

namespace weir {

/// The place of a page that is made when it is seen first, or asked for: until then it costs neither the
/// start of the window nor a zoom anything. What it can be told to do is said before by its
/// declareActions(). Thread: GUI.
class LatePage final : public QWidget
{
    Q_OBJECT

public:
    /// Called once; the page is owned by this.
    using Make = std::function<QWidget*()>;

    explicit LatePage(Make make, QWidget* parent = nullptr);

    void ensure(); ///< makes it if need be

protected:
    void showEvent(QShowEvent* event) override;

private:
    Make m_make; ///< empty: it is made
};

} // namespace weir
