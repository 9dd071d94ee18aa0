#include "engine/report/region_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/known_report.hpp"
#include "engine/core/party.hpp"
#include "engine/core/step.hpp"
#include "engine/core/vehicles_counted.hpp"
#include "engine/core/view.hpp"
#include "engine/report/timeline.hpp"
#include "engine/report/words.hpp"

namespace larm::report {
namespace {

bool is_alarm_step(v1::Step const& step, v1::Role role) {
    return step.start().trigger() == v1::TRIGGER_ALARM && step.audience().role() == role &&
           step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT;
}

/// The chase that tells the party that the alarm is over, or nullptr.
core::Chase const* end_chase(core::Incident const& incident, v1::Role role,
                             std::string const& region) {
    auto const party = core::make_party(role, region);
    for (auto const& chase : incident.chases) {
        if (chase.party == party && core::tells_the_end(incident.pack->step(chase.step))) {
            return &chase;
        }
    }
    return nullptr;
}

/// When the alarm itself was acknowledged. Whoever answers once it is over has seen its end: that
/// stops the chase of the alarm too, but is no answer to it.
std::int64_t alarm_seen_us(core::Incident const& incident, core::Chase const& chase) {
    auto const seen = chase.acknowledged_at;
    return incident.ended_at.is_set() && seen > incident.ended_at ? 0 : seen.us;
}

void fill_end(v1::RegionRow& row, core::Incident const& incident, std::string const& region) {
    if (auto const* const tib = end_chase(incident, v1::ROLE_TIB, region); tib != nullptr) {
        row.set_end_acknowledged_at_us(tib->acknowledged_at.us);
    }
    if (auto const* const blood = end_chase(incident, v1::ROLE_BLOOD, region); blood != nullptr) {
        row.set_blood_end_acknowledged_at_us(blood->acknowledged_at.us);
    }
}

void fill_people(v1::RegionRow& row, core::Incident const& incident, std::string const& region) {
    if (auto const* const tib = alarm_chase(incident, v1::ROLE_TIB, region); tib != nullptr) {
        row.set_acknowledged_at_us(alarm_seen_us(incident, *tib));
        row.set_via(row.acknowledged_at_us() == 0 ? v1::VIA_UNSPECIFIED : tib->via);
        row.set_tib_unreachable(tib->state == v1::PARTY_STATE_UNREACHABLE);
    }
    auto const* const asked =
        incident.chase(incident.pack->transport_step(), core::make_party(v1::ROLE_TIB, region));
    if (asked != nullptr && asked->state == v1::PARTY_STATE_ANSWERED) {
        row.set_answered_at_us(asked->answered_at.us);
    }
    if (auto const* const blood = alarm_chase(incident, v1::ROLE_BLOOD, region); blood != nullptr) {
        row.set_blood_acknowledged_at_us(alarm_seen_us(incident, *blood));
        row.set_blood_unreachable(blood->state == v1::PARTY_STATE_UNREACHABLE);
    }
    fill_end(row, incident, region);
}

std::string since(core::Incident const& incident, std::int64_t at_us) {
    return elapsed_text({at_us - incident.confirmed_at.us});
}

/// Since the alarm ended: how long the end took to be seen.
std::string end_seen(core::Incident const& incident, std::int64_t at_us, Words const& words) {
    return at_us == 0 ? std::string{words.say("–", "–")}
                      : elapsed_text({at_us - incident.ended_at.us});
}

std::string when(core::Incident const& incident, std::int64_t at_us, bool unreachable,
                 Words const& words) {
    if (at_us != 0) {
        return since(incident, at_us);
    }
    return std::string{unreachable ? words.say("EJ NÅDD", "NOT REACHED") : words.say("–", "–")};
}

std::string remarks(v1::RegionRow const& row, Words const& words) {
    std::string text;
    auto const add = [&text](std::string const& part) {
        text += (text.empty() ? "" : ", ") + part;
    };
    if (row.provisional() > 0) {
        add(fmt::format("{} {}", row.provisional(), words.say("preliminärt", "provisional")));
    }
    if (row.reserve() > 0) {
        add(fmt::format("{} {}", row.reserve(), words.say("i reserv", "in reserve")));
    }
    if (row.declined() > 0) {
        add(fmt::format("{} {}: {}", words.say("avböjde", "declined"), row.declined(),
                        row.decline_reason()));
    }
    if (row.shortfall_accepted()) {
        add(std::string{words.say("bristen godtagen", "shortfall accepted")});
    }
    return text;
}

std::string laid_out(std::vector<std::string> const& cells) {
    std::string line = "  ";
    constexpr std::size_t widths[] = {14, 15, 12, 12, 13, 12, 12};
    for (std::size_t index = 0; index < cells.size(); ++index) {
        line += index < std::size(widths) ? padded(cells[index], widths[index]) : cells[index];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

core::Chase const* alarm_chase(core::Incident const& incident, v1::Role role,
                               std::string const& region) {
    auto const party = core::make_party(role, region);
    for (auto const& chase : incident.chases) {
        if (chase.party == party && is_alarm_step(incident.pack->step(chase.step), role)) {
            return &chase;
        }
    }
    return nullptr;
}

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char each) { return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string text, std::size_t columns) {
    auto const has = columns_of(text);
    text.append(has < columns ? columns - has : 0, ' ');
    return text;
}

v1::IncidentTable region_table(core::Incident const& incident) {
    v1::IncidentTable table;
    table.set_incident_id(incident.id);
    table.set_region_id(incident.region_id);
    table.set_location(core::known_report(incident.reports).exact_location());
    table.set_confirmed_at_us(incident.confirmed_at.us);
    table.set_chain_complete_at_us(incident.chain_complete_at.us);
    auto const view = core::incident_view(incident);
    for (auto const& seen : view.transports()) {
        auto& row = *table.add_regions();
        row.set_region_id(seen.region_id());
        row.set_required(seen.required());
        row.set_committed(core::vehicles_counted(seen));
        row.set_provisional(seen.provisional());
        row.set_reserve(seen.reserve());
        row.set_declined(seen.declined());
        row.set_decline_reason(seen.decline_reason());
        row.set_shortfall_accepted(seen.shortfall_accepted());
        fill_people(row, incident, seen.region_id());
    }
    return table;
}

std::vector<std::string> table_lines(v1::IncidentTable const& table, core::Incident const& incident,
                                     Language language) {
    Words const words{incident.pack, language};
    auto const has_ended = incident.ended_at.is_set();
    auto const cell = [&words](std::string_view sv, std::string_view en) {
        return std::string{words.say(sv, en)};
    };
    auto const seen = [&](v1::Role role, std::string const& region, std::int64_t at_us,
                          bool unreachable) {
        auto const asked = alarm_chase(incident, role, region) != nullptr;
        return has_ended && asked && at_us == 0 && !unreachable
                   ? cell("ej kvitterat", "not seen")
                   : when(incident, at_us, unreachable, words);
    };
    auto const add = [has_ended](std::vector<std::string> cells, std::string tib, std::string blood,
                                 std::string remark) {
        if (has_ended) {
            cells.push_back(std::move(tib));
            cells.push_back(std::move(blood));
        }
        cells.push_back(std::move(remark));
        return laid_out(cells);
    };
    std::vector<std::string> lines{
        add({cell("Region", "Region"), cell("Larm kvitterat", "Alarm seen"),
             cell("Besvarat", "Answered"), cell("Transporter", "Transports"),
             cell("Blodcentral", "Blood centre")},
            cell("Slut: TiB", "End: TiB"), cell("Slut: blod", "End: blood"), "")};
    int committed = 0;
    int required = 0;
    for (auto const& row : table.regions()) {
        auto const& region = row.region_id();
        committed += row.committed();
        required += row.required();
        lines.push_back(add(
            {words.organisation(region),
             seen(v1::ROLE_TIB, region, row.acknowledged_at_us(), row.tib_unreachable()),
             when(incident, row.answered_at_us(), false, words),
             fmt::format("{}/{}", row.committed(), row.required()),
             seen(v1::ROLE_BLOOD, region, row.blood_acknowledged_at_us(), row.blood_unreachable())},
            end_seen(incident, row.end_acknowledged_at_us(), words),
            end_seen(incident, row.blood_end_acknowledged_at_us(), words), remarks(row, words)));
    }
    lines.push_back(
        add({cell("Summa", "Total"), "", "", fmt::format("{}/{}", committed, required), ""}, "", "",
            ""));
    if (has_ended) {
        lines.push_back(
            "  " + cell("Slut: hur länge efter avlarmningen eller återkallandet den kvitterades.",
                        "End: how long after the alarm's end that was acknowledged."));
    }
    return lines;
}

}  // namespace larm::report
