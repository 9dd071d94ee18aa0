// Which of the core's branches nights have reached, as far as the contract names them: each kind of
// command, accepted or refused, and each kind of event. What was never reached is in it too.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/event.pb.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace larm::swarm {

struct CommandRow {
    std::string name;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
};

struct EventRow {
    std::string name;
    std::int64_t count = 0;
};

class Coverage {
public:
    void note(v1::Command const& command, bool is_accepted);
    void note(v1::Event const& event) { ++events_[static_cast<int>(event.kind_case())]; }
    void add(Coverage const& other);

    /// Every command that a client can give, in the contract's order; the engine gives others to
    /// itself.
    [[nodiscard]] std::vector<CommandRow> commands() const;
    /// Every kind that there is, in the contract's order.
    [[nodiscard]] std::vector<EventRow> events() const;

    friend bool operator==(Coverage const&, Coverage const&) = default;

private:
    std::map<int, std::int64_t> accepted_;  ///< By field number.
    std::map<int, std::int64_t> refused_;
    std::map<int, std::int64_t> events_;
};

}  // namespace larm::swarm
