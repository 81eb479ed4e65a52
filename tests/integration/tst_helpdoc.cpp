// SPDX-License-Identifier: GPL-3.0-or-later
// docs/command-line.md says of each program and command what --help says, and nothing else.
#include "tests/integration/workbench.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <map>

using namespace weir;

namespace {

using Words = QSet<QString>;

QString read(const char* name)
{
    QFile file(QStringLiteral(WEIR_SOURCE_DIR "/docs/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Options as they stand in a text: `--from`, `-q`.
Words optionsIn(const QString& text)
{
    static const QRegularExpression option(
        QStringLiteral("(?<![\\w-])(--[a-z][a-z-]*[a-z]|-[a-zA-Z0](?![\\w]))"));
    Words found;
    for (auto match = option.globalMatch(text); match.hasNext();)
        found << match.next().captured(1);
    return found;
}

/// One line of help for each option: its names.
struct Help
{
    QList<Words> options; ///< the names of each
    QStringList commands;

    bool has(const QString& name) const
    {
        return std::any_of(options.begin(), options.end(),
                           [&](const Words& names) { return names.contains(name); });
    }
};

Help helpOf(const QString& program, const QStringList& command)
{
    const auto finished = Workbench::run(program, command + QStringList{QStringLiteral("--help")});
    const QString text = QString::fromUtf8(finished.output);
    Help help;
    bool isCommand = false;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        if (!line.startsWith(QLatin1String("  "))) {
            isCommand = line.startsWith(QLatin1String("Subcommands:"));
            continue;
        }
        const QString name = line.trimmed().section(QLatin1Char(' '), 0, 0);
        if (isCommand && line[2] != QLatin1Char(' ')) {
            help.commands << name;
        } else if (name.startsWith(QLatin1Char('-'))) {
            // `--no-restart{false}`, `--limit INT`: what it takes is no part of the name.
            Words names;
            for (const QString& one : name.split(QLatin1Char(',')))
                names << one.section(QLatin1Char('{'), 0, 0).section(QLatin1Char('='), 0, 0);
            if (!names.contains(QStringLiteral("--help")))
                help.options << names;
        }
    }
    return help;
}

/// Of the page: `weir query` and the text up to the next heading as large.
std::map<QString, QString> sectionsOf(const QString& page)
{
    std::map<QString, QString> sections;
    const QStringList parts = page.split(QStringLiteral("\n## "));
    sections[QStringLiteral("weir")] = parts[0] + parts.value(1); // without a command: the window
    for (qsizetype i = 2; i < parts.size(); ++i)
        sections[parts[i].section(QLatin1Char('\n'), 0, 0)] = parts[i];
    return sections;
}

} // namespace

class tst_HelpDoc final : public QObject
{
    Q_OBJECT

private slots:
    void everyOptionIsExplainedWhereItsCommandIs();
    void everyCommandHasASectionAndEverySectionACommand();
    void nothingIsExplainedThatThereIsNot();

private:
    /// By the heading of its section: what the program says of itself, with the verbs below it.
    std::map<QString, Help> m_help = [] {
        std::map<QString, Help> all;
        const auto weir = QStringLiteral("weir");
        all[weir] = helpOf(weir, {});
        for (const QString& command : all[weir].commands) {
            Help& help = all[QStringLiteral("weir ") + command] = helpOf(weir, {command});
            for (const QString& verb : help.commands)
                help.options += helpOf(weir, {command, verb}).options;
        }
        for (const char* program : {"weir-console", "weir-collector"})
            all[QLatin1String(program)] = helpOf(QLatin1String(program), {});
        return all;
    }();
    std::map<QString, QString> m_sections = [] {
        auto sections = sectionsOf(read("command-line.md"));
        sections[QStringLiteral("weir demo")] += read("demo.md"); // the section leads there
        return sections;
    }();
};

void tst_HelpDoc::everyOptionIsExplainedWhereItsCommandIs()
{
    QVERIFY(m_help.size() > 12);
    QStringList missing;
    for (const auto& [command, help] : m_help) {
        QVERIFY2(!help.options.isEmpty() || !help.commands.isEmpty() || command.contains(QLatin1Char(' ')),
                 qPrintable(command));
        const Words explained = optionsIn(m_sections[command]);
        for (const Words& names : help.options) {
            if (!explained.intersects(names) && !names.contains(QStringLiteral("--version")))
                missing << command + QLatin1Char(' ') + QStringList(names.values()).join(QLatin1Char(','));
        }
    }
    missing.removeDuplicates();
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void tst_HelpDoc::everyCommandHasASectionAndEverySectionACommand()
{
    for (const auto& [command, help] : m_help) {
        QVERIFY2(m_sections.contains(command), qPrintable(command));
        for (const QString& verb : help.commands) {
            const QString where = command == QLatin1String("weir") ? QStringLiteral("## weir ") + verb
                                                                   : verb;
            const bool isThere = command == QLatin1String("weir")
                ? m_sections.contains(command + QLatin1Char(' ') + verb)
                : m_sections[command].contains(verb);
            QVERIFY2(isThere, qPrintable(command + QStringLiteral(": ") + where));
        }
    }
    for (const auto& [heading, text] : m_sections)
        QVERIFY2(m_help.contains(heading), qPrintable(heading));
}

/// Tables explain the options of their section; what is named in passing is of some program.
void tst_HelpDoc::nothingIsExplainedThatThereIsNot()
{
    const Help& everywhere = m_help[QStringLiteral("weir")];
    static const QRegularExpression row(QStringLiteral("^\\| (`-[^|]*)\\|"),
                                        QRegularExpression::MultilineOption);
    for (const auto& [heading, text] : m_sections) {
        for (auto match = row.globalMatch(text); match.hasNext();) {
            for (const QString& option : optionsIn(match.next().captured(1)))
                QVERIFY2(m_help[heading].has(option) || everywhere.has(option),
                         qPrintable(heading + QStringLiteral(" has no ") + option));
        }
        static const QRegularExpression code(QStringLiteral("`(weir[^`\\n]*)`"));
        for (auto match = code.globalMatch(text); match.hasNext();) {
            for (const QString& option : optionsIn(match.next().captured(1))) {
                const bool isKnown = std::any_of(m_help.begin(), m_help.end(), [&](const auto& entry) {
                    return entry.second.has(option);
                });
                QVERIFY2(isKnown || option == QLatin1String("--help"), qPrintable(option));
            }
        }
    }
}

QTEST_GUILESS_MAIN(tst_HelpDoc)
#include "tst_helpdoc.moc"
