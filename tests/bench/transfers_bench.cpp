// What a full re-plan of an incident costs: the model from the state, the optimum, the reasons of
// each move, and the standing proposal counted in the same model. Prints JSON lines; `of_solver` is
// how many times as long it takes as the solver alone on the same model, `of_greedy` the same of
// going through the list from the top, and `greedy_cost` what that list's plan costs of the
// optimum.
//
//   transfers_bench [ROUNDS]
#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "engine/core/transfer_proposal.hpp"
#include "tests/property/transfer_model.hpp"

namespace larm::bench {
namespace {

constexpr core::Instant began{1'700'000'000'000'000};

struct Size {
    int casualties = 0;
    int hospitals = 0;
    int vehicles = 0;
};

v1::RulePack part(char const* file) {
    std::ifstream stream{std::string{LARM_SOURCE_DIR} + "/tests/support/" + file};
    google::protobuf::io::IstreamInputStream input{&stream};
    v1::RulePack read;
    if (!google::protobuf::TextFormat::Parse(&input, &read)) {
        std::abort();
    }
    return read;
}

v1::RulePack large_pack(Size const& size) {
    constexpr int regions = 7;
    auto const small = part("capacity.textproto");
    v1::RulePack pack;
    pack.set_name("large");
    *pack.mutable_capacity() = small.capacity();
    *pack.mutable_transfers() = part("transfers.textproto").transfers();
    pack.mutable_transfers()->mutable_scene()->set_count(size.casualties / 10);
    for (int region = 0; region < regions; ++region) {
        pack.add_regions()->set_id(fmt::format("r{}", region));
    }
    for (int hospital = 0; hospital < size.hospitals; ++hospital) {
        auto& each = *pack.add_hospitals();
        each.set_id(fmt::format("h{}", hospital));
        each.set_region_id(fmt::format("r{}", hospital % regions));
        each.set_latitude(58.0 + 0.13 * (hospital % 23));
        each.set_longitude(13.0 + 0.17 * (hospital % 31));
        *pack.add_plus() = small.plus(0);
        pack.mutable_plus()->rbegin()->set_hospital_id(each.id());
    }
    return pack;
}

/// Three sites, hospitals of which some are full, vehicles promised from everywhere.
class Night {
public:
    explicit Night(Size const& size) : pack_{large_pack(size)} {
        v1::Event chunk;
        auto& bytes = *chunk.mutable_rule_pack_chunk();
        bytes.set_hash("h");
        bytes.set_count(1);
        bytes.set_bytes(pack_.SerializeAsString());
        fold(chunk);
        v1::Event activated;
        activated.mutable_rule_pack_activated()->set_hash("h");
        fold(activated);
        auto confirmed = of_night();
        confirmed.mutable_incident_confirmed()->set_region_id("r0");
        confirmed.mutable_incident_confirmed()->set_rules_hash("h");
        fold(confirmed);
        for (int hospital = 0; hospital < size.hospitals; ++hospital) {
            report(hospital, size.casualties / size.hospitals);
        }
        for (int site = 0; site < 3; ++site) {
            auto reported = of_night();
            auto& record = *reported.mutable_casualties_reported()->mutable_site();
            record.set_site_id(fmt::format("s{}", site));
            record.mutable_place()->set_near_hospital_id(fmt::format("h{}", site * 3));
            record.mutable_place()->set_minutes(10);
            record.mutable_at_scene()->set_severe(size.casualties / 15);
            record.mutable_at_scene()->set_moderate(size.casualties / 10);
            record.mutable_at_scene()->set_minor(size.casualties / 6);
            record.set_observed_at_us(began.us);
            fold(reported);
        }
        for (int vehicle = 0; vehicle < size.vehicles; ++vehicle) {
            auto promised = of_night();
            auto& given = *promised.mutable_transports_committed();
            given.set_region_id(fmt::format("r{}", vehicle % 7));
            given.set_commitment_id(fmt::format("c{}", vehicle));
            given.set_count(1);
            given.set_kind(vehicle % 10 == 0 ? "helikopter" : vehicle % 10 == 1 ? "buss" : "");
            given.set_ready_at_us((began + core::seconds(60 * (vehicle % 45))).us);
            fold(promised);
        }
        for (int hospital = 0; hospital < size.hospitals; hospital += 5) {
            auto come = of_night();
            auto& record = *come.mutable_arrivals_reported()->mutable_record();
            record.set_hospital_id(fmt::format("h{}", hospital));
            record.mutable_arrived()->set_severe(size.casualties / 50);
            record.mutable_arrived()->set_moderate(size.casualties / 50);
            record.set_observed_at_us(began.us);
            fold(come);
        }
        auto const look = core::look_at_transfers(state_, incident(), began, false);
        auto proposed = of_night();
        *proposed.mutable_transfers_proposed()->mutable_proposal() = *look.proposal;
        fold(proposed);
    }

    [[nodiscard]] core::State const& state() const { return state_; }
    [[nodiscard]] core::Incident const& incident() const { return state_.incidents().front(); }

private:
    [[nodiscard]] static v1::Event of_night() {
        v1::Event event;
        event.set_incident_id("night");
        return event;
    }

    void report(int hospital, int free) {
        v1::Event event;
        auto& made = *event.mutable_capacity_reported()->mutable_report();
        made.set_hospital_id(fmt::format("h{}", hospital));
        made.set_observed_at_us(began.us);
        made.set_reported_at_us(began.us);
        for (auto const stage : {v1::CARE_STAGE_EMERGENCY, v1::CARE_STAGE_INTENSIVE}) {
            for (auto const dimension : {v1::PLUS_DIMENSION_PREMISES, v1::PLUS_DIMENSION_EQUIPMENT,
                                         v1::PLUS_DIMENSION_STAFF, v1::PLUS_DIMENSION_CONTROL}) {
                auto& figure = *made.add_figures();
                figure.set_stage(stage);
                figure.set_dimension(dimension);
                figure.set_free(stage == v1::CARE_STAGE_EMERGENCY ? free : free / 4);
            }
        }
        fold(event);
    }

    void fold(v1::Event event) {
        event.set_at_us(began.us);
        state_.evolve(event, state_.seq() + 1);
    }

    v1::RulePack pack_;
    core::State state_;
};

/// Of this process alone: a machine that is busy with others does not make it slower.
std::chrono::nanoseconds cpu_now() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

template <typename Act>
double ms_each(int rounds, Act const& act) {
    auto const start = cpu_now();
    for (int round = 0; round < rounds; ++round) {
        act();
    }
    return std::chrono::duration<double, std::milli>(cpu_now() - start).count() / rounds;
}

void measure(Size const& size, int rounds) {
    Night const night{size};
    auto const made = core::make_transfer_model(night.state(), night.incident(), began);
    auto const plan = core::plan_transfers(made.model);
    core::TransferPlan greedy;
    auto const whole = ms_each(rounds, [&] {
        auto const look = core::look_at_transfers(night.state(), night.incident(), began, false);
        if (look.reviewed.cost() != plan.cost) {
            std::abort();
        }
    });
    auto const solver = ms_each(rounds, [&] {
        if (core::plan_transfers(made.model).cost != plan.cost) {
            std::abort();
        }
    });
    auto const model = ms_each(rounds, [&] {
        if (core::make_transfer_model(night.state(), night.incident(), began).origins.size() !=
            made.origins.size()) {
            std::abort();
        }
    });
    auto const by_list = ms_each(1, [&] { greedy = test::plan_greedily(made.model); });
    fmt::print(
        "{{\"bench\":\"transfers\",\"casualties\":{},\"hospitals\":{},\"vehicles\":{},"
        "\"moves\":{},\"replan_ms\":{:.3f},\"model_ms\":{:.3f},\"solver_ms\":{:.3f},"
        "\"of_solver\":{:.2f},\"greedy_ms\":{:.3f},\"of_greedy\":{:.2f},"
        "\"greedy_cost\":{:.4f},\"glpk_same\":{}}}\n",
        size.casualties, size.hospitals, size.vehicles, plan.transfers.size(), whole, model, solver,
        whole / solver, by_list, whole / by_list,
        static_cast<double>(greedy.cost) / static_cast<double>(plan.cost),
        test::cost_by_glpk(made.model) == plan.cost);
}

}  // namespace
}  // namespace larm::bench

int main(int argc, char** argv) {
    auto const rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 50;
    larm::bench::measure({500, 25, 35}, rounds);
    larm::bench::measure({5'000, 100, 35}, rounds);
    larm::bench::measure({5'000, 100, 500}, std::max(1, rounds / 5));
}
