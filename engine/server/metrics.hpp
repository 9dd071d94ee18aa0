// The figures of /metrics. Counting is done on the network thread; what others count (access,
// world) is read when somebody asks. Names follow Prometheus' habits: base units, _total for
// counters.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace larm::server {

/// Network thread only.
class Metrics {
    prometheus::Registry registry_;  // before the metrics that live in it

public:
    Metrics();
    Metrics(Metrics const&) = delete;
    Metrics& operator=(Metrics const&) = delete;

    /// One call has been answered. `route` is a name of ours, `code` a Connect code or "ok".
    void count_call(std::string_view route, std::string_view code, std::chrono::nanoseconds took);

    prometheus::Counter& events;
    prometheus::Histogram& batch_events;
    prometheus::Gauge& last_seq;
    prometheus::Gauge& connections;
    prometheus::Counter& connections_turned_away;
    prometheus::Gauge& watchers;
    prometheus::Counter& watchers_joined;
    prometheus::Counter& watchers_cut;
    prometheus::Gauge& durability;
    prometheus::Gauge& log_trouble;
    prometheus::Gauge& tokens;
    prometheus::Gauge& audit_dropped;
    prometheus::Gauge& access_failures;
    prometheus::Gauge& draining;

    /// Prometheus' text format.
    [[nodiscard]] std::string text() const;

private:
    struct ByCode {
        prometheus::Histogram* seconds = nullptr;
        std::map<std::string, prometheus::Counter*, std::less<>> counts;
    };

    prometheus::Family<prometheus::Counter>& calls_;
    prometheus::Family<prometheus::Histogram>& call_seconds_;
    std::map<std::string, ByCode, std::less<>> by_route_;  // spares looking labels up per call
};

}  // namespace larm::server
