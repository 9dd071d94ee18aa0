// Those who give commands, and what they were told: no answer means asking again under the same id,
// and an answer holds whatever happens to the machine. No world in here; the night carries commands
// and answers.
#pragma once

#include <larm/v1/command.pb.h>

#include <deque>
#include <optional>
#include <vector>

#include "engine/world/world.hpp"
#include "simulators/swarm/disk.hpp"
#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

using ClientCommand = std::size_t;  ///< Index of a command that was given.

class Clients {
public:
    explicit Clients(Tally& tally) : tally_{tally} {}

    /// Completes a command and keeps it.
    ClientCommand write(v1::Command command, std::string const& command_id,
                        std::string const& fresh_id);
    /// The same id, another body: to be refused once the first has taken effect.
    ClientCommand write_reusing(ClientCommand other);
    [[nodiscard]] v1::Command const& command(ClientCommand which) const {
        return given_[which].command;
    }
    [[nodiscard]] std::optional<ClientCommand> any_told(std::uint64_t number) const;

    /// Under way: an answer is awaited from now on.
    void send(ClientCommand which);
    [[nodiscard]] Held answer(ClientCommand which, world::Reply const& reply, Disk const& disk);
    /// Nobody answers any more what was under way. Answers with what to send again once the
    /// machine runs: that, and what was told as less than safe and is gone.
    [[nodiscard]] std::expected<std::vector<ClientCommand>, Broken> crash(Disk const& disk);
    [[nodiscard]] std::size_t waiting() const;

private:
    struct Given {
        v1::Command command;
        std::optional<ClientCommand> reuses;
        std::optional<v1::CommandReply> told;
        bool is_under_way = false;
        bool is_repeated_after_crash = false;
    };

    [[nodiscard]] Held accept(Given& given, v1::CommandReply const& reply, Disk const& disk);
    [[nodiscard]] Held refuse(Given& given, core::Rejection const& why);

    Tally& tally_;
    std::deque<Given> given_;
};

/// The command that caused the event at `seq`, as bytes; empty where none did.
[[nodiscard]] std::string cause_at(Disk const& disk, std::int64_t seq);

}  // namespace larm::swarm
