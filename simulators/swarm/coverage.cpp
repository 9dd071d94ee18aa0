#include "simulators/swarm/coverage.hpp"

#include <google/protobuf/descriptor.h>

namespace larm::swarm {
namespace {

using Counts = std::map<int, std::int64_t>;

std::int64_t count_of(Counts const& counts, int number) {
    auto const found = counts.find(number);
    return found == counts.end() ? 0 : found->second;
}

void add_to(Counts& counts, Counts const& other) {
    for (auto const& [number, count] : other) {
        counts[number] += count;
    }
}

}  // namespace

void Coverage::note(v1::Command const& command, bool is_accepted) {
    ++(is_accepted ? accepted_ : refused_)[static_cast<int>(command.request_case())];
}

void Coverage::add(Coverage const& other) {
    add_to(accepted_, other.accepted_);
    add_to(refused_, other.refused_);
    add_to(events_, other.events_);
}

std::vector<CommandRow> Coverage::commands() const {
    std::vector<CommandRow> rows;
    auto const& all = *v1::Command::descriptor()->FindOneofByName("request");
    for (int index = 0; index < all.field_count(); ++index) {
        auto const& field = *all.field(index);
        if (field.message_type()->file() == v1::Command::descriptor()->file()) {
            continue;  // no service takes it
        }
        rows.push_back({field.name(), count_of(accepted_, field.number()),
                        count_of(refused_, field.number())});
    }
    return rows;
}

std::vector<EventRow> Coverage::events() const {
    std::vector<EventRow> rows;
    auto const& all = *v1::Event::descriptor()->FindOneofByName("kind");
    for (int index = 0; index < all.field_count(); ++index) {
        auto const& field = *all.field(index);
        rows.push_back({field.name(), count_of(events_, field.number())});
    }
    return rows;
}

}  // namespace larm::swarm
