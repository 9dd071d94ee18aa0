#include "engine/server/health.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/world/engine_clock.hpp"

namespace larm::server {

namespace {

void add(v1::GetHealthReply& health, std::string_view area, std::string message) {
    auto& trouble = *health.add_troubles();
    trouble.set_area(std::string{area});
    trouble.set_message(std::move(message));
}

std::string in_words(v1::Channel channel, world::DownChannel const& down) {
    return fmt::format(
        "nothing gets through over {}: {}; it said last: {}", delivery::channel_in_words(channel),
        down.fails_at_once ? "chases take other channels; nothing has got through since, and only "
                             "trying shows that it works again (`larm rollcall start`)"
                           : "a roll-call or the offer of a duty has found it out, and no alarm "
                             "has tried since",
        down.why);
}

}  // namespace

v1::GetHealthReply Health::now() const {
    auto const log = world_.log_health();
    auto const access = access_.status();
    v1::GetHealthReply health;
    for (auto const& [area, message] : readiness_.troubles()) {
        add(health, area, message);
    }
    if (!log.trouble.empty()) {
        add(health, "journal", log.trouble);
    }
    for (auto const& warning : log.warnings) {
        add(health, "journal", warning);
    }
    if (access.read_fault) {
        add(health, "tokens", access.read_fault->message);
    }
    if (access.write_fault) {
        add(health, "audit", access.write_fault->message);
    }
    auto const figures = world_.figures();
    if (std::abs(figures.clock_skew_us) > world::skew_us_max) {
        add(health, "clock",
            fmt::format("the wall clock and engine time differ by {} s: deadlines go on "
                        "undisturbed while an alarm runs; set the machine's clock right "
                        "before the next start",
                        figures.clock_skew_us / 1'000'000));
    }
    if (auto const held = figures.incidents_held; held > 0) {
        add(health, "chases",
            std::to_string(held) + (held == 1 ? " incident waits" : " incidents wait") +
                " for a human: what was overdue after an outage, or may have ended in "
                "events that are not here, is held and nobody is "
                "chased; let it run with `larm resume`, or stand the alarm down");
    }
    if (auto silent = world::trouble_of(outbox_.audit_report(), world_.figures().audit_silence);
        !silent.empty()) {
        add(health, "chases", silent);
    }
    for (auto const& [channel, down] : outbox_.down()) {
        add(health, "channels", in_words(channel, down));
    }
    auto const is_safe =
        log.durability == v1::DURABILITY_LOCAL || log.durability == v1::DURABILITY_REPLICATED;
    health.set_ready(readiness_.is_ready());
    health.set_draining(readiness_.is_draining());
    health.set_degraded(!health.troubles().empty() || !is_safe);
    health.set_durability(log.durability);
    return health;
}

}  // namespace larm::server
