#include "simulators/swarm/clients.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"
#include "engine/core/decide.hpp"
#include "engine/world/alarm_path.hpp"
#include "engine/world/restore.hpp"
#include "simulators/player/act.hpp"

namespace larm::swarm {
namespace {

std::string id_bytes(v1::Command const& command) {
    auto const id = core::parse_uuid(core::command_id(command));
    LARM_CHECK(id.has_value());
    return {id->begin(), id->end()};
}

/// By which a repeated command is told from another one under the same id.
std::string fingerprint(v1::Command const& command) {
    auto const hash = world::state_hash(std::string_view{command.SerializeAsString()});
    return {hash.begin(), hash.begin() + 8};
}

/// What must be the same however often it is said; durability grows.
bool is_same_answer(v1::CommandReply const& one, v1::CommandReply const& other) {
    return one.seq() == other.seq() && one.incident_id() == other.incident_id() &&
           std::ranges::equal(one.suspected_duplicate_of(), other.suspected_duplicate_of()) &&
           std::ranges::equal(one.not_reached(), other.not_reached());
}

}  // namespace

std::string cause_at(Disk const& disk, std::int64_t seq) {
    auto const* const record = disk.record(seq);
    v1::Event event;
    return record != nullptr && event.ParseFromString(record->body) ? event.cause().command_id()
                                                                    : std::string{};
}

ClientCommand Clients::write(v1::Command command, std::string const& command_id,
                             std::string const& fresh_id) {
    player::fill_ids(command, command_id, {});
    command.set_fingerprint(fingerprint(command));
    command.set_fresh_id(fresh_id);
    given_.push_back({.command = std::move(command),
                      .reuses = {},
                      .told = {},
                      .is_under_way = false,
                      .is_repeated_after_crash = false});
    return given_.size() - 1;
}

ClientCommand Clients::write_reusing(ClientCommand other) {
    auto command = given_[other].command;
    command.set_fingerprint(std::string(8, 'x'));
    given_.push_back({.command = std::move(command),
                      .reuses = other,
                      .told = {},
                      .is_under_way = false,
                      .is_repeated_after_crash = false});
    return given_.size() - 1;
}

std::optional<ClientCommand> Clients::any_told(std::uint64_t number) const {
    for (std::size_t tried = 0; tried < given_.size(); ++tried) {
        auto const which = (number + tried) % given_.size();
        if (given_[which].told && !given_[which].is_under_way) {
            return which;
        }
    }
    return std::nullopt;
}

void Clients::send(ClientCommand which) {
    auto& given = given_[which];
    tally_.repeats += given.told ? 1 : 0;
    tally_.repeats_after_crash += given.is_repeated_after_crash ? 1 : 0;
    tally_.reused_ids += given.reuses ? 1 : 0;
    given.is_under_way = true;
}

Held Clients::answer(ClientCommand which, world::Reply const& reply, Disk const& disk) {
    auto& given = given_[which];
    if (!given.is_under_way) {
        return broken(1, core::command_id(given.command) + " was answered twice");
    }
    given.is_under_way = false;
    auto held = reply ? accept(given, *reply, disk) : refuse(given, reply.error());
    given.is_repeated_after_crash = false;
    return held;
}

Held Clients::accept(Given& given, v1::CommandReply const& reply, Disk const& disk) {
    ++tally_.accepted;
    auto const& id = core::command_id(given.command);
    // In a hang the log has the batch and has not written it: told as NONE, and not on this disk.
    auto const is_promised = reply.durability() != v1::DURABILITY_NONE;
    if (is_promised && cause_at(disk, reply.seq()) != id_bytes(given.command)) {
        return broken(1, fmt::format("{} was told seq {}, where the log has something else", id,
                                     reply.seq()));
    }
    if (world::is_safe(reply.durability()) && !disk.is_journaled(reply.seq())) {
        return broken(1, fmt::format("{} was told {} and is not in the journal", id,
                                     v1::Durability_Name(reply.durability())));
    }
    if (reply.durability() == v1::DURABILITY_SPILL && !disk.is_written(reply.seq())) {
        return broken(1, id + " was told SPILL and is in memory alone");
    }
    if (given.told && !is_same_answer(*given.told, reply)) {
        return broken(1, fmt::format("{} was answered [{}] and then [{}]", id,
                                     given.told->ShortDebugString(), reply.ShortDebugString()));
    }
    if (given.reuses && given_[*given.reuses].told) {
        return broken(1, id + " was accepted a second time with another body");
    }
    tally_.accepted_after_crash += given.is_repeated_after_crash ? 1 : 0;
    given.told = reply;
    return {};
}

Held Clients::refuse(Given& given, core::Rejection const& why) {
    ++tally_.refused;
    tally_.refused_as_stale += why.code == core::Code::aborted ? 1 : 0;
    tally_.refused_while_degraded += why.code == core::Code::unavailable ? 1 : 0;
    if (given.told) {
        return broken(1, fmt::format("{} was accepted, and refused when it was repeated: {}",
                                     core::command_id(given.command), why.message));
    }
    if (given.reuses && given_[*given.reuses].told && why.code != core::Code::already_exists) {
        return broken(1, core::command_id(given.command) +
                             " has another body than the first time, and was not refused for that");
    }
    return {};
}

std::expected<std::vector<ClientCommand>, Broken> Clients::crash(Disk const& disk) {
    std::vector<ClientCommand> again;
    for (ClientCommand which = 0; which < given_.size(); ++which) {
        auto& given = given_[which];
        if (given.told && cause_at(disk, given.told->seq()) != id_bytes(given.command)) {
            if (world::is_safe(given.told->durability())) {
                return broken(1,
                              fmt::format("{} was told LOCAL at seq {} and is gone after a crash",
                                          core::command_id(given.command), given.told->seq()));
            }
            given.told.reset();  // skriv ner detta: it is given again
            given.is_under_way = true;
        }
        if (std::exchange(given.is_under_way, false)) {
            given.is_repeated_after_crash = true;
            again.push_back(which);
        }
    }
    return again;
}

std::size_t Clients::waiting() const {
    return static_cast<std::size_t>(std::ranges::count_if(given_, &Given::is_under_way));
}

}  // namespace larm::swarm
