// What one report costs the indicators of a running incident, and what reading all of them does: 7
// regions with 25 hospitals each and the indicators of tests/support/triage.textproto. Prints JSON
// lines; `of_plain` is how many times as long it takes as a plain loop that keeps a sum and
// compares it with a threshold, which knows neither age, dwell nor what is unknown.
//
//   triage_bench [ROUNDS]
#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <time.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "engine/core/state.hpp"

namespace larm::bench {
namespace {

constexpr int regions = 7;
constexpr int hospitals_each = 25;
constexpr core::Instant began{1'700'000'000'000'000};

v1::RulePack part(char const* name) {
    std::ifstream file{std::string{LARM_SOURCE_DIR "/tests/support/"} + name};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack pack;
    if (!google::protobuf::TextFormat::Parse(&stream, &pack)) {
        std::abort();
    }
    return pack;
}

v1::RulePack large_pack() {
    auto const small = part("capacity.textproto");
    auto pack = part("triage.textproto");
    pack.mutable_triage()->mutable_sets()->DeleteSubrange(1, 1);  // of a region that is not here
    *pack.mutable_capacity() = small.capacity();
    for (int region = 0; region < regions; ++region) {
        auto& made = *pack.add_regions();
        made.set_id(fmt::format("r{}", region));
        for (int hospital = 0; hospital < hospitals_each; ++hospital) {
            auto& each = *pack.add_hospitals();
            each.set_id(fmt::format("r{}h{}", region, hospital));
            each.set_region_id(made.id());
            each.set_latitude(58.0 + 0.4 * region);
            each.set_longitude(13.0 + 0.2 * hospital);
            *pack.add_plus() = small.plus(0);
            pack.mutable_plus()->rbegin()->set_hospital_id(each.id());
        }
    }
    return pack;
}

class Night {
public:
    Night() : pack_{large_pack()} {
        v1::Event chunk;
        chunk.mutable_rule_pack_chunk()->set_hash("h");
        chunk.mutable_rule_pack_chunk()->set_count(1);
        chunk.mutable_rule_pack_chunk()->set_bytes(pack_.SerializeAsString());
        fold(chunk);
        v1::Event activated;
        activated.mutable_rule_pack_activated()->set_hash("h");
        fold(activated);
        v1::Event confirmed;
        confirmed.mutable_incident_confirmed()->set_region_id("r0");
        confirmed.mutable_incident_confirmed()->set_rules_hash("h");
        fold_own(confirmed);
        v1::Event started;
        started.mutable_step_started()->set_step(pack_.steps(0).id());
        fold_own(started);
        v1::Event reported;
        auto& site = *reported.mutable_casualties_reported()->mutable_site();
        site.set_site_id("1");
        site.mutable_place()->set_near_hospital_id("r0h0");
        site.mutable_at_scene()->set_severe(60);
        site.set_observed_at_us(now_.us);
        fold_own(reported);
        for (int hospital = 0; hospital < count(); ++hospital) {
            now_ = now_ + core::seconds(1);  // each gets too old at a time of its own
            fold(report(hospital, 2));
        }
    }

    [[nodiscard]] int count() const { return pack_.hospitals_size(); }
    [[nodiscard]] core::State const& state() const { return state_; }
    [[nodiscard]] core::Incident const& incident() const { return state_.incidents().front(); }

    [[nodiscard]] v1::Event report(int hospital, int free) const {
        v1::Event event;
        auto& made = *event.mutable_capacity_reported()->mutable_report();
        made.set_hospital_id(pack_.hospitals(hospital).id());
        made.set_observed_at_us(now_.us);
        made.set_reported_at_us(now_.us);
        for (auto const stage : {v1::CARE_STAGE_EMERGENCY, v1::CARE_STAGE_INTENSIVE}) {
            for (auto const dimension : {v1::PLUS_DIMENSION_PREMISES, v1::PLUS_DIMENSION_EQUIPMENT,
                                         v1::PLUS_DIMENSION_STAFF, v1::PLUS_DIMENSION_CONTROL}) {
                auto& figure = *made.add_figures();
                figure.set_stage(stage);
                figure.set_dimension(dimension);
                figure.set_free(free);
            }
        }
        return event;
    }

    void fold(v1::Event event) {
        event.set_at_us(now_.us);
        state_.evolve(event, state_.seq() + 1);
    }

private:
    void fold_own(v1::Event event) {
        event.set_incident_id("night");
        fold(std::move(event));
    }

    v1::RulePack pack_;
    core::State state_;
    core::Instant now_ = began;
};

/// Of this process alone: a machine that is busy with others does not make it slower.
std::chrono::nanoseconds cpu_now() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

double ns_each(std::chrono::nanoseconds took, double count) {
    return std::chrono::duration<double, std::nano>(took).count() / count;
}

double plain_ns(int rounds) {
    std::vector<int> free(static_cast<std::size_t>(regions * hospitals_each));
    std::vector<int> sum(regions);
    auto holding = 0;
    auto const start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        auto const at = static_cast<std::size_t>(round) % free.size();
        auto const region = at / hospitals_each;
        sum[region] += round % 7 - free[at];
        free[at] = round % 7;
        holding += static_cast<int>(60 > sum[region]);
    }
    auto const took = cpu_now() - start;
    int volatile sink = holding;
    static_cast<void>(sink);
    return ns_each(took, rounds);
}

void print(char const* what, double ns, double plain) {
    fmt::print(
        "{{\"bench\":\"triage\",\"what\":\"{}\",\"hospitals\":{},\"us\":{:.3f},"
        "\"of_plain\":{:.0f}}}\n",
        what, regions * hospitals_each, ns / 1000, ns / plain);
}

}  // namespace

int run(int rounds) {
    Night night;
    auto const& incident = night.incident();
    if (incident.triage.cells.empty()) {
        return 1;
    }
    auto const plain = plain_ns(rounds * 100);

    // The indicators alone: what one report changes, hospital by hospital.
    core::Triage alone;
    alone.use_rules(night.state().capacity());
    core::TriageBook book = incident.triage;
    auto sight = night.state().triage_sight(incident);
    auto const hospitals = static_cast<unsigned>(core::TriageInput::hospitals);
    auto start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        auto const hospital = static_cast<std::size_t>(round) % sight.places.size();
        alone.renew(sight.capacity, {hospital});
        core::read_anew(book, sight, hospitals, sight.places.region_of(hospital),
                        core::Instant{began.us + 1'000'000'000 + round});
    }
    print("one report, the indicators alone", ns_each(cpu_now() - start, rounds), plain);

    std::vector<v1::Event> reports;
    for (int round = 0; round < 2 * night.count(); ++round) {
        reports.push_back(night.report(round % night.count(), 1 + round % 3));
    }
    start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        night.fold(reports[static_cast<std::size_t>(round) % reports.size()]);
    }
    print("one report, folded: hospital and indicators", ns_each(cpu_now() - start, rounds), plain);

    auto const fulls = std::max(rounds / 1000, 1);
    start = cpu_now();
    for (int round = 0; round < fulls; ++round) {
        alone.use_rules(night.state().capacity());
        core::read_anew(book, sight, core::all_inputs, {},
                        core::Instant{began.us + 2'000'000'000 + round});
    }
    print("all hospitals and all indicators", ns_each(cpu_now() - start, fulls), plain);
    return 0;
}

}  // namespace larm::bench

int main(int argc, char** argv) {
    return larm::bench::run(argc > 1 ? std::atoi(argv[1]) : 200'000);
}
