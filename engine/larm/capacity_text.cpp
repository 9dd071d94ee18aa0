#include "engine/larm/capacity_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/nearest.hpp"
#include "engine/core/party.hpp"
#include "engine/core/plus_words.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

std::string stage_words(v1::CareStage stage) {
    switch (stage) {
        case v1::CARE_STAGE_EMERGENCY: return "akut";
        case v1::CARE_STAGE_IMAGING: return "röntgen";
        case v1::CARE_STAGE_OPERATING: return "operation";
        case v1::CARE_STAGE_INTENSIVE: return "intensiv";
        case v1::CARE_STAGE_WARD: return "avdelning";
        case v1::CARE_STAGE_UNSPECIFIED:
        case v1::CareStage_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CareStage_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string state_words(v1::StepState state) {
    using enum v1::StepState;
    switch (state) {
        case STEP_STATE_NONE: return "-";
        case STEP_STATE_ORDERED: return "beställt";
        case STEP_STATE_ACCEPTED: return "åtaget";
        case STEP_STATE_DONE: return "klart";
        case STEP_STATE_FAILED: return "misslyckat";
        case STEP_STATE_STEPPING_DOWN: return "trappas ned";
        case STEP_STATE_UNSPECIFIED:
        case StepState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case StepState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string facility_words(v1::FacilityStatus status) {
    using enum v1::FacilityStatus;
    switch (status) {
        case FACILITY_STATUS_COMPROMISED: return "delvis ur funktion";
        case FACILITY_STATUS_EVACUATING: return "UTRYMS, tar emot ingen";
        case FACILITY_STATUS_CLOSED: return "STÄNGT, tar emot ingen";
        case FACILITY_STATUS_NORMAL:
        case FACILITY_STATUS_UNSPECIFIED:
        case FacilityStatus_INT_MIN_SENTINEL_DO_NOT_USE_:
        case FacilityStatus_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

Cell number(bool is_known, int value) {
    if (!is_known) {
        return {"okänt", Colour::yellow};
    }
    return {fmt::format("{}", value), value < 0    ? Colour::alarm
                                      : value == 0 ? Colour::red
                                                   : Colour::plain};
}

std::string limit_of(v1::StageCapacityView const& stage) {
    if (stage.known()) {
        return std::string{core::dimension_words(stage.binding()).sv};
    }
    std::string text;
    for (auto const dimension : stage.unknown()) {
        text += text.empty() ? "uppgift saknas: " : ", ";
        text += core::dimension_words(static_cast<v1::PlusDimension>(dimension)).sv;
    }
    return text;
}

std::vector<std::string> headings(v1::GetCapacityReply const& reply) {
    std::vector<std::string> names{"Sjukhus", "Vårdled", "Nu", "Begränsas av"};
    for (auto const horizon : reply.horizons_min()) {
        names.push_back(fmt::format("+{} min", horizon));
    }
    names.emplace_back("Beställ härnäst");
    return names;
}

void add_rows(std::vector<std::vector<Cell>>& rows, v1::HospitalCapacityView const& hospital,
              report::Words const& words) {
    auto const party = words.party(core::make_party(v1::ROLE_HOSPITAL, hospital.hospital_id()));
    auto is_first = true;
    for (auto const& stage : hospital.stages()) {
        if (stage.maximum() == 0) {
            continue;
        }
        std::vector<Cell> row{{is_first ? party : ""},
                              {stage_words(stage.stage())},
                              number(stage.known(), stage.effective()),
                              {limit_of(stage), stage.known() ? Colour::plain : Colour::yellow}};
        for (auto const& point : stage.forecast()) {
            row.push_back(number(point.known(), point.effective()));
        }
        row.push_back({stage.next_step()});
        rows.push_back(std::move(row));
        is_first = false;
    }
}

std::string facilities(v1::HospitalCapacityView const& hospital, report::Words const& words) {
    auto const status = facility_words(hospital.facility());
    return status.empty()
               ? std::string{}
               : coloured(fmt::format("{}: {} ({})\n",
                                      words.party(core::make_party(v1::ROLE_HOSPITAL,
                                                                   hospital.hospital_id())),
                                      status, local_time(hospital.facility_observed_at())),
                          Colour::alarm);
}

std::string steps_table(v1::HospitalCapacityView const& hospital) {
    std::vector<std::vector<Cell>> rows;
    for (auto const& step : hospital.steps()) {
        auto const ready = step.record().ready_at_us();
        rows.push_back(
            {{step.record().step_id()},
             {step.title()},
             {fmt::format("{} min", step.lead_minutes())},
             {state_words(step.record().state()), step.overdue() ? Colour::alarm : Colour::plain},
             {ready == 0 ? "" : local_time(ready)},
             {local_time(step.last_exercised_at())},
             {step.record().reason()}});
    }
    return table({"Steg", "Innebär", "Ledtid", "Läge", "Klart", "Senast övat", "Anmärkning"}, rows);
}

std::string counts(v1::SeverityCounts const& counts) {
    return fmt::format("{}/{}/{}", counts.severe(), counts.moderate(), counts.minor());
}

/// " enligt START, SALT": each algorithm that a site names, once.
std::string algorithms(v1::IncidentCasualtiesView const& incident) {
    std::vector<std::string> names;
    for (auto const& site : incident.sites()) {
        auto const& name = site.triage_algorithm();
        if (!name.empty() && std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
    }
    return names.empty() ? std::string{} : fmt::format(" enligt {}", fmt::join(names, ", "));
}

/// ", rättat till 63 % efter dem som kommit"
std::string corrected(int permille) {
    return permille == 0 || permille == 1000
               ? std::string{}
               : fmt::format(", rättat till {} % efter dem som kommit", (permille + 5) / 10);
}

std::string casualties(v1::IncidentCasualtiesView const& incident) {
    return fmt::format(
        "Skadade (svårt/måttligt/lindrigt{}): {} på plats, {} på väg, {} på sjukhus. Enligt modell "
        "väntas {} i allt{}\n",
        algorithms(incident), counts(incident.at_scene()), counts(incident.under_way()),
        counts(incident.arrived()), counts(incident.expected_total()),
        corrected(incident.correction_permille()));
}

}  // namespace

std::string not_there(v1::GetCapacityReply const& reply, std::string const& hospital,
                      std::string const& region, report::Words const& words) {
    if (!reply.has_rules()) {
        return {};
    }
    std::vector<core::Named> hospitals;
    for (auto const& each : reply.hospitals()) {
        hospitals.push_back({each.hospital_id(), words.hospital(each.hospital_id())});
    }
    std::vector<core::Named> regions;
    for (auto const& each : reply.regions()) {
        regions.push_back({each.region_id(), words.organisation(each.region_id())});
    }
    auto const lacks = [](std::vector<core::Named> const& known, std::string const& id) {
        return !id.empty() && std::ranges::find(known, id, &core::Named::id) == known.end();
    };
    if (lacks(regions, region)) {
        return fmt::format("Det finns ingen region {}. Närmast: {}.", region,
                           core::nearest(region, regions));
    }
    return lacks(hospitals, hospital) ? fmt::format("Det finns inget sjukhus {}. Närmast: {}.",
                                                    hospital, core::nearest(hospital, hospitals))
                                      : std::string{};
}

std::string scenes_text(v1::IncidentCasualtiesView const& incident) {
    std::vector<std::vector<Cell>> rows;
    for (auto const& site : incident.sites()) {
        rows.push_back({{site.site_id()},
                        {site.name()},
                        {counts(site.at_scene())},
                        {counts(site.under_way())},
                        {std::to_string(site.dead())},
                        {local_time(site.observed_at_us())}});
    }
    return rows.empty()
               ? std::string{}
               : "\n" + table({"SKADEPLATS", "NAMN", "PÅ PLATS", "PÅ VÄG", "DÖDA", "SEDAN"}, rows) +
                     "Skadade står svårt/måttligt/lindrigt.\n";
}

std::string capacity_picture(v1::GetCapacityReply const& reply, std::string const& hospital,
                             std::string const& region, report::Words const& words) {
    if (!reply.has_rules()) {
        return "Regelpaketet säger inget om kapacitet: inget är känt.\n";
    }
    std::string text;
    for (auto const& incident : reply.incidents()) {
        text += casualties(incident);
    }
    std::vector<std::vector<Cell>> rows;
    std::string after;
    for (auto const& each : reply.hospitals()) {
        if ((!hospital.empty() && each.hospital_id() != hospital) ||
            (!region.empty() && each.region_id() != region)) {
            continue;
        }
        add_rows(rows, each, words);
        text += facilities(each, words);
        after += hospital.empty() ? "" : "\n" + steps_table(each);
    }
    if (rows.empty()) {
        return text + "Regionen har inga sjukhus i regelpaketet.\n";
    }
    return text + table(headings(reply), rows) + after;
}

std::string capacity_past(v1::GetCapacityHistoryReply const& reply, report::Words const& words) {
    std::vector<std::vector<Cell>> rows;
    for (auto const& entry : reply.entries()) {
        std::string what;
        std::string who;
        if (entry.has_report()) {
            for (auto const& figure : entry.report().figures()) {
                what +=
                    fmt::format("{}{}/{} {}", what.empty() ? "" : ", ", stage_words(figure.stage()),
                                core::dimension_words(figure.dimension()).sv, figure.free());
            }
            what += facility_words(entry.report().facility());
            who = std::string{words.via(entry.report().via())};
        } else if (entry.has_step()) {
            what = fmt::format("steg {} {} {}", entry.step().step_id(),
                               state_words(entry.step().state()), entry.step().reason());
            who = entry.step().said_by().empty() ? "beredskapsläget" : "";
        } else {
            // Told late, it would else read as an exercise of the moment when it was told.
            auto const& exercised = entry.exercised();
            what = fmt::format("övade {} på {} min, {}", exercised.step_id(),
                               exercised.took_minutes(), local_time(exercised.exercised_at_us()));
        }
        rows.push_back({{local_time(entry.at_us())}, {what}, {who}});
    }
    return steps_table(reply.hospital()) + "\n" + table({"När", "Vad", "Hur"}, rows);
}

}  // namespace larm::cli
