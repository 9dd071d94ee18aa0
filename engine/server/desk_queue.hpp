// Who may wait for the desk. It does one call at a time: documents and looks at earlier moments,
// which take their time, must neither fill it nor be asked for without end by one caller.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/server/connect/error.hpp"

namespace larm::server {

enum class DeskWork : std::uint8_t { call, document, playback };

/// Any thread.
class DeskQueue {
public:
    static constexpr int calls_max = 64;
    /// Documents among them: the rest is for calls that people wait for.
    static constexpr int documents_max = 16;
    static constexpr int documents_of_one_max = 2;
    static constexpr int playbacks_max = 16;
    static constexpr int playbacks_of_one_max = 1;

    /// Lets a call in, for which leave() is due then with the same words; or says why not.
    [[nodiscard]] std::optional<CallError> enter(std::string const& caller, DeskWork work);
    void leave(std::string const& caller, DeskWork work);

private:
    /// How many of those that take their time wait.
    struct Slow {
        int all = 0;
        std::map<std::string, int> of_caller;
    };

    std::mutex mutex_;
    int calls_ = 0;
    std::map<DeskWork, Slow> slow_;
};

}  // namespace larm::server
