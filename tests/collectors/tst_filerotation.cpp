// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakesink.h"
#include "tests/integration/packed.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <random>
#include <set>

using namespace weir;

/// Whatever happens to the files of a log and to its reader, every line is indexed once. A longer run:
/// WEIR_ROTATION_RUNS=100.
class tst_FileRotation final : public QObject
{
    Q_OBJECT

private slots:
    void everyLineOnce_data();
    void everyLineOnce();
};

namespace {

/// What is committed.
struct Index
{
    std::map<std::string, int> lines;
    std::map<std::string, StartPosition> positions;

    void commit(const std::vector<EventBatchPtr>& batches)
    {
        for (const auto& batch : batches) {
            for (std::size_t row = 0; row < batch->size(); ++row)
                ++lines[std::string(batch->payload(row))];
            for (const PositionSpan& span : batch->columns().positions)
                add(batch->columns().streams[span.stream], span.offsets);
        }
    }
    void add(const Stream& stream, OffsetRange offsets)
    {
        StartPosition& position = positions[stream.key()];
        position.stream = stream;
        auto& indexed = position.indexed;
        if (!indexed.empty() && indexed.back().to == offsets.from)
            indexed.back().to = offsets.to;
        else
            indexed.push_back(offsets);
    }
    std::vector<StartPosition> starts() const
    {
        std::vector<StartPosition> all;
        for (const auto& [key, position] : positions)
            all.push_back(position);
        return all;
    }
};

/// A log that is written, rotated, packed, copied, truncated and deleted, and its reader, which is stopped
/// and killed: of what a killed one has pushed, only the first part is committed.
class World final
{
public:
    explicit World(unsigned seed)
        : m_random(seed)
    {
    }

    void step();
    /// What is wrong at the end; empty when every line is there once.
    std::string verdict();
    const std::string& story() const { return m_story; }

private:
    void start(bool untilEnd = false);
    void stop(bool isKill);
    bool catchUp();
    bool settle();
    void write(int lines);
    void endLine();
    void shift();
    void pack();
    void copyAndTruncate();
    void remove();

