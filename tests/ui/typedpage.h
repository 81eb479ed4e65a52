// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/viewpage.h"
#include "ui/logs/choicepopup.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/facetspanel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QPushButton>
#include <QTest>

#include <algorithm>

namespace weir::test {

/// A page over 90 events of the services a and b, and its query line.
struct TypedPage : ConfigFolder, ViewPage
{
    TypedPage()
        : ViewPage(ConfigFolder::path())
        , line(*page->findChild<QueryEdit*>())
        , empty(*page->findChild<EmptyState*>(QStringLiteral("emptyAnswer")))
    {
    }

    bool isReady()
    {
        return ViewPage::write(90)
            && QTest::qWaitFor([this] { return page->rows().count() == 90; });
    }
    /// An error with this body and a latency of 7.
    bool hasOneMore(const char* body)
    {
        push(1, [body](EventBatchBuilder& builder, int) {
            builder.setBody(builder.append(body));
            builder.setSeverity(Severity::Error);
            builder.addField("latency_ms", ValueType::Int, builder.append("7"), 7);
        });
        const auto all = static_cast<std::uint64_t>(written);
        return committed() && QTest::qWaitFor([this, all] { return page->rows().count() == all; });
    }
    /// In place of what stands in the line.
    void type(const char* text)
    {
        page->focusQuery();
        QTest::keyClicks(&line, QLatin1String(text));
    }

    void typeOn(const char* text) { QTest::keyClicks(&line, QLatin1String(text)); }
    /// In the line: how many match.
    QString count() const { return line.findChild<PlainLabel*>()->text(); }
    QString notice() const { return page->list().header().notice(); }
    ChoicePopup& popup() const
    {
        return *page->window()->findChild<ChoicePopup*>(QStringLiteral("choicePopup"));
    }
    const FacetsPanel& facets() const { return *page->findChild<FacetsPanel*>(); }
    /// The words that may be suggested have been read.
    bool canSuggest()
    {
        return QTest::qWaitFor([this] {
            line.clear();
            type("serv");
            const bool isThere = popup().isOpen();
            line.clear();
            QTest::keyClick(&line, Qt::Key_Escape);
            page->focusQuery();
            return isThere;
        });
    }

    QPushButton* wayOn(const QString& text) const
    {
        for (QPushButton* button : empty.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    bool says(const QString& words) const
    {
        const auto labels = empty.findChildren<PlainLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&words](const PlainLabel* label) {
            return label->text().contains(words);
        });
    }

    QueryEdit& line;
    EmptyState& empty;
};

} // namespace weir::test
