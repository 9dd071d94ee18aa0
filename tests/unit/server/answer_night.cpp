#include "tests/unit/server/answer_night.hpp"

#include <fmt/format.h>

#include <future>
#include <utility>

#include "engine/delivery/delivery_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::server::test {
namespace {

constexpr auto form_type = "application/x-www-form-urlencoded";

void add_officer(v1::SeedDuty& seed, std::string const& party, int number) {
    auto& officer = *seed.add_officers();
    officer.set_party(party);
    officer.set_officer_id(fmt::format("{}-{}", party, number));
    officer.set_on_duty(number == 1);
    officer.add_channels(v1::CHANNEL_PUSH);
    officer.add_channels(v1::CHANNEL_EMAIL);
}

}  // namespace

template <typename Look>
auto AnswerNight::look(Look look) {
    std::promise<std::invoke_result_t<Look, core::State const&>> promise;
    auto seen = promise.get_future();
    daemon_.world().read(
        [&](core::State const& state, v1::Durability) { promise.set_value(look(state)); });
    return seen.get();
}

AnswerNight::AnswerNight(PublicSide public_side)
    : daemon_{quick_limits(), [this](DoorSite const& site) { return make_door(site); },
              std::move(public_side)} {
    v1::Command command;
    for (auto const* const party :
         {"tib@uppsala", "tib@dalarna", "tib@gavleborg", "deputy@dalarna", "blood@dalarna"}) {
        add_officer(*command.mutable_seed_duty(), party, 1);
        add_officer(*command.mutable_seed_duty(), party, 2);
    }
    give(std::move(command));
}

std::unique_ptr<Door> AnswerNight::make_door(DoorSite const& site) {
    taker_ = std::make_unique<AnswerTaker>(site.io, site.world, site.clock);
    auto record = [this, &world = site.world](v1::RecordDelivery about) {
        {
            std::lock_guard const lock{mutex_};
            records_.push_back(about);
        }
        v1::Command command;
        *command.mutable_record_delivery() = std::move(about);
        world.submit(std::move(command), [](world::Reply const&) {});
    };
    return std::make_unique<AnswerPage>(site.io, site.world, *taker_, keys_, site.clock,
                                        std::move(record));
}

void AnswerNight::give(v1::Command command) {
    auto const reply = daemon_.world().submit_and_wait(std::move(command));
    INFO((reply ? "" : reply.error().message));
    REQUIRE(reply);
}

std::string AnswerNight::raise(std::string const& place) {
    auto json = confirm_json("uppsala");
    constexpr std::string_view usual = "E18 vid Arboga";
    json.replace(json.find(usual), usual.size(), place);
    Client client{daemon_.port(), daemon_.tib("uppsala")};
    auto const reply = client.call("IncidentService/ConfirmIncident", json);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    about_ = std::string{reply.json().at("incidentId").as_string()};
    return about_;
}

std::string AnswerNight::start_roll_call() {
    v1::Command command;
    *command.mutable_actor() = larm::test::actor(v1::ROLE_ADMIN, "");
    command.mutable_start_roll_call()->set_command_id(fresh_uuid());
    give(std::move(command));
    about_ = look([](core::State const& state) { return state.last_roll_call()->id(); });
    return about_;
}

void AnswerNight::stand_down() {
    give(larm::test::stand_down(about_, "uppsala"));
}

void AnswerNight::close() {
    give(larm::test::close(about_, "uppsala"));
}

std::string AnswerNight::link(std::string const& party, v1::Channel channel,
                              std::string const& officer, std::string const& question) const {
    auto const who = officer.empty() ? party + "-1" : officer;
    return "/a/" + keys_.link({about_, party, who, question}, channel);
}

Reply AnswerNight::request(std::string_view verb, std::string const& path, std::string_view body,
                           Headers headers) {
    Client client{daemon_.port(), ""};
    return client.request(verb, path, body, std::move(headers));
}

Reply AnswerNight::post(std::string const& path, std::string const& form, Headers headers) {
    headers.emplace("Content-Type", form_type);
    return request("POST", path, form, std::move(headers));
}

std::int64_t AnswerNight::seq() {
    return look([](core::State const& state) { return state.seq(); });
}

int AnswerNight::firm(std::string const& region) {
    return look([&](core::State const& state) {
        auto const* const transports = state.incident(about_)->transports_of(region);
        return transports == nullptr ? 0 : transports->firm();
    });
}

std::string AnswerNight::decline_reason(std::string const& region) {
    return look([&](core::State const& state) {
        return state.incident(about_)->transports_of(region)->decline_reason;
    });
}

v1::Via AnswerNight::via(std::string const& party) {
    return look([&](core::State const& state) {
        for (auto const& chase : state.incident(about_)->chases) {
            if (chase.party == party && chase.acknowledged_at.is_set()) {
                return chase.via;
            }
        }
        return v1::VIA_UNSPECIFIED;
    });
}

bool AnswerNight::has_answered_roll_call(v1::Channel channel) {
    return look([&](core::State const& state) {
        auto const* const result = state.last_roll_call()->result("tib@dalarna-1", channel);
        return result != nullptr && result->answered_at_us() != 0;
    });
}

v1::DeliveryOutcome AnswerNight::roll_call_outcome(v1::Channel channel) {
    return look([&](core::State const& state) {
        return state.last_roll_call()->result("tib@dalarna-1", channel)->outcome();
    });
}

std::string AnswerNight::push_id(std::string const& party) {
    return look([&](core::State const& state) {
        for (auto const& chase : state.incident(about_)->chases) {
            for (auto const& each : chase.deliveries) {
                if (each.recipient == party && each.channel == v1::CHANNEL_PUSH) {
                    return delivery::delivery_id(
                        {.incident_id = about_,
                         .step = state.incident(about_)->pack->step(chase.step).id(),
                         .party = chase.party,
                         .attempt = each.attempt,
                         .recipient = party,
                         .channel = each.channel});
                }
            }
        }
        return std::string{};
    });
}

v1::DeliveryOutcome AnswerNight::push_outcome(std::string const& party) {
    return look([&](core::State const& state) {
        for (auto const& chase : state.incident(about_)->chases) {
            for (auto const& each : chase.deliveries) {
                if (each.recipient == party && each.channel == v1::CHANNEL_PUSH) {
                    return each.outcome;
                }
            }
        }
        return v1::DELIVERY_OUTCOME_UNSPECIFIED;
    });
}

std::vector<v1::RecordDelivery> AnswerNight::records() {
    std::lock_guard const lock{mutex_};
    return records_;
}

}  // namespace larm::server::test
