// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/crashnotes.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>

namespace weir {

namespace {

constexpr std::size_t sourceRoom = std::tuple_size_v<decltype(DecodingSlot::source)> - 1;

// A handler finds it nowhere else.
std::atomic<std::atomic<int>*> faultyThread = nullptr;

extern "C" void blameAndDie(int signal)
{
    CrashNotes::blameThisThread();
    raise(signal); // as usual this time
}

} // namespace

struct CrashNotes::Layout
{
    Death death;
    std::atomic<int> thread;
    std::array<DecodingSlot, slotCount> slots;
};

bool Death::isOwn() const
{
    return isKnown
        && (code == exitOutOfMemory || signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS
            || signal == SIGILL || signal == SIGFPE);
}

std::unique_ptr<CrashNotes> CrashNotes::make()
{
    void* memory = mmap(nullptr, sizeof(Layout), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return nullptr;
    // Zeros are what everything in it begins with, and pages that nobody uses are not made.
    return std::unique_ptr<CrashNotes>(new CrashNotes(static_cast<Layout*>(memory)));
}

CrashNotes::CrashNotes(Layout* layout)
    : m_layout(layout)
{
}

CrashNotes::~CrashNotes()
{
    if (faultyThread == &m_layout->thread)
        faultyThread = nullptr;
    munmap(m_layout, sizeof(Layout));
}

void CrashNotes::setDeath(int signal, int code)
{
    m_layout->death = {.isKnown = true, .signal = signal, .code = code, .thread = 0};
}

Death CrashNotes::death() const
{
    Death death = m_layout->death;
    death.thread = m_layout->thread;
    return death;
}

void CrashNotes::watchThisProcess()
{
    faultyThread = &m_layout->thread;
    struct sigaction action = {};
    action.sa_handler = blameAndDie;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE})
        sigaction(signal, &action, nullptr);
}

void CrashNotes::blameThisThread()
{
    if (std::atomic<int>* const thread = faultyThread)
        thread->store(gettid());
}

std::array<DecodingSlot, CrashNotes::slotCount>& CrashNotes::decoding()
{
    return m_layout->slots;
}

DecodingSlot* CrashNotes::slotFor(std::string_view source)
{
    const std::string_view name = source.substr(0, sourceRoom);
    for (DecodingSlot& slot : m_layout->slots) {
        if (slot.isTaken && slot.source.data() == name)
            return &slot;
        if (slot.isTaken)
            continue;
        std::ranges::copy(name, slot.source.begin());
        slot.source[name.size()] = '\0';
        slot.isTaken = true;
        return &slot;
    }
    return nullptr;
}

void CrashNotes::clear()
{
    m_layout->death = {};
    m_layout->thread = 0;
    for (DecodingSlot& slot : m_layout->slots) {
        slot.isTaken = false;
        slot.isDecoding = false;
    }
}

} // namespace weir
