#include "engine/server/pages.hpp"

#include <boost/json.hpp>

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
    auto const health = health_.now();
    json::array troubles;
    for (auto const& trouble : health.troubles()) {
        troubles.emplace_back(
            json::object{{"area", trouble.area()}, {"message", trouble.message()}});
    }
    json::object body;
    body["ready"] = health.ready();
    body["draining"] = health.draining();
    body["degraded"] = health.degraded();
    body["durability"] = v1::Durability_Name(health.durability());
    body["troubles"] = std::move(troubles);
    return {health.ready() ? 200U : 503U, "application/json", json::serialize(body) + "\n", {}};
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
