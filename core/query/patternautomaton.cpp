// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/patternautomaton.h"

#include "core/query/patternsyntax.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>

namespace weir {

namespace {

using Kind = PatternNode::Kind;
using ByteSet = std::bitset<256>;

constexpr std::size_t mostInstructions = 4096;
/// Instructions followed while an automaton is made, before it is given up: some milliseconds.
constexpr std::size_t mostSteps = std::size_t{1} << 19;

enum class Op : std::uint8_t {
    Bytes, ///< goes on to `next` with a byte of the set
    Split, ///< goes on to `next` and to `other`
    Begin, ///< goes on only where the text begins
    End, ///< goes on only where the text ends
    Match,
};

struct Instruction
{
    Op op = Op::Match;
    std::uint32_t next = 0;
    std::uint32_t other = 0;
    ByteSet bytes;
};

ByteSet range(unsigned first, unsigned last)
{
    ByteSet bytes;
    for (unsigned byte = first; byte <= last; ++byte)
        bytes.set(byte);
    return bytes;
}

/// A pattern as a program for a machine that follows all ways at once. (Thompson: Regular Expression
/// Search Algorithm, 1968.) It is written from its end to its begin, so every part knows what follows.
class Program final
{
public:
    explicit Program(const PatternNode& pattern)
    {
        const std::uint32_t match = add({});
        m_start = put(pattern, match);
    }

    bool isTooLarge() const { return m_instructions.size() >= mostInstructions; }
    std::uint32_t start() const { return m_start; }
    const std::vector<Instruction>& instructions() const { return m_instructions; }

private:
    std::uint32_t add(const Instruction& instruction)
    {
        if (!isTooLarge())
            m_instructions.push_back(instruction);
        return static_cast<std::uint32_t>(m_instructions.size() - 1);
    }
    std::uint32_t addBytes(const ByteSet& bytes, std::uint32_t next)
    {
        return add({Op::Bytes, next, 0, bytes});
    }
    std::uint32_t addSplit(std::uint32_t one, std::uint32_t other)
    {
        return add({Op::Split, one, other, {}});
    }

    /// Where the part begins that goes on at `next`.
    std::uint32_t put(const PatternNode& node, std::uint32_t next)
    {
        switch (node.kind) {
        case Kind::Bytes:
            for (auto byte = node.bytes.rbegin(); byte != node.bytes.rend(); ++byte)
                next = addBytes(ByteSet{}.set(static_cast<unsigned char>(*byte)), next);
            return next;
        case Kind::Set:
            return putSet(node.characters, next);
        case Kind::Sequence:
            for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
                next = put(*child, next);
            return next;
        case Kind::Choice: {
            std::uint32_t ways = put(node.children.front(), next);
            for (auto child = node.children.begin() + 1; child != node.children.end(); ++child)
                ways = addSplit(ways, put(*child, next));
            return ways;
        }
        case Kind::Repeat:
            return putRepeat(node, next);
        case Kind::Begin:
        case Kind::End:
            return add({node.kind == Kind::Begin ? Op::Begin : Op::End, next, 0, {}});
        }
        return next;
    }

    /// Characters beyond ASCII as RE2 takes them where all are meant: leniently, by their length.
    std::uint32_t putSet(const CharacterSet& characters, std::uint32_t next)
    {
        ByteSet single;
        for (unsigned c = 0; c < CharacterSet::ascii; ++c)
            single.set(c, characters.single.test(c));
        const std::uint32_t one = addBytes(single, next);
        if (!characters.hasOthers)
            return one;
        const ByteSet later = range(0x80, 0xBF);
        const std::uint32_t last = addBytes(later, next);
        const std::uint32_t lastTwo = addBytes(later, last);
        const std::uint32_t lastThree = addBytes(later, lastTwo);
        const std::uint32_t two = addBytes(range(0xC2, 0xDF), last);
        const std::uint32_t three = addBytes(range(0xE0, 0xEF), lastTwo);
        const std::uint32_t four = addBytes(range(0xF0, 0xF4), lastThree);
        return addSplit(one, addSplit(two, addSplit(three, four)));
    }

    std::uint32_t putRepeat(const PatternNode& node, std::uint32_t next)
    {
        const PatternNode& child = node.children.front();
        std::uint32_t from = next;
        if (node.most == PatternNode::unlimited) {
            from = addSplit(next, next);
            m_instructions[from].other = put(child, from);
        }
        for (int i = node.least; i < node.most && !isTooLarge(); ++i)
            from = addSplit(put(child, from), next);
        for (int i = 0; i < node.least && !isTooLarge(); ++i)
            from = put(child, from);
        return from;
    }

    std::vector<Instruction> m_instructions;
    std::uint32_t m_start = 0;
};

/// Instructions that are waited in: for a byte, or for the end.
using Places = std::vector<std::uint32_t>;

/// Follows what consumes nothing.
class Closure final
{
public:
    explicit Closure(const Program& program)
        : m_program(program)
        , m_seen(program.instructions().size())
    {
    }

    struct Reached
    {
        Places places; ///< ascending
        bool isMatch = false;
    };

