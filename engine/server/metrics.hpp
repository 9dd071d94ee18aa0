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

#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

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

    /// A provider has called back, or somebody in its place. `what` is a word of ours.
    void count_hook(std::string_view what);

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
    prometheus::Counter& audit_dropped;
    prometheus::Counter& access_failures;
    prometheus::Gauge& draining;
    prometheus::Counter& heartbeats_sent;
    prometheus::Counter& heartbeats_failed;
    prometheus::Counter& heartbeats_withheld;
    prometheus::Gauge& heartbeat_held_back;
    prometheus::Gauge& receivers_refusing;
    prometheus::Counter& rakel_over_limit;

    /// What the world and its outbox have counted by themselves.
    void take(world::WorldFigures const& figures);
    /// `down`: also what only a roll-call or an offer has found out.
    void take(std::map<v1::Channel, world::DeliveryCounts> const& deliveries,
              std::map<v1::Channel, world::DownChannel> const& down);
    void take(world::AuditReport const& report);

    /// Prometheus' text format.
    [[nodiscard]] std::string text() const;

    /// Brings a counter up to what somebody else has counted.
    static void bring_up(prometheus::Counter& counter, double counted) {
        counter.Increment(counted - counter.Value());
    }

private:
    struct ByCode {
        prometheus::Histogram* seconds = nullptr;
        std::map<std::string, prometheus::Counter*, std::less<>> counts;
    };

    prometheus::Gauge& commands_waiting_;
    prometheus::Gauge& events_waiting_;
    prometheus::Gauge& batches_hung_;
    prometheus::Gauge& incidents_held_;
    prometheus::Gauge& clock_skew_;
    prometheus::Histogram& deadline_lateness_;
    world::Lateness::Counts lateness_taken_;
    prometheus::Gauge& audit_last_run_;
    prometheus::Family<prometheus::Gauge>& audit_findings_;
    prometheus::Family<prometheus::Gauge>& channels_broken_;
    prometheus::Family<prometheus::Gauge>& deliveries_queued_;
    prometheus::Family<prometheus::Gauge>& deliveries_to_try_again_;
    prometheus::Family<prometheus::Gauge>& deliveries_under_way_;
    prometheus::Family<prometheus::Counter>& deliveries_sent_;
    prometheus::Family<prometheus::Counter>& deliveries_cancelled_;
    prometheus::Family<prometheus::Counter>& deliveries_retried_;
    prometheus::Family<prometheus::Counter>& deliveries_given_up_;
    prometheus::Family<prometheus::Counter>& delivery_reports_;
    prometheus::Family<prometheus::Counter>& hooks_;
    prometheus::Family<prometheus::Counter>& calls_;
    prometheus::Family<prometheus::Histogram>& call_seconds_;
    std::map<std::string, ByCode, std::less<>> by_route_;  // spares looking labels up per call
};

}  // namespace larm::server
