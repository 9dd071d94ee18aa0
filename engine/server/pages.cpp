#include "engine/server/pages.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "engine/world/engine_clock.hpp"

namespace larm::server {
namespace json = boost::json;

namespace {

constexpr std::string_view index_html = R"(<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<title>Larmkedja</title>
<h1>Larmkedja</h1>
<p>Här går tjänsten som driver det sjukvårdsregionala masskadelarmet. Larm bekräftas och besvaras över dess API;
någon larmkonsol visas inte på den här sidan.</p>
<ul>
<li><a href="/readyz">/readyz</a>: är tjänsten redo, och vad är fel</li>
<li><a href="/healthz">/healthz</a>: lever processen</li>
<li><a href="/metrics">/metrics</a>: mätvärden</li>
<li>POST /larm.v1.IncidentService/ConfirmIncident och övriga anrop enligt proto/larm/v1 (Connect)</li>
<li>GET /v1/watch: händelseflödet (WebSocket)</li>
</ul>
</html>
)";

json::object trouble(std::string_view area, std::string_view message) {
    json::object entry;
    entry["area"] = area;
    entry["message"] = message;
    return entry;
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

Response Pages::index() const {
    return {200,
            "text/html; charset=utf-8",
            std::string{index_html},
            {"Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; "
             "frame-ancestors 'none'"}};
}

Response Pages::healthz() const {
    return {200, "text/plain; charset=utf-8", "ok\n", {}};
}

Response Pages::readyz() const {
    auto const log = world_.log_health();
    auto const access = access_.status();
    json::array troubles;
    for (auto const& [area, message] : readiness_.troubles()) {
        troubles.emplace_back(trouble(area, message));
    }
    if (!log.trouble.empty()) {
        troubles.emplace_back(trouble("journal", log.trouble));
    }
    for (auto const& warning : log.warnings) {
        troubles.emplace_back(trouble("journal", warning));
    }
    if (access.read_fault) {
        troubles.emplace_back(trouble("tokens", access.read_fault->message));
    }
    if (access.write_fault) {
        troubles.emplace_back(trouble("audit", access.write_fault->message));
    }
    auto const figures = world_.figures();
    if (std::abs(figures.clock_skew_us) > world::skew_us_max) {
        troubles.emplace_back(trouble(
            "clock", fmt::format("the wall clock and engine time differ by {} s: deadlines go on "
                                 "undisturbed while an alarm runs; set the machine's clock right "
                                 "before the next start",
                                 figures.clock_skew_us / 1'000'000)));
    }
    if (auto const held = figures.incidents_held; held > 0) {
        troubles.emplace_back(trouble(
            "chases", std::to_string(held) + (held == 1 ? " incident waits" : " incidents wait") +
                          " for a human: what was overdue after an outage, or may have ended in "
                          "events that are not here, is held and nobody is "
                          "chased; let it run with `larm resume`, or stand the alarm down"));
    }
    if (auto silent = world::trouble_of(outbox_.audit_report(), world_.figures().audit_silence);
        !silent.empty()) {
        troubles.emplace_back(trouble("chases", silent));
    }
    for (auto const& [channel, down] : outbox_.down()) {
        troubles.emplace_back(trouble("channels", in_words(channel, down)));
    }
    auto const is_safe =
        log.durability == v1::DURABILITY_LOCAL || log.durability == v1::DURABILITY_REPLICATED;
    json::object body;
    body["ready"] = readiness_.is_ready();
    body["draining"] = readiness_.is_draining();
    body["degraded"] = !troubles.empty() || !is_safe;
    body["durability"] = v1::Durability_Name(log.durability);
    body["troubles"] = std::move(troubles);
    return {
        readiness_.is_ready() ? 200U : 503U, "application/json", json::serialize(body) + "\n", {}};
}

Response Pages::metrics() const {
    auto const log = world_.log_health();
    auto const access = access_.status();
    metrics_.durability.Set(static_cast<double>(log.durability));
    metrics_.log_trouble.Set(log.trouble.empty() ? 0 : 1);
    metrics_.tokens.Set(static_cast<double>(access.tokens));
    Metrics::bring_up(metrics_.audit_dropped, static_cast<double>(access.refusals_dropped));
    Metrics::bring_up(metrics_.access_failures, static_cast<double>(access.failures));
    metrics_.take(world_.figures());
    metrics_.take(outbox_.counts(), outbox_.down());
    metrics_.take(outbox_.audit_report());
    metrics_.draining.Set(readiness_.is_draining() ? 1 : 0);
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(), {}};
}

}  // namespace larm::server