    Reached of(const Places& from, bool isBegin, bool isEnd)
    {
        ++m_round;
        Reached reached;
        m_open = from;
        while (!m_open.empty()) {
            const std::uint32_t at = m_open.back();
            m_open.pop_back();
            if (m_seen[at] == m_round)
                continue;
            m_seen[at] = m_round;
            ++m_steps;
            const Instruction& instruction = m_program.instructions()[at];
            if (instruction.op == Op::Match)
                reached.isMatch = true;
            else if (instruction.op == Op::Bytes || (instruction.op == Op::End && !isEnd))
                reached.places.push_back(at);
            else if (instruction.op != Op::Begin || isBegin)
                m_open.push_back(instruction.next);
            if (instruction.op == Op::Split)
                m_open.push_back(instruction.other);
        }
        std::sort(reached.places.begin(), reached.places.end());
        return reached;
    }

    bool isTooMuch() const { return m_steps > mostSteps; }

private:
    const Program& m_program;
    std::vector<std::uint32_t> m_seen; ///< in which round
    std::uint32_t m_round = 0;
    std::size_t m_steps = 0;
    Places m_open;
};

} // namespace

/// Makes a state of each set of places that can be reached. (Rabin, Scott: Finite Automata and Their
/// Decision Problems, 1959.)
class PatternAutomaton::Maker final
{
public:
    Maker(const Program& program, PatternAutomaton& automaton)
        : m_program(program)
        , m_closure(program)
        , m_automaton(automaton)
    {
    }

    /// False when there are too many, or it takes too long.
    bool make()
    {
        classify();
        m_places.emplace_back();
        m_automaton.m_matchesAtEnd.push_back(true);
        m_automaton.m_next.assign(m_automaton.m_classes, matched);

        const auto begin = m_closure.of({m_program.start()}, true, false);
        if (begin.isMatch)
            return true;
        // A state of its own: nowhere else does a text begin.
        m_places.push_back(begin.places);
        m_automaton.m_start = 1;
        m_automaton.m_matchesAtEnd.push_back(
            m_closure.of({m_program.start()}, true, true).isMatch);
        for (std::size_t state = 1; state < m_places.size(); ++state) {
            for (const unsigned char byte : m_examples)
                m_automaton.m_next.push_back(after(m_places[state], byte));
            if (m_places.size() > mostStates || m_closure.isTooMuch())
                return false;
        }
        return true;
    }

private:
    /// Bytes that no instruction tells apart are of one class.
    void classify()
    {
        std::map<std::vector<bool>, std::uint8_t> classes;
        std::vector<const ByteSet*> sets;
        for (const Instruction& instruction : m_program.instructions()) {
            if (instruction.op == Op::Bytes)
                sets.push_back(&instruction.bytes);
        }
        for (unsigned byte = 0; byte < 256; ++byte) {
            std::vector<bool> in;
            for (const ByteSet* set : sets)
                in.push_back(set->test(byte));
            const auto number = static_cast<std::uint8_t>(classes.size());
            const auto [found, isNew] = classes.try_emplace(std::move(in), number);
            if (isNew)
                m_examples.push_back(static_cast<unsigned char>(byte));
            m_automaton.m_classOf[byte] = found->second;
        }
        m_automaton.m_classes = classes.size();
    }

    State after(const Places& places, unsigned char byte)
    {
        Places next{m_program.start()}; // a match can begin anywhere
        for (const std::uint32_t at : places) {
            const Instruction& instruction = m_program.instructions()[at];
            if (instruction.op == Op::Bytes && instruction.bytes.test(byte))
                next.push_back(instruction.next);
        }
        auto reached = m_closure.of(next, false, false);
        if (reached.isMatch)
            return matched;
        const auto [found, isNew] =
            m_states.try_emplace(reached.places, static_cast<State>(m_places.size()));
        if (isNew) {
            m_automaton.m_matchesAtEnd.push_back(
                m_closure.of(reached.places, false, true).isMatch);
            m_places.push_back(std::move(reached.places));
        }
        return found->second;
    }

    const Program& m_program;
    Closure m_closure;
    PatternAutomaton& m_automaton;
    std::vector<unsigned char> m_examples; ///< of each class
    std::vector<Places> m_places; ///< of each state
    std::map<Places, State> m_states;
};

std::unique_ptr<const PatternAutomaton> PatternAutomaton::make(std::string_view pattern)
{
    const auto parsed = parsePattern(pattern);
    if (!parsed)
        return nullptr;
    const Program program(*parsed);
    if (program.isTooLarge())
        return nullptr;
    auto automaton = std::unique_ptr<PatternAutomaton>(new PatternAutomaton);
    if (!Maker(program, *automaton).make())
        return nullptr;
    return automaton;
}

std::string PatternAutomaton::distinct(std::string_view bytes) const
{
    std::string first;
    std::bitset<256> seen;
    for (const char byte : bytes) {
        const std::uint8_t number = m_classOf[static_cast<unsigned char>(byte)];
        if (!seen.test(number))
            first.push_back(byte);
        seen.set(number);
    }
    return first;
}

} // namespace weir
