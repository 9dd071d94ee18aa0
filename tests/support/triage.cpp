#include "tests/support/triage.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>

#include "tests/support/catch.hpp"

namespace larm::test {

v1::RulePack triage_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/triage.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack part;
    REQUIRE(google::protobuf::TextFormat::Parse(&stream, &part));
    auto pack = capacity_pack();
    pack.MergeFrom(part);
    return pack;
}

v1::Command say_indicator(std::string const& incident, std::string const& region,
                          std::string const& indicator, int value, core::Instant seen) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_report_indicator();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_indicator_id(indicator);
    request.set_value(value);
    request.set_observed_at(seen.us);
    return command;
}

v1::Command decide_mode(std::string const& incident, std::string const& region,
                        v1::TriageMode mode) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_decide_triage();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_mode(mode);
    request.set_reason("platserna räcker inte");
    return command;
}

v1::Command decide_standard(std::string const& incident, std::string const& region,
                            v1::CareStandard standard, core::Instant until) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_decide_care_standard();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_standard(standard);
    request.set_reason("personalen räcker inte");
    request.set_until(until.us);
    return command;
}

std::string standing(Story const& story, std::string const& incident, std::string const& region,
                     std::string const& indicator) {
    auto const& book = story.incident(incident).triage;
    REQUIRE(book.terms != nullptr);
    auto const at = book.terms->region(region);
    REQUIRE(at.has_value());
    auto const index = book.terms->regions()[*at].indicator(indicator);
    REQUIRE(index.has_value());
    switch (book.cells[*at][*index].told) {
        case v1::INDICATOR_STANDING_HOLDS: return "holds";
        case v1::INDICATOR_STANDING_DOES_NOT: return "does not";
        case v1::INDICATOR_STANDING_UNKNOWN: return "unknown";
        case v1::INDICATOR_STANDING_UNSPECIFIED:
        case v1::IndicatorStanding_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IndicatorStanding_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "never said";
}

int turns(Story const& story, std::string const& region, std::string const& indicator,
          v1::IndicatorStanding standing) {
    auto count = 0;
    for (auto const& event : story.log()) {
        for (auto const& turn : event.indicators_turned().turns()) {
            count +=
                static_cast<int>(turn.region_id() == region && turn.indicator_id() == indicator &&
                                 turn.standing() == standing);
        }
    }
    return count;
}

std::vector<v1::TriageRecommendation> recommendations(Story const& story) {
    std::vector<v1::TriageRecommendation> all;
    for (auto const& event : story.log()) {
        if (event.has_triage_recommended()) {
            all.push_back(event.triage_recommended().recommendation());
        }
    }
    return all;
}

std::string triage_differs_from_whole(core::State const& state) {
    for (auto const& incident : state.incidents()) {
        if (!incident.is_running() || incident.triage.terms == nullptr) {
            continue;
        }
        auto const sight = state.triage_sight(incident);
        auto const& regions = incident.triage.terms->regions();
        for (std::size_t region = 0; region < regions.size(); ++region) {
            for (std::size_t index = 0; index < regions[region].indicators.size(); ++index) {
                auto const& rule = *regions[region].indicators[index].rule;
                auto const whole = core::read_course(sight, regions[region], rule);
                if (!(whole == incident.triage.cells[region][index].course)) {
                    return fmt::format("{} {} is read otherwise", regions[region].region_id,
                                       rule.id());
                }
            }
        }
    }
    auto const saved = state.snapshot();
    auto const whole = core::State::restore(saved);
    for (auto const& incident : state.incidents()) {
        auto const due = whole.incident(incident.id)->triage.due;
        if (incident.is_running() && incident.triage.due != due) {
            return fmt::format("triage is due {} and {}", incident.triage.due.us, due.us);
        }
    }
    return whole.snapshot().SerializeAsString() == saved.SerializeAsString()
               ? std::string{}
               : "the snapshot is another once it is read";
}

}  // namespace larm::test
