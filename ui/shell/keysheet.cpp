// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keysheet.h"

#include "ui/actions.h"
#include "ui/models/windowsettings.h"
#include "ui/shell/actionwords.h"
#include "ui/shell/keybindings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int widest = 720;
constexpr int roomForNames = 480;
constexpr int idRole = Qt::UserRole;

const Actions::Entry* entryOf(const Actions& actions, const QString& id)
{
    const auto& all = actions.entries();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&id](const Actions::Entry& entry) { return entry.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool isModifier(int key)
{
    return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt
        || key == Qt::Key_Meta || key == Qt::Key_AltGr || key == 0 || key == Qt::Key_unknown;
}

} // namespace

KeySheet::KeySheet(Theme& theme, const Actions& actions, WindowSettings& settings, QWidget* window)
    : Overlay(theme, widest, window)
    , m_actions(actions)
    , m_settings(settings)
    , m_line(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
    , m_say(new PlainLabel({}, "hint", this))
{
    setAccessibleName(tr("Keys"));
    m_line->setPlaceholderText(tr("Filter by name or keys"));
    m_line->setAccessibleName(m_line->placeholderText());
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Action"), tr("Keys"), tr("Name in weir.toml")});
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->installEventFilter(this);
    m_line->installEventFilter(this);
    m_say->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_line);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_say);
    layout->addWidget(makeFoot());
    connect(m_line, &QLineEdit::textChanged, this, &KeySheet::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &KeySheet::chosen);
    connect(m_list, &QTreeWidget::itemActivated, this, &KeySheet::beginRecording);
    connect(&settings, &WindowSettings::failed, this, [this](const QString& reason) {
        m_say->setText(tr("The keys could not be written: %1").arg(reason));
    });
    connect(&actions, &Actions::changed, this, [this] {
        if (isVisible())
            fill();
    });
}

void KeySheet::resizeEvent(QResizeEvent* event)
{
    Overlay::resizeEvent(event);
    m_list->setColumnHidden(2, width() < theme().scaled(roomForNames));
}

QWidget* KeySheet::makeFoot()
{
    auto* foot = new QWidget(this);
    auto* layout = new FlowLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_change = new QPushButton(tr("Change"), foot);
    m_remove = new QPushButton(tr("Remove the keys"), foot);
    m_reset = new QPushButton(tr("Reset to the default"), foot);
    auto* done = new QPushButton(tr("Close"), foot);
    for (QPushButton* button : {m_change, m_remove, m_reset})
        layout->addWidget(button);
    layout->addStretch();
    layout->addWidget(done);
    connect(m_change, &QPushButton::clicked, this, &KeySheet::beginRecording);
    connect(m_remove, &QPushButton::clicked, this, &KeySheet::removeKeys);
    connect(m_reset, &QPushButton::clicked, this, &KeySheet::reset);
    connect(done, &QPushButton::clicked, this, [this] { close(); });
    return foot;
}

QWidget* KeySheet::first()
{
    return m_line;
}

void KeySheet::prepare()
{
    m_isRecording = false;
    m_line->clear();
    fill();
    const QStringList unknown = unknownIds(m_settings.window(), m_actions);
    m_say->setText(unknown.isEmpty()
                       ? tr("Enter changes the keys of the chosen row.")
                       : tr("[keys] of weir.toml names what the window does not know: %1")
                             .arg(unknown.join(QStringLiteral(", "))));
}

int KeySheet::wantedHeight(int most) const
{
    return most;
}

void KeySheet::fill()
{
    const QString current = currentId();
    m_list->clear();
    std::vector<QTreeWidgetItem*> groups;
    std::vector<Actions::Entry> entries = m_actions.entries();
    std::ranges::stable_sort(entries, {}, [](const Actions::Entry& e) { return groupPlace(e.id); });
    for (const Actions::Entry& entry : entries) {
        const QString name = groupName(entry.id);
        auto group = std::find_if(groups.begin(), groups.end(), [&name](QTreeWidgetItem* item) {
            return item->text(0) == name;
        });
        if (group == groups.end()) {
            auto* item = new QTreeWidgetItem(m_list, {name});
            item->setFlags(Qt::ItemIsEnabled);
            item->setForeground(0, theme().colors().text3);
            item->setFirstColumnSpanned(true);
            group = groups.insert(groups.end(), item);
        }
        auto* item = new QTreeWidgetItem(*group, {entry.text, keysText(entry.keys), entry.id});
        item->setData(0, idRole, entry.id);
        item->setForeground(2, theme().colors().text3);
        if (entry.keys != entry.usual)
            item->setForeground(1, theme().colors().accent);
        if (entry.id == current)
            m_list->setCurrentItem(item);
    }
    m_list->expandAll();
    filter();
    chosen();
}

