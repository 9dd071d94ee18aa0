// Notes the journal's head outside its folder, on a thread of its own: the place is another disk,
// which may hang, and nobody waits for a note.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/journal/head_note.hpp"

namespace larm::world {

class HeadKeeper {
public:
    HeadKeeper(std::filesystem::path directory, std::filesystem::path journal);
    HeadKeeper(HeadKeeper const&) = delete;
    HeadKeeper& operator=(HeadKeeper const&) = delete;
    /// Writes what was noted last, and waits for it.
    ~HeadKeeper();

    /// The journal holds `head`, durably. Written within a second; any thread, returns at once.
    void note(journal::Head const& head, std::string const& site);

private:
    void run();

    std::filesystem::path directory_;
    std::filesystem::path journal_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<journal::HeadNote> next_;
    bool is_ending_ = false;
    std::thread thread_;
};

}  // namespace larm::world
