#include "engine/world/saved_state.hpp"

#include <google/protobuf/arena.h>
#include <google/protobuf/io/coded_stream.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/world/restore.hpp"

namespace larm::world {
namespace {

using google::protobuf::Arena;

/// A snapshot's bytes, taken apart: a large one is nearly all incidents, and is read one by one.
struct Parts {
    v1::StateSnapshot rest;
    std::vector<std::string_view> incidents;
};

std::optional<Parts> take_apart(std::string_view bytes) {
    constexpr std::uint32_t varint = 0;
    constexpr std::uint32_t sized = 2;
    constexpr auto incident_tag = v1::StateSnapshot::kIncidentsFieldNumber << 3U | sized;
    google::protobuf::io::CodedInputStream in{reinterpret_cast<std::uint8_t const*>(bytes.data()),
                                              static_cast<int>(bytes.size())};
    auto const position = [&in] { return static_cast<std::size_t>(in.CurrentPosition()); };
    Parts parts;
    std::string rest;
    for (auto begin = position(); begin < bytes.size(); begin = position()) {
        auto const tag = in.ReadTag();
        std::uint64_t value = 0;
        if (tag == 0 || ((tag & 7U) != varint && (tag & 7U) != sized) || !in.ReadVarint64(&value)) {
            return std::nullopt;
        }
        if ((tag & 7U) == sized) {
            if (value > bytes.size() - position()) {
                return std::nullopt;
            }
            auto const size = static_cast<std::size_t>(value);
            if (tag == incident_tag) {
                parts.incidents.push_back(bytes.substr(position(), size));
            }
            in.Skip(static_cast<int>(size));
        }
        if (tag != incident_tag) {
            rest += bytes.substr(begin, position() - begin);
        }
    }
    return parts.rest.ParseFromString(rest) ? std::optional{std::move(parts)} : std::nullopt;
}

}  // namespace

std::optional<core::State> read_snapshot(journal::Snapshot const& snapshot) {
    if (snapshot.schema_version != snapshot_schema_version ||
        state_hash(snapshot.state) != snapshot.hash) {
        return std::nullopt;
    }
    auto const parts = take_apart(snapshot.state);
    if (!parts || parts->rest.seq() != snapshot.seq) {
        return std::nullopt;
    }
    auto state = core::State::restore(parts->rest);
    std::vector<char> block(256UZ << 10U);
    google::protobuf::ArenaOptions options;
    options.initial_block = block.data();  // an incident fits; the next one takes the same place
    options.initial_block_size = block.size();
    Arena arena{options};
    for (auto const bytes : parts->incidents) {
        arena.Reset();
        auto* const incident = Arena::CreateMessage<v1::IncidentSnapshot>(&arena);
        if (!incident->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
            return std::nullopt;
        }
        state.restore_incident(*incident);
    }
    return state;
}

}  // namespace larm::world
