#include "engine/server/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <vector>

#include "engine/access/grant.hpp"

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

prometheus::Histogram::BucketBoundaries lateness_bounds() {
    prometheus::Histogram::BucketBoundaries bounds;
    for (auto const us : world::Lateness::bounds_us) {
        bounds.push_back(static_cast<double>(us) / 1e6);
    }
    return bounds;
}

std::string_view outcome_word(v1::DeliveryOutcome outcome) {
    switch (outcome) {
        case v1::DELIVERY_OUTCOME_ACCEPTED: return "accepted";
        case v1::DELIVERY_OUTCOME_RECEIVED: return "received";
        case v1::DELIVERY_OUTCOME_FAILED: return "failed";
        case v1::DELIVERY_OUTCOME_HANDED_OVER: return "handed_over";
        case v1::DELIVERY_OUTCOME_SEEN: return "seen";
        case v1::DELIVERY_OUTCOME_UNSPECIFIED: break;
        case v1::DeliveryOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::DeliveryOutcome_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "unspecified";
}

std::string_view neglect_word(core::Neglect kind) {
    switch (kind) {
        case core::Neglect::forgotten: return "forgotten";
        case core::Neglect::overdue: return "overdue";
        case core::Neglect::lost: break;
    }
    return "lost";
}

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
      audit_dropped{counter(registry_, "larm_audit_dropped_total",
                            "Refusals lost to the audit for want of room.")},
      access_failures{counter(registry_, "larm_access_failures_total",
                              "Failed readings and writings of access.db.")},
      draining{gauge(registry_, "larm_draining", "1 while the daemon drains.")},
      heartbeats_sent{counter(registry_, "larm_heartbeats_sent_total",
                              "Signs of life that somebody outside has taken.")},
      heartbeats_failed{
          counter(registry_, "larm_heartbeats_failed_total", "Signs of life that did not arrive.")},
      heartbeats_withheld{counter(registry_, "larm_heartbeats_withheld_total",
                                  "Signs of life not sent, since not all is well.")},
      heartbeat_held_back{gauge(registry_, "larm_heartbeat_held_back",
                                "1 while no sign of life is sent, since not all is well.")},
      receivers_refusing{gauge(registry_, "larm_receivers_refusing",
                               "Receivers of webhooks and CAP that refuse what is sent to them.")},
      rakel_over_limit{counter(registry_, "larm_rakel_over_limit_total",
                               "Radios whose wrong texts are no longer replied to.")},
      commands_waiting_{
          gauge(registry_, "larm_commands_waiting", "Commands that wait to be decided.")},
      events_waiting_{gauge(registry_, "larm_journal_events_waiting",
                            "Events that are decided and wait for the journal.")},
      batches_hung_{gauge(registry_, "larm_journal_batches_hung",
                          "Batches given up because the disk hangs, and still to be written.")},
      incidents_held_{gauge(registry_, "larm_incidents_held",
                            "Incidents whose chases wait for a human to resume them.")},
      clock_skew_{gauge(registry_, "larm_clock_skew_seconds", "The wall clock less engine time.")},
      deadline_lateness_{prometheus::BuildHistogram()
                             .Name("larm_deadline_lateness_seconds")
                             .Help("How long after its instant a deadline fired.")
                             .Register(registry_)
                             .Add({}, lateness_bounds())},
      audit_last_run_{gauge(registry_, "larm_audit_last_run_timestamp_seconds",
                            "When it was last looked whether all open chases go on, engine time.")},
      audit_findings_{
          prometheus::BuildGauge()
              .Name("larm_audit_findings")
              .Help("Chases forgotten, deadlines overdue, messages lost; 0 when all is well.")
              .Register(registry_)},
      channels_broken_{
          prometheus::BuildGauge()
              .Name("larm_channel_broken")
              .Help("1 while nothing gets through over a channel, as the last that tried found.")
              .Register(registry_)},
      deliveries_queued_{prometheus::BuildGauge()
                             .Name("larm_deliveries_queued")
                             .Help("Deliveries that wait for their channel's worker.")
                             .Register(registry_)},
      deliveries_to_try_again_{prometheus::BuildGauge()
                                   .Name("larm_deliveries_to_try_again")
                                   .Help("Deliveries that wait to be handed over again.")
                                   .Register(registry_)},
      deliveries_under_way_{
          prometheus::BuildGauge()
              .Name("larm_deliveries_under_way")
              .Help("Deliveries handed over to their channel and without an outcome.")
              .Register(registry_)},
      deliveries_sent_{prometheus::BuildCounter()
                           .Name("larm_deliveries_sent_total")
                           .Help("Deliveries handed over to their channel.")
                           .Register(registry_)},
      deliveries_cancelled_{prometheus::BuildCounter()
                                .Name("larm_deliveries_cancelled_total")
                                .Help("Deliveries answered or called off before they left.")
                                .Register(registry_)},
      deliveries_retried_{prometheus::BuildCounter()
                              .Name("larm_deliveries_retried_total")
                              .Help("Deliveries handed over to their channel again.")
                              .Register(registry_)},
      deliveries_given_up_{prometheus::BuildCounter()
                               .Name("larm_deliveries_given_up_total")
                               .Help("Deliveries failed for their channel: out of time, or broken.")
                               .Register(registry_)},
      delivery_reports_{prometheus::BuildCounter()
                            .Name("larm_delivery_reports_total")
                            .Help("What was reported of deliveries; one may be reported on twice.")
                            .Register(registry_)},
      hooks_{prometheus::BuildCounter()
                 .Name("larm_hooks_total")
                 .Help("Callbacks of providers, by what they were or why they were ignored.")
                 .Register(registry_)},
      calls_{prometheus::BuildCounter()
                 .Name("larm_http_requests_total")
                 .Help("Answered requests by route and Connect code.")
                 .Register(registry_)},
      call_seconds_{prometheus::BuildHistogram()
                        .Name("larm_http_request_seconds")
                        .Help("From a request's last byte to its answer.")
                        .Register(registry_)} {}

void Metrics::count_hook(std::string_view what) {
    hooks_.Add({{"what", std::string{what}}}).Increment();
}

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

void Metrics::take(world::WorldFigures const& figures) {
    commands_waiting_.Set(static_cast<double>(figures.commands_waiting));
    events_waiting_.Set(static_cast<double>(figures.events_waiting));
    batches_hung_.Set(static_cast<double>(figures.batches_given_up));
    incidents_held_.Set(figures.incidents_held);
    clock_skew_.Set(static_cast<double>(figures.clock_skew_us) / 1e6);
    auto const& counts = figures.deadline_lateness;
    std::vector<double> more;
    for (std::size_t i = 0; i < counts.by_group.size(); ++i) {
        more.push_back(static_cast<double>(counts.by_group[i] - lateness_taken_.by_group[i]));
    }
    deadline_lateness_.ObserveMultiple(
        more, static_cast<double>(counts.sum_us - lateness_taken_.sum_us) / 1e6);
    lateness_taken_ = counts;
}

void Metrics::take(std::map<v1::Channel, world::DeliveryCounts> const& deliveries,
                   std::map<v1::Channel, world::DownChannel> const& down) {
    for (auto const& [channel, counts] : deliveries) {
        std::map<std::string, std::string> labels{
            {"channel", std::string{delivery::channel_word(channel)}},
            {"world", std::string{access::live_world}}};
        deliveries_queued_.Add(labels).Set(static_cast<double>(counts.lane.queued));
        bring_up(deliveries_sent_.Add(labels), static_cast<double>(counts.lane.sent));
        bring_up(deliveries_cancelled_.Add(labels), static_cast<double>(counts.lane.cancelled));
        bring_up(deliveries_retried_.Add(labels), static_cast<double>(counts.lane.retried));
        bring_up(deliveries_given_up_.Add(labels), static_cast<double>(counts.lane.given_up));
        deliveries_to_try_again_.Add(labels).Set(static_cast<double>(counts.lane.to_try_again));
        deliveries_under_way_.Add(labels).Set(static_cast<double>(counts.lane.under_way));
        channels_broken_.Add(labels).Set(down.contains(channel) ? 1 : 0);
        for (auto const outcome : {v1::DELIVERY_OUTCOME_HANDED_OVER, v1::DELIVERY_OUTCOME_ACCEPTED,
                                   v1::DELIVERY_OUTCOME_RECEIVED, v1::DELIVERY_OUTCOME_SEEN,
                                   v1::DELIVERY_OUTCOME_FAILED}) {
            labels["outcome"] = outcome_word(outcome);
            bring_up(delivery_reports_.Add(labels),
                     static_cast<double>(counts.reports[static_cast<std::size_t>(outcome)]));
        }
    }
}

void Metrics::take(world::AuditReport const& report) {
    audit_last_run_.Set(static_cast<double>(report.at.us) / 1e6);
    for (auto const kind :
         {core::Neglect::forgotten, core::Neglect::overdue, core::Neglect::lost}) {
        audit_findings_.Add({{"kind", std::string{neglect_word(kind)}}})
            .Set(static_cast<double>(report.findings[static_cast<std::size_t>(kind)]));
    }
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_.Collect());
}

}  // namespace larm::server