    std::string path(int number, const char* ending = "") const
    {
        return m_folder.filePath(QStringLiteral("app.log")).toStdString()
            + (number == 0 ? "" : "." + std::to_string(number)) + ending;
    }
    static bool exists(const std::string& name) { return access(name.c_str(), F_OK) == 0; }
    static QByteArray content(const std::string& name)
    {
        QFile file(QString::fromStdString(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void append(const std::string& name, const QByteArray& bytes)
    {
        QFile file(QString::fromStdString(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)
            || file.write(bytes) != bytes.size())
            QTest::qFail("a file cannot be written", __FILE__, __LINE__);
    }
    bool hasFound(const std::string& name) const
    {
        const auto positions = m_reader->status().positions;
        return std::any_of(positions.begin(), positions.end(),
                           [&name](const PositionStatus& status) { return status.path == name; });
    }
    /// Nothing that was deleted is held any more.
    bool readsOnlyWhatIsThere() const
    {
        std::set<std::string> paths;
        const auto positions = m_reader->status().positions;
        return std::ranges::all_of(positions, [&paths](const PositionStatus& status) {
            return exists(status.path) && paths.insert(status.path).second;
        });
    }
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_random); }

    std::mt19937 m_random;
    QTemporaryDir m_folder;
    FakeSink m_sink;
    std::unique_ptr<RunningCollector> m_reader;
    Index m_index;
    std::size_t m_durable = 0; ///< batches of the reader that a kill cannot take back
    std::vector<std::string> m_written;
    std::string m_unfinished; ///< the rest of a line whose beginning is written
    std::string m_beginning;
    int m_files = 0; ///< the highest number there is
    int m_lines = 0;
    std::string m_story;
};

void World::start(bool untilEnd)
{
    CollectorSetup setup;
    setup.source.name = "log";
    FileSource source;
    source.paths = {path(0) + "*"};
    setup.source.input = source;
    setup.positions = m_index.starts();
    setup.untilEnd = untilEnd;
    m_sink.forget();
    m_durable = 0;
    m_reader = std::make_unique<RunningCollector>(std::move(setup), m_sink);
}

void World::stop(bool isKill)
{
    if (!m_reader)
        return;
    m_reader->stop();
    m_reader.reset();
    auto batches = m_sink.batches();
    if (isKill)
        batches.resize(m_durable
                       + static_cast<std::size_t>(
                           pick(static_cast<int>(batches.size() - m_durable + 1))));
    m_index.commit(batches);
    m_sink.forget();
}

/// Until every whole line is read.
bool World::catchUp()
{
    if (!m_reader)
        start();
    std::size_t committed = 0;
    for (const auto& [line, count] : m_index.lines)
        committed += static_cast<std::size_t>(count);
    const bool isThere = QTest::qWaitFor(
        [&] { return committed + m_sink.events() >= m_written.size(); }, 30'000);
    m_durable = m_sink.batches().size();
    return isThere;
}

/// Until everything that waits has been looked at again: what is packed now, and read when it has been
/// quiet for as long as all that was packed before, has come, and what was deleted is left.
bool World::settle()
{
    const std::string line = "line " + std::to_string(m_lines++);
    append(path(m_files + 1, ".gz"), packed(QByteArray::fromStdString(line) + '\n', "gzip"));
    m_written.push_back(line);
    return catchUp() && QTest::qWaitFor([this] { return readsOnlyWhatIsThere(); }, 30'000);
}

void World::write(int lines)
{
    QByteArray bytes;
    for (int i = 0; i < lines; ++i) {
        if (m_unfinished.empty()) {
            m_beginning.clear();
            m_unfinished = "line " + std::to_string(m_lines++) + " "
                + std::string(static_cast<std::size_t>(pick(pick(8) == 0 ? 6000 : 60)), 'x');
        }
        bytes += QByteArray::fromStdString(m_unfinished) + '\n';
        m_written.push_back(m_beginning + m_unfinished);
        m_unfinished.clear();
        m_beginning.clear();
    }
    if (pick(3) == 0) {
        m_beginning = "line " + std::to_string(m_lines++);
        m_unfinished = " in two parts";
        bytes += QByteArray::fromStdString(m_beginning);
    }
    append(path(0), bytes);
}

void World::endLine()
{
    if (m_unfinished.empty())
        return;
    append(path(0), QByteArray::fromStdString(m_unfinished) + '\n');
    m_written.push_back(m_beginning + m_unfinished);
    m_unfinished.clear();
    m_beginning.clear();
}

/// Makes room for a new `.1`.
void World::shift()
{
    for (int number = m_files; number > 0; --number) {
        for (const char* ending : {"", ".gz"}) {
            if (exists(path(number, ending)))
                rename(path(number, ending).c_str(), path(number + 1, ending).c_str());
        }
    }
    ++m_files;
}

/// As gzip does: for a while both are there.
void World::pack()
{
    for (int number = m_files; number > 0; --number) {
        if (exists(path(number, ".gz")) && exists(path(number))) {
            unlink(path(number).c_str());
            return;
        }
    }
    for (int number = m_files; number > 0; --number) {
        if (!exists(path(number)))
            continue;
        const QByteArray bytes = packed(content(path(number)), "gzip");
        append(path(number, ".gz"), bytes.left(bytes.size() / 2));
        append(path(number, ".gz"), bytes.mid(bytes.size() / 2));
        if (pick(2) == 0)
            unlink(path(number).c_str());
        return;
    }
}

void World::copyAndTruncate()
{
    endLine();
    if (content(path(0)).isEmpty())
        return;
    shift();
    append(path(1), content(path(0)));
    // Sometimes the reader sees both.
    if (m_reader && pick(2) == 0)
        (void)QTest::qWaitFor([this] { return hasFound(path(1)); }, 2000);
    if (truncate(path(0).c_str(), 0) != 0)
        QTest::qFail("a file cannot be truncated", __FILE__, __LINE__);
}

/// What was not read would be lost, so everything is read before.
void World::remove()
{
    endLine();
    if (catchUp())
        unlink(path(0).c_str());
}

void World::step()
{
    const int what = pick(12);
    m_story += "wwWrRpcdskKC"[what];
    switch (what) {
    case 0:
    case 1:
        return write(1 + pick(3));
    case 2:
        return write(200 + pick(500));
    case 3:
    case 4:
        endLine();
        if (exists(path(0))) {
            shift();
            rename(path(0).c_str(), path(1).c_str());
        }
        return;
    case 5:
        return pack();
    case 6:
        return copyAndTruncate();
    case 7:
        return remove();
    case 8:
        return stop(false);
    case 9:
    case 10:
        stop(true);
        return start();
    default:
        (void)catchUp();
    }
}

std::string World::verdict()
{
    write(1); // without any file there is no end
    endLine();
    if (!catchUp())
        m_story += " not all came";
    if (pick(2) == 0 && !settle())
        return "what waits is not looked at again";
    stop(false);
    start(true); // whatever would still come
    if (!QTest::qWaitFor([this] { return m_reader->hasEnded(); }, 30'000))
        return "the reader does not end: " + m_reader->status().lastError;
    stop(false);
    std::string faults;
    for (const std::string& line : m_written) {
        const int count = m_index.lines[line];
        if (count != 1)
            faults += std::to_string(count) + " × " + line.substr(0, 20) + "\n";
    }
    if (m_index.lines.size() != m_written.size())
        faults += std::to_string(m_index.lines.size()) + " different lines of "
            + std::to_string(m_written.size());
    return faults;
}

} // namespace

void tst_FileRotation::everyLineOnce_data()
{
    QTest::addColumn<unsigned>("seed");
    const int runs = qEnvironmentVariableIsSet("WEIR_ROTATION_RUNS")
        ? qEnvironmentVariableIntValue("WEIR_ROTATION_RUNS")
        : 6;
    const auto first = static_cast<unsigned>(qEnvironmentVariableIntValue("WEIR_ROTATION_SEED"));
    for (unsigned i = 0; i < static_cast<unsigned>(runs); ++i)
        QTest::addRow("seed %u", first + i) << first + i;
}

void tst_FileRotation::everyLineOnce()
{
    QFETCH(const unsigned, seed);
    World world(seed);
    for (int i = 0; i < 40; ++i)
        world.step();
    const std::string verdict = world.verdict();
    QVERIFY2(verdict.empty(), (world.story() + "\n" + verdict.substr(0, 600)).c_str());
}

QTEST_GUILESS_MAIN(tst_FileRotation)
#include "tst_filerotation.moc"
