// Who may wait for the desk. It does one call at a time: documents, which take their time, must
// neither fill it nor be asked for without end by one caller.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/server/connect/error.hpp"

namespace larm::server {

/// Any thread.
class DeskQueue {
public:
    static constexpr int calls_max = 64;
    /// Documents among them: the rest is for calls that people wait for.
    static constexpr int documents_max = 16;
    static constexpr int documents_of_one_max = 2;

    /// Lets a call in, for which leave() is due then with the same words; or says why not.
    [[nodiscard]] std::optional<CallError> enter(std::string const& caller, bool is_document);
    void leave(std::string const& caller, bool is_document);

private:
    std::mutex mutex_;
    int calls_ = 0;
    int documents_ = 0;
    std::map<std::string, int> documents_of_;
};

}  // namespace larm::server
