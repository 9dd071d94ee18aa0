// What one report of a hospital costs, and what looking at all of them does: 7 regions with 25
// hospitals each, casualties expected at every one of them. Prints JSON lines; `of_plain` is how
// many times as long it takes as a plain loop that keeps the least of four figures, which knows
// neither time, steps nor casualties.
//
//   capacity_bench [ROUNDS]
#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "engine/core/capacity_view.hpp"
#include "engine/core/state.hpp"

namespace larm::bench {
namespace {

constexpr int regions = 7;
constexpr int hospitals_each = 25;
constexpr core::Instant began{1'700'000'000'000'000};

v1::RulePack large_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/capacity.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack small;
    if (!google::protobuf::TextFormat::Parse(&stream, &small)) {
        std::abort();
    }
    v1::RulePack pack;
    pack.set_name("large");
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
        auto& bytes = *chunk.mutable_rule_pack_chunk();
        bytes.set_hash("h");
        bytes.set_count(1);
        bytes.set_bytes(pack_.SerializeAsString());
        fold(chunk);
        v1::Event activated;
        activated.mutable_rule_pack_activated()->set_hash("h");
        fold(activated);
        v1::Event confirmed;
        confirmed.set_incident_id("night");
        confirmed.mutable_incident_confirmed()->set_region_id("r0");
        confirmed.mutable_incident_confirmed()->set_rules_hash("h");
        fold(confirmed);
        for (auto const& hospital :
             pack_.hospitals()) {  // a site at each: somebody expected at all
            v1::Event reported;
            reported.set_incident_id("night");
            auto& site = *reported.mutable_casualties_reported()->mutable_site();
            site.set_site_id(hospital.id());
            site.mutable_place()->set_near_hospital_id(hospital.id());
            site.mutable_at_scene()->set_severe(4);
            site.mutable_at_scene()->set_minor(6);
            site.set_observed_at_us(now_.us);
            fold(reported);
        }
        for (int hospital = 0; hospital < count(); ++hospital) {
            fold(report(hospital, 10));
            v1::Event step;
            auto& record = *step.mutable_steps_changed()->add_steps();
            record.set_hospital_id(pack_.hospitals(hospital).id());
            record.set_step_id("call_in");
            record.set_state(v1::STEP_STATE_ACCEPTED);
            record.set_ready_at_us((now_ + core::seconds(3600)).us);
            fold(step);
        }
    }

    [[nodiscard]] int count() const { return pack_.hospitals_size(); }
    [[nodiscard]] core::State const& state() const { return state_; }

    [[nodiscard]] v1::Event report(int hospital, int free) const {
        v1::Event event;
        event.set_at_us(now_.us);
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
                figure.set_free(free + dimension);
            }
        }
        return event;
    }

    void fold(v1::Event event) {
        event.set_at_us(now_.us);
        state_.evolve(event, state_.seq() + 1);
    }

private:
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

/// The least of four, kept for each hospital.
double plain_ns(int hospitals, int rounds) {
    std::vector<std::array<int, 4>> figures(static_cast<std::size_t>(hospitals));
    std::vector<int> least(figures.size());
    auto const start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        auto const at = static_cast<std::size_t>(round % hospitals);
        figures[at][static_cast<std::size_t>(round % 4)] = round;
        least[at] = *std::ranges::min_element(figures[at]);
    }
    auto const took = cpu_now() - start;
    int volatile sink = least[0];
    static_cast<void>(sink);
    return ns_each(took, rounds);
}

void print(char const* what, double ns, double plain, int hospitals) {
    fmt::print(
        "{{\"bench\":\"capacity\",\"what\":\"{}\",\"hospitals\":{},\"us\":{:.3f},"
        "\"of_plain\":{:.0f}}}\n",
        what, hospitals, ns / 1000, ns / plain);
}

}  // namespace

int run(int rounds) {
    Night night;
    std::vector<v1::Event> reports;
    for (int hospital = 0; hospital < night.count(); ++hospital) {
        reports.push_back(night.report(hospital, 8 + hospital % 5));
    }
    auto const plain = plain_ns(night.count(), rounds * 100);
    auto start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        night.fold(reports[static_cast<std::size_t>(round % night.count())]);
    }
    print("one report", ns_each(cpu_now() - start, rounds), plain, night.count());

    core::Capacity whole;
    for (auto const& [id, record] : night.state().capacity().records()) {
        whole.restore(record);
    }
    auto const& incident = night.state().incidents().front();
    auto const fulls = std::max(rounds / 1000, 1);
    start = cpu_now();
    for (int round = 0; round < fulls; ++round) {
        whole.use_rules(night.state().active_pack(), {});
        whole.follow(0, incident, {});
    }
    auto const full = ns_each(cpu_now() - start, fulls);
    print("all hospitals, rules and arrivals anew", full, plain, night.count());

    start = cpu_now();
    for (int round = 0; round < fulls; ++round) {
        whole.weigh_all();
    }
    print("all hospitals", ns_each(cpu_now() - start, fulls), plain, night.count());

    start = cpu_now();
    std::size_t bytes = 0;
    for (int round = 0; round < fulls; ++round) {
        bytes += static_cast<std::size_t>(
            core::capacity_view(night.state(), {}, began)->hospitals_size());
    }
    print("the picture as a reply", ns_each(cpu_now() - start, fulls), plain, night.count());
    return bytes == 0 ? 1 : 0;
}

}  // namespace larm::bench

int main(int argc, char** argv) {
    return larm::bench::run(argc > 1 ? std::atoi(argv[1]) : 200'000);
}
