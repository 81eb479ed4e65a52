// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace weir {

/// Why something did not work. Facts, not sentences: the window and the command line each make
/// their own words of them.
struct Error
{
    enum class Code {
        NotFound,
        Corrupt, ///< a file or a message is damaged
        Busy, ///< somebody else holds it, for instance the index lock
        Full, ///< the disk, a quota or a queue
        Io,
        InvalidInput,
        Unreachable, ///< a broker, a peer or the collector does not answer
        Denied, ///< permissions, authentication
        TooNew, ///< written by a newer version
    };

    Code code = Code::Io;
    std::string subject; ///< what it is about: a path, a topic, a key of the configuration
    std::string detail; ///< what the library or the system said

    /// "subject: detail", for the log and for stderr.
    std::string text() const { return subject.empty() ? detail : subject + ": " + detail; }
};

/// The value of a Result that has nothing to say but success.
struct Done
{
};

/// Either a value or the reason why there is none. Implicit on purpose, so that a function can
/// `return value;` and `return error;` alike.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }

    /// Precondition for these four: the result holds a value.
    T& operator*() { return *std::get_if<0>(&m_state); }
    const T& operator*() const { return *std::get_if<0>(&m_state); }
    T* operator->() { return std::get_if<0>(&m_state); }
    const T* operator->() const { return std::get_if<0>(&m_state); }

    /// Precondition: the result holds an error.
    const Error& error() const
    {
        assert(m_state.index() == 1);
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

} // namespace weir
