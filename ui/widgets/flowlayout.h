// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace weir {

/// A row whose items go on in a further line where the width does not suffice, as words do: nothing is
/// made narrower than what it says. What may grow (size policy Expanding or Ignored, a stretch) takes
/// what is left of its line; a line of text that may be ignored is left out where it does not get all it
/// needs. Items of a line stand in its middle. Thread: GUI.
class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    explicit FlowLayout(QWidget* parent = nullptr);
    ~FlowLayout() override;

    /// What comes after it stands at the end of its line.
    void addStretch();
    void insertWidget(int index, QWidget* widget);

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& area) override;

private:
    struct Place
    {
        QLayoutItem* item = nullptr;
        QSize size;
        bool mayGrow = false;
    };
    using Line = std::vector<Place>;

    Place placeOf(QLayoutItem& item, int most) const;
    std::vector<Line> linesFor(int width) const;
    void fill(Line& line, int width) const;
    int gapBefore(const Line& line, std::size_t index) const;
    static int heightOf(const Line& line);
    void arrange(const Line& line, const QRect& area) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace weir
