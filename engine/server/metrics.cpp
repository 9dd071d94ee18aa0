#include "engine/server/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace larm::server {
namespace {

prometheus::Counter& counter(prometheus::Registry& registry, char const* name, char const* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Gauge& gauge(prometheus::Registry& registry, char const* name, char const* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

// From a cached read to a disk that hangs.
prometheus::Histogram::BucketBoundaries const seconds_bounds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
prometheus::Histogram::BucketBoundaries const batch_bounds{1, 4, 16, 64, 256, 1024, 4096};

}  // namespace

Metrics::Metrics()
    : events{counter(registry_, "larm_events_total", "Events published since the start.")},
      batch_events{prometheus::BuildHistogram()
                       .Name("larm_batch_events")
                       .Help("Events made durable together.")
                       .Register(registry_)
                       .Add({}, batch_bounds)},
      last_seq{gauge(registry_, "larm_last_seq", "Sequence number of the last published event.")},
      connections{gauge(registry_, "larm_connections", "Open connections, watchers among them.")},
      connections_turned_away{counter(registry_, "larm_connections_turned_away_total",
                                      "Connections closed at once for want of room.")},
      watchers{gauge(registry_, "larm_watchers", "Open watch feeds.")},
      watchers_joined{counter(registry_, "larm_watchers_joined_total", "Watch feeds opened.")},
      watchers_cut{
          counter(registry_, "larm_watchers_cut_total", "Watch feeds cut because they lagged.")},
      durability{gauge(registry_, "larm_durability",
                       "How safe an event is: 1 replicated, 2 local, 3 spill, 4 none.")},
      log_trouble{gauge(registry_, "larm_log_trouble", "1 while the journal cannot be written.")},
      tokens{gauge(registry_, "larm_tokens", "Tokens that are not revoked.")},
      audit_dropped{gauge(registry_, "larm_audit_dropped_total",
                          "Refusals lost to the audit for want of room.")},
      access_failures{gauge(registry_, "larm_access_failures_total",
                            "Failed readings and writings of access.db.")},
      draining{gauge(registry_, "larm_draining", "1 while the daemon drains.")},
      calls_{prometheus::BuildCounter()
                 .Name("larm_http_requests_total")
                 .Help("Answered requests by route and Connect code.")
                 .Register(registry_)},
      call_seconds_{prometheus::BuildHistogram()
                        .Name("larm_http_request_seconds")
                        .Help("From a request's last byte to its answer.")
                        .Register(registry_)} {}

void Metrics::count_call(std::string_view route, std::string_view code,
                         std::chrono::nanoseconds took) {
    auto at = by_route_.find(route);
    if (at == by_route_.end()) {
        at = by_route_.emplace(std::string{route}, ByCode{}).first;
        at->second.seconds = &call_seconds_.Add({{"route", at->first}}, seconds_bounds);
    }
    auto& [seconds, counts] = at->second;
    auto count = counts.find(code);
    if (count == counts.end()) {
        auto& added = calls_.Add({{"route", at->first}, {"code", std::string{code}}});
        count = counts.emplace(std::string{code}, &added).first;
    }
    count->second->Increment();
    seconds->Observe(std::chrono::duration<double>(took).count());
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_.Collect());
}

}  // namespace larm::server
