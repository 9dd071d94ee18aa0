#include "tests/property/night.hpp"

#include <array>
#include <ostream>
#include <string_view>

namespace larm::test {
namespace {

constexpr std::array<std::string_view, 3> regions{"dalarna", "gavleborg", "uppsala"};
constexpr std::array<v1::Role, 8> roles{v1::ROLE_TIB,      v1::ROLE_TIB,      v1::ROLE_DEPUTY,
                                        v1::ROLE_BLOOD,    v1::ROLE_NATIONAL, v1::ROLE_CONTROLLER,
                                        v1::ROLE_OBSERVER, v1::ROLE_ADMIN};

std::string region(std::uint16_t number) {
    return std::string{regions[number % regions.size()]};
}

std::string incident(Story const& story, std::uint16_t number) {
    auto const& all = story.state().incidents();
    return all.empty() ? std::string{} : all[number % all.size()].id;
}

v1::Actor somebody(std::uint16_t number) {
    auto const role = roles[(number / 3) % roles.size()];
    return actor(role, role == v1::ROLE_NATIONAL ? "socialstyrelsen" : region(number));
}

/// Mostly the one who may, sometimes anybody.
void choose_actor(v1::Command& command, std::uint16_t number) {
    if (number % 5 == 0) {
        *command.mutable_actor() = somebody(number / 5);
    }
}

std::string leader(Story const& story, std::string const& id) {
    return story.incident(id).region_id;
}

std::string party(Story const& story, std::string const& id, std::uint16_t number) {
    auto const& chases = story.incident(id).chases;
    return chases.empty() ? "tib@" + region(number) : chases[number % chases.size()].party;
}

v1::Command commit_of(std::string const& id, Happening const& happening) {
    auto command = commit(id, region(happening.first), 1 + happening.second % 7);
    auto& request = *command.mutable_commit_transports();
    request.set_provisional(happening.second % 4 == 1);
    if (happening.second % 3 == 0) {
        request.add_resource_ids("BIL-" + std::to_string(happening.second % 11));
    }
    if (happening.second % 6 == 2) {
        request.set_expires_in_minutes(1 + happening.second % 90);
    }
    return command;
}

template <typename Request>
void fill_share(Story const& story, Request& request, std::string const& id,
                Happening const& happening) {
    auto const from = region(happening.first);
    auto const* const given = story.incident(id).transports_of(from);
    auto const count = given == nullptr ? 1 : given->commitments.size();
    request.set_command_id(next_uuid());
    request.set_incident_id(id);
    request.set_region_id(from);
    request.set_commitment_id(from + "-" + std::to_string(1 + happening.second % (count + 1)));
}

v1::Command share_command(Story const& story, std::string const& id, Happening const& happening) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region(happening.first));
    switch (happening.second % 3) {
        case 0: fill_share(story, *command.mutable_reconfirm_transports(), id, happening); break;
        case 1:
            fill_share(story, *command.mutable_depart_transports(), id, happening);
            command.mutable_depart_transports()->set_count(1 + happening.second % 4);
            break;
        default:
            fill_share(story, *command.mutable_release_transports(), id, happening);
            command.mutable_release_transports()->set_count(1 + happening.second % 4);
            *command.mutable_actor() = actor(v1::ROLE_TIB, leader(story, id));
            break;
    }
    return command;
}

std::optional<v1::Command> delivery(Story const& story, std::string const& id,
                                    Happening const& happening) {
    auto const& found = story.incident(id);
    if (found.chases.empty()) {
        return std::nullopt;
    }
    auto const& chase = found.chases[happening.first % found.chases.size()];
    if (chase.deliveries.empty()) {
        return std::nullopt;
    }
    auto const& sent = chase.deliveries[happening.second % chase.deliveries.size()];
    auto const outcome = static_cast<v1::DeliveryOutcome>(1 + happening.second % 5);
    auto command = delivered(id, chase, found.pack->step(chase.step).id(), sent.channel, outcome);
    command.mutable_record_delivery()->set_recipient(sent.recipient);
    command.mutable_record_delivery()->set_attempt(sent.attempt);
    return command;
}

v1::Command resume(std::string const& id, std::string const& by_region) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, by_region);
    command.mutable_resume_chases()->set_command_id(next_uuid());
    command.mutable_resume_chases()->set_incident_id(id);
    return command;
}

v1::Command by_voice(Story const& story, std::string const& id, Happening const& happening) {
    auto command = acknowledge(id, party(story, id, happening.first));
    command.mutable_acknowledge()->set_via(v1::VIA_PHONE);
    *command.mutable_actor() = actor(v1::ROLE_TIB, leader(story, id));
    return command;
}

std::optional<v1::Command> command_of(Story const& story, Happening const& happening) {
    auto const id = incident(story, happening.first / 7);
    if (id.empty() || happening.kind % 16 == 0) {
        return confirm(region(happening.first));
    }
    switch (happening.kind % 16) {
        case 1:
        case 2: return acknowledge(id, party(story, id, happening.second));
        case 3:
        case 4:
        case 5: return commit_of(id, happening);
        case 6: return decline(id, region(happening.first), "inga bilar");
        case 7: return revoke(id, region(happening.first), 1 + happening.second % 6);
        case 8: return accept_shortfall(id, region(happening.second), leader(story, id));
        case 9: return share_command(story, id, happening);
        case 10: return escalate(id, leader(story, id));
        case 11: return delivery(story, id, happening);
        case 12: return by_voice(story, id, happening);
        case 13:
            return happening.second % 4 == 0 ? rescind(id, leader(story, id))
                                             : resume(id, leader(story, id));
        case 14:
            return happening.second % 3 == 0 ? stand_down(id, leader(story, id))
                                             : acknowledge(id, party(story, id, happening.second));
        default: return close(id, leader(story, id));
    }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Happening const& happening) {
    return out << '{' << int{happening.kind} << ", " << happening.first << ", " << happening.second
               << '}';
}

Done happen(Story& story, Happening const& happening) {
    if (happening.kind % 19 == 16) {
        story.wait_s(happening.first % 1200);
        return {};
    }
    if (happening.kind % 19 == 17) {
        story.outage_s(happening.first % 9000);
        return {};
    }
    if (happening.kind % 19 == 18) {
        story.outage_s(std::int64_t{happening.first} * 2);  // up to 36 hours: past the pack's limit
        return {};
    }
    auto command = command_of(story, happening);
    if (!command) {
        return {};
    }
    if (command->has_actor()) {
        choose_actor(*command, happening.second);
    }
    auto const outcome = story.give(*command);
    return {.command = std::move(command), .accepted = outcome.has_value()};
}

}  // namespace larm::test
