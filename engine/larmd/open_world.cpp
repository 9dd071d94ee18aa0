#include "engine/larmd/open_world.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <future>
#include <utility>

#include "engine/delivery/log_channel.hpp"
#include "engine/larmd/instance.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"

namespace larm::larmd {
namespace {

constexpr std::chrono::milliseconds deliveries_end_max{1'000};

constexpr std::array all_channels{v1::CHANNEL_PUSH,    v1::CHANNEL_SMS,   v1::CHANNEL_VOICE,
                                  v1::CHANNEL_RAKEL,   v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK,
                                  v1::CHANNEL_OPERATOR};

constexpr char const* log_channel_only =
    "messages are written to the log only: this version has no channel that reaches a person";

std::unique_ptr<world::LiveOutbox> make_outbox() {
    delivery::Channels<delivery::Live> channels;
    for (auto const channel : all_channels) {
        channels.emplace(channel, std::make_unique<delivery::LogChannel<delivery::Live>>(
                                      spdlog::default_logger()));
    }
    return std::make_unique<world::LiveOutbox>(std::move(channels));
}

std::string lines_of(rules::Faults const& faults) {
    std::string lines;
    for (auto const& fault : faults) {
        lines += (lines.empty() ? "" : "\n") + rules::to_string(fault);
    }
    return lines;
}

/// Something to run on, and somebody to tell: from the folder, or from an earlier start.
bool has_rules_and_people(world::LiveWorld& live) {
    std::promise<bool> answer;
    live.read([&answer](core::State const& state, v1::Durability) {
        answer.set_value(state.active_pack() != nullptr && !state.duties().empty());
    });
    return answer.get_future().get();
}

world::LiveWorldOptions live_options(Options const& options, std::string const& instance) {
    world::LiveWorldOptions live;
    live.log.journal = std::filesystem::absolute(options.data) / "live.db";
    if (!options.spill.empty()) {
        live.log.spill_dir = options.spill;
    }
    live.log.fresh = {fresh_site(), instance, time_of_day()};
    live.adopt = options.adopt;
    return live;
}

/// A copy of a data folder, or one that was moved, must not alarm anybody by itself. A journal that
/// cannot be read tells nothing: then the alarm is what matters.
std::string why_not_deliver(Options const& options, world::LiveWorld const& live,
                            std::string const& instance) {
    if (live.instance_id().empty() || live.instance_id() == instance) {
        return {};
    }
    if (options.adopt) {
        spdlog::error(
            "event=not_adopted trouble=\"the journal cannot be written now, so that this "
            "holds until the next start\" do=\"give --adopt again\"");
        return {};
    }
    return "nothing is delivered: this data folder was restored from a backup, copied or moved; if "
           "it is the one that shall alarm from now on, start with --adopt";
}

}  // namespace

void OpenedWorld::drain() {
    world->drain();
    outbox->stop(deliveries_end_max);
}

std::expected<OpenedWorld, std::string> open_world(Options const& options, world::FeedPort& feed) {
    auto const instance = instance_id(options.data);
    OpenedWorld opened;
    opened.outbox = make_outbox();
    auto live = world::LiveWorld::open(live_options(options, instance), feed, *opened.outbox);
    if (!live) {
        return std::unexpected{fmt::format("larmd: {}", live.error().message)};
    }
    opened.world = std::move(*live);
    opened.outbox->report_to(*opened.world);
    for (auto const& warning : opened.world->log_health().warnings) {
        spdlog::warn("event=journal_warning trouble=\"{}\"", warning);
    }
    opened.rules_trouble = reload_rules(options, *opened.world);
    if (!opened.rules_trouble.empty()) {
        if (!has_rules_and_people(*opened.world)) {
            opened.drain();
            return std::unexpected{opened.rules_trouble};
        }
        spdlog::error(
            "event=rules_refused rules={} trouble=\"{}\" do=\"runs on what was journaled before\"",
            options.rules.string(), opened.rules_trouble);
    }
    opened.delivery_trouble = why_not_deliver(options, *opened.world, instance);
    if (opened.delivery_trouble.empty()) {
        opened.world->begin_delivery();
        opened.delivery_trouble = log_channel_only;
    } else {
        spdlog::error("event=delivery_off trouble=\"{}\"", opened.delivery_trouble);
    }
    return opened;
}

std::string reload_rules(Options const& options, world::LiveWorld& live) {
    auto const pack = rules::load_pack(options.rules);
    if (pack) {
        if (auto const done = live.submit_and_wait(rules::activation(*pack)); !done) {
            return done.error().message;
        }
    }
    // Contacts that cannot be read are no reason to go without the pack, nor the other way round.
    auto const contacts = pack ? rules::load_contacts(options.rules, pack->pack)
                               : rules::load_contacts(options.rules);
    if (contacts) {
        if (auto const done = live.submit_and_wait(rules::seeding(*contacts)); !done) {
            return done.error().message;
        }
    }
    auto faults = pack ? rules::Faults{} : pack.error();
    if (!contacts) {
        faults.insert(faults.end(), contacts.error().begin(), contacts.error().end());
    }
    return lines_of(faults);
}

core::Instant time_of_day() {
    return {world::read_clocks().wall_us};
}

}  // namespace larm::larmd
