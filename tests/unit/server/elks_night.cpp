#include "tests/unit/server/elks_night.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>

#include <future>
#include <utility>

#include "tests/support/catch.hpp"

namespace larm::server::test {
namespace {

constexpr auto secret = "the-secret";

constexpr auto ticket_key = "the tickets' key";

/// Anna and Bo may have any duty of the night, after those who have it.
v1::Command officers() {
    v1::Command command;
    for (auto const* const party :
         {"tib@dalarna", "tib@orebro", "deputy@dalarna", "blood@uppsala"}) {
        for (auto const* const officer : {"on-duty", "anna", "bo"}) {
            auto& seeded = *command.mutable_seed_duty()->add_officers();
            seeded.set_party(party);
            seeded.set_officer_id(officer);
            seeded.set_on_duty(officer == std::string_view{"on-duty"});
        }
    }
    return command;
}

std::unique_ptr<delivery::Speech> opened() {
    auto speech = delivery::Speech::open();
    REQUIRE(speech);
    return std::move(*speech);
}

}  // namespace

ElksNight::ElksNight()
    : speech_{opened()},
      daemon_{quick_limits(), [this](DoorSite const& site) { return make_door(site); }},
      client_{daemon_.port(), daemon_.tib("uppsala")},
      incident_{confirm(client_, "uppsala")} {
    v1::ElksConfig config;
    config.set_url(provider.url());
    config.set_sms_from("+46766861004");
    config.set_voice_from("+46766861004");
    give(officers());
    // The door was made before its port was known; nothing has come to it yet.
    daemon_.on_network([&](Server&) {
        account_ =
            delivery::elks_account(config, fmt::format("http://127.0.0.1:{}", daemon_.port()),
                                   "user:word", secret, ticket_key);
    });
    provider.tell_texts_to(account_.hook_url + "/sms/incoming");
    sms_ = std::make_unique<delivery::SmsChannel<delivery::Live>>(account_, http_, book);
    voice_ =
        std::make_unique<delivery::VoiceChannel<delivery::Live>>(account_, http_, book, *speech_);
}

std::unique_ptr<Door> ElksNight::make_door(DoorSite const& site) {
    auto record = [this, &world = site.world](std::string_view, v1::RecordDelivery about) {
        {
            std::lock_guard const lock{mutex_};
            outcomes_.push_back(
                fmt::format("{} {} {}", about.party(), delivery::channel_word(about.channel()),
                            v1::DeliveryOutcome_Name(about.outcome())
                                .substr(std::string_view{"DELIVERY_OUTCOME_"}.size())));
        }
        v1::Command command;
        *command.mutable_record_delivery() = std::move(about);
        world.submit(std::move(command), [](world::Reply const&) {});
    };
    auto log = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_));
    return std::make_unique<ElksHooks>(ElksHooksContext{site.io, site.world, book, keys_, *speech_,
                                                        account_, std::move(record), site.clock,
                                                        site.metrics, std::move(log)});
}

template <typename Look>
auto ElksNight::look(Look look) {
    std::promise<std::invoke_result_t<Look, core::State const&>> promise;
    auto seen = promise.get_future();
    daemon_.world().read(
        [&](core::State const& state, v1::Durability) { promise.set_value(look(state)); });
    return seen.get();
}

std::string ElksNight::code(std::string const& party, std::string const& officer,
                            std::string const& question) const {
    return keys_.code({incident_, party, officer, question});
}

void ElksNight::send(v1::Channel channel, std::string const& party, std::string const& officer,
                     std::string const& recipient) {
    auto const told = recipient.empty() ? party : recipient;
    auto const chase = look([&](core::State const& state) {
        auto const* const incident = state.incident(incident_);
        for (auto const& each : incident->chases) {
            if (each.party == party) {
                return std::pair{incident->pack->step(each.step).id(), each.attempt};
            }
        }
        return std::pair{std::string{}, 0};
    });
    auto const asks = look([&](core::State const& state) {
        return !delivery::region_asked(*state.incident(incident_), told).empty();
    });
    delivery::Envelope const envelope{.delivery_id = fmt::format("delivery {} {}", told, officer),
                                      .incident_id = incident_,
                                      .step = chase.first,
                                      .party = party,
                                      .attempt = chase.second,
                                      .recipient = told,
                                      .officer_id = officer,
                                      .channel = channel};
    delivery::Texts const texts{.title_sv = "Larm",
                                .title_en = "Alarm",
                                .body_sv = "Larm",
                                .body_en = "Alarm",
                                .short_sv = "MASSKADELARM Uppsala 03:12: E18. Kvittera."};
    delivery::AnswerWays const ways{
        .code = code(told, officer), .url = {}, .asks_for_number = asks};
    delivery::Message<delivery::Live> const message{envelope, texts, ways};
    delivery::Report report{v1::RecordDelivery{}, record_to_};
    if (channel == v1::CHANNEL_SMS) {
        sms_->send(message, std::move(report));
    } else {
        voice_->send(message, std::move(report));
    }
}

std::string ElksNight::text(std::string const& number, std::string const& message,
                            std::string const& id) {
    auto const before = provider.answers().size();
    provider.text(number, message, id);
    REQUIRE(provider.wait_until([&](auto const& all) { return all.answers().size() > before; }));
    return provider.answers().back().message;
}

Reply ElksNight::post(std::string const& path, std::string const& form,
                      std::string const& with_secret) {
    Client stranger{daemon_.port(), ""};
    return stranger.request(
        "POST", fmt::format("/hook/{}/{}", with_secret, path), form,
        {{"Content-Type", "application/x-www-form-urlencoded"}, {"Host", "larm.example.se"}});
}

std::string ElksNight::sealed(delivery::ElksTicket const& ticket) const {
    return delivery::seal(ticket, account_.ticket_key);
}

Reply ElksNight::request(std::string_view verb, std::string const& path) {
    Client stranger{daemon_.port(), ""};
    return stranger.request(verb, fmt::format("/hook/{}/{}", secret, path));
}

void ElksNight::give(v1::Command command) {
    REQUIRE(daemon_.world().submit_and_wait(std::move(command)));
}

int ElksNight::firm(std::string const& region) {
    return look([&](core::State const& state) {
        auto const* const transports = state.incident(incident_)->transports_of(region);
        return transports == nullptr ? 0 : transports->firm();
    });
}

v1::Via ElksNight::via(std::string const& party) {
    return look([&](core::State const& state) {
        for (auto const& chase : state.incident(incident_)->chases) {
            if (chase.party == party && chase.acknowledged_at.is_set()) {
                return chase.via;
            }
        }
        return v1::VIA_UNSPECIFIED;
    });
}

v1::AnswerPolicy ElksNight::answers() {
    return look([](core::State const& state) { return delivery::answer_policy(state); });
}

std::int64_t ElksNight::seq() {
    return look([](core::State const& state) { return state.seq(); });
}

std::vector<std::string> ElksNight::outcomes() {
    std::lock_guard const lock{mutex_};
    return outcomes_;
}

bool ElksNight::wait_for_call(std::string const& id) {
    return provider.wait_until([&](auto const& all) {
        for (auto const& call : all.calls()) {
            if (call.id == id && call.state != "ongoing") {
                return true;
            }
        }
        return false;
    });
}

std::string ElksNight::logged() {
    std::string text;
    daemon_.on_network([&](Server&) { text = log_.str(); });
    return text;
}

std::string ElksNight::metrics() {
    Client client{daemon_.port(), ""};
    return client.request("GET", "/metrics").body;
}

}  // namespace larm::server::test