void KeySheet::filter()
{
    const QString typed = m_line->text().trimmed();
    QTreeWidgetItem* firstShown = nullptr;
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = m_list->topLevelItem(g);
        int shown = 0;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* item = group->child(i);
            const bool matches = typed.isEmpty() || item->text(0).contains(typed, Qt::CaseInsensitive)
                || item->text(1).contains(typed, Qt::CaseInsensitive)
                || item->text(2).contains(typed, Qt::CaseInsensitive);
            item->setHidden(!matches);
            shown += matches ? 1 : 0;
            if (matches && firstShown == nullptr)
                firstShown = item;
        }
        group->setHidden(shown == 0);
    }
    if (m_list->currentItem() == nullptr || m_list->currentItem()->isHidden())
        m_list->setCurrentItem(firstShown);
}

QString KeySheet::currentId() const
{
    const QTreeWidgetItem* item = m_list->currentItem();
    return item == nullptr ? QString() : item->data(0, idRole).toString();
}

void KeySheet::chosen()
{
    const Actions::Entry* entry = entryOf(m_actions, currentId());
    m_change->setEnabled(entry != nullptr);
    m_remove->setEnabled(entry != nullptr && !entry->keys.isEmpty());
    m_reset->setEnabled(entry != nullptr && entry->keys != entry->usual);
}

void KeySheet::beginRecording()
{
    const Actions::Entry* entry = entryOf(m_actions, currentId());
    if (entry == nullptr)
        return;
    m_isRecording = true;
    m_refused = {};
    m_list->setFocus();
    m_say->setText(tr("Press the keys for “%1”. Esc leaves them as they are.").arg(entry->text));
}

void KeySheet::endRecording(const QString& say)
{
    m_isRecording = false;
    m_say->setText(say);
}

void KeySheet::recorded(const QKeySequence& keys)
{
    const Actions::Entry* entry = entryOf(m_actions, currentId());
    if (entry == nullptr)
        return endRecording({});
    const auto taken = conflictsOf(entry->id, keys, m_actions);
    const QString pressed = keys.toString(QKeySequence::NativeText);
    if (!taken.empty() && keys != m_refused) {
        m_refused = keys;
        m_say->setText(tr("%1 does “%2” already. Press it again to take it away from there.")
                           .arg(pressed, taken.front()->text));
        return;
    }
    const QString id = entry->id;
    for (const Actions::Entry* other : taken) {
        QList<QKeySequence> left = other->keys;
        left.removeAll(keys);
        bind(other->id, left);
    }
    bind(id, {keys});
    endRecording(tr("%1 is written to %2.")
                     .arg(pressed, QString::fromStdString(m_settings.file().string())));
}

void KeySheet::bind(const QString& id, const QList<QKeySequence>& keys)
{
    if (const Actions::Entry* entry = entryOf(m_actions, id))
        m_settings.change({editOfKeys(*entry, keys)});
}

void KeySheet::reset()
{
    if (const Actions::Entry* entry = entryOf(m_actions, currentId()))
        bind(entry->id, entry->usual);
}

void KeySheet::removeKeys()
{
    bind(currentId(), {});
}

bool KeySheet::eventFilter(QObject* object, QEvent* event)
{
    const bool isOurs = object == m_list || object == m_line;
    // A key that is a shortcut elsewhere comes here first, and must not act while it is recorded.
    if (isOurs && m_isRecording && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (!isOurs || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(object, event);
    const auto* press = static_cast<QKeyEvent*>(event);
    if (m_isRecording) {
        if (press->key() == Qt::Key_Escape)
            endRecording({});
        else if (!isModifier(press->key()))
            recorded(QKeySequence(press->keyCombination()));
        return true;
    }
    if (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter) {
        beginRecording();
        return true;
    }
    if (object == m_line && (press->key() == Qt::Key_Down || press->key() == Qt::Key_Up)) {
        m_list->setFocus();
        return true;
    }
    return Overlay::eventFilter(object, event);
}

} // namespace weir
