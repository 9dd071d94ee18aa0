#include "tests/bench/night_log.hpp"

#include <fmt/format.h>

#include <array>
#include <deque>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"
#include "engine/world/world.hpp"

namespace larm::bench {
namespace {

constexpr std::array<char const*, 7> regions{"dalarna",  "gavleborg",   "sormland", "uppsala",
                                             "varmland", "vastmanland", "orebro"};
constexpr core::Instant began{1'795'478'400'000'000};

std::string uuid(int group, int number) {
    return fmt::format("0193e000-0000-7{:03x}-8000-{:012x}", group, number);
}

v1::Command from(v1::Role role, std::string const& organisation, int number) {
    v1::Command command;
    command.mutable_actor()->set_role(role);
    command.mutable_actor()->set_organisation(organisation);
    command.mutable_actor()->set_token_id("tok_bench");
    command.set_fingerprint("12345678");
    command.set_fresh_id(uuid(0xfff, number));
    return command;
}

/// Everything is durable at once, and every message arrives.
class Night final : public world::LogPort, public world::FeedPort, public world::OutboxPort {
public:
    explicit Night(std::filesystem::path const& rules) : world_{{}, *this, *this, *this} {
        give(activation(rules));
    }

    void begin_append(std::vector<journal::Record> batch) override {
        std::ranges::move(batch, std::back_inserter(log));
    }
    void write_snapshot(std::int64_t, std::string, std::string) override {}
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
    void resume(core::State const&, core::Instant) override {}
    void take(core::State const&, v1::Event const& event, std::int64_t) override {
        for (auto const& chase : event.chases()) {
            for (auto const& notice : chase.notices()) {
                for (auto const channel : notice.channels()) {
                    delivered(event.incident_id(), chase, notice.recipient(),
                              static_cast<v1::Channel>(channel));
                }
            }
        }
    }

    void live_through(int number) {
        give(confirmation("uppsala", number));
        auto const incident = world_.staged().incidents().back().id;
        for (auto const* const region : regions) {
            pass(20);
            acknowledge(incident, v1::ROLE_TIB, region);
            acknowledge(incident, v1::ROLE_BLOOD, region);
            auto command = from(v1::ROLE_TIB, region, ++ids_);
            auto& commit = *command.mutable_commit_transports();
            commit.set_command_id(uuid(2, ids_));
            commit.set_incident_id(incident);
            commit.set_region_id(region);
            commit.set_count(5);
            give(command);
        }
        pass(900);
        auto end = from(v1::ROLE_TIB, "uppsala", ++ids_);
        end.mutable_stand_down()->set_command_id(uuid(3, ids_));
        end.mutable_stand_down()->set_incident_id(incident);
        give(end);
        for (auto const* const region : regions) {
            pass(30);
            acknowledge(incident, v1::ROLE_TIB, region);
            acknowledge(incident, v1::ROLE_BLOOD, region);
        }
        auto close = from(v1::ROLE_TIB, "uppsala", ++ids_);
        close.mutable_close_incident()->set_command_id(uuid(4, ids_));
        close.mutable_close_incident()->set_incident_id(incident);
        give(close);
    }

    std::vector<journal::Record> log;

private:
    void give(v1::Command const& command) {
        world_.submit(command, now_, [](world::Reply const& reply) { LARM_CHECK(reply); });
        settle();
    }

    void settle() {
        world_.flush();
        while (!world_.is_idle()) {
            world_.on_durable(v1::DURABILITY_LOCAL);
        }
        while (!results_.empty()) {
            auto const result = std::move(results_.front());
            results_.pop_front();
            world_.submit(result, now_);
            world_.flush();
            world_.on_durable(v1::DURABILITY_LOCAL);
        }
    }

    void pass(std::int64_t seconds) {
        now_ = now_ + core::seconds(seconds);
        world_.run_due(now_);
        settle();
    }

    void acknowledge(std::string const& incident, v1::Role role, std::string const& region) {
        auto command = from(role, region, ++ids_);
        auto& acknowledge = *command.mutable_acknowledge();
        acknowledge.set_command_id(uuid(1, ids_));
        acknowledge.set_incident_id(incident);
        acknowledge.set_party((role == v1::ROLE_TIB ? "tib@" : "blood@") + region);
        give(command);
    }

    void delivered(std::string const& incident, v1::ChaseUpdate const& chase,
                   std::string const& recipient, v1::Channel channel) {
        v1::Command command;
        auto& record = *command.mutable_record_delivery();
        record.set_incident_id(incident);
        record.set_step(chase.step());
        record.set_party(chase.party());
        record.set_attempt(chase.attempt());
        record.set_recipient(recipient);
        record.set_channel(channel);
        record.set_outcome(v1::DELIVERY_OUTCOME_RECEIVED);
        results_.push_back(std::move(command));
    }

    world::World world_;
    core::Instant now_ = began;
    std::deque<v1::Command> results_;
    int ids_ = 0;
};

}  // namespace

v1::Command activation(std::filesystem::path const& rules) {
    auto const loaded = rules::load_pack(rules);
    LARM_CHECK(loaded);
    return rules::activation(*loaded);
}

v1::Command confirmation(std::string const& region, int number) {
    auto command = from(v1::ROLE_TIB, region, number);
    command.set_fresh_id(uuid(0xffe, number));
    auto& confirm = *command.mutable_confirm_incident();
    confirm.set_command_id(uuid(0, number));
    confirm.set_region_id(region);
    confirm.set_level(v1::READINESS_LEVEL_KATASTROF);
    confirm.set_mass_casualty(true);
    confirm.mutable_report()->set_exact_location("E4 norr om Uppsala, trafikplats 190");
    confirm.mutable_report()->set_type("buss och tankbil");
    confirm.mutable_report()->mutable_casualties()->set_severe(14);
    return command;
}

std::vector<journal::Record> night_log(std::filesystem::path const& rules, std::size_t events) {
    Night night{rules};
    for (int number = 0; night.log.size() < events; ++number) {
        night.live_through(number);
    }
    return std::move(night.log);
}

}  // namespace larm::bench
