#include "engine/report/region_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/core/view.hpp"
#include "engine/report/timeline.hpp"
#include "engine/report/words.hpp"

namespace larm::report {
namespace {

bool is_alarm_step(v1::Step const& step, v1::Role role) {
    return step.start().trigger() == v1::TRIGGER_ALARM && step.audience().role() == role &&
           step.expects() == v1::EXPECTS_ACKNOWLEDGEMENT;
}

void fill_people(v1::RegionRow& row, core::Incident const& incident, std::string const& region) {
    if (auto const* const tib = alarm_chase(incident, v1::ROLE_TIB, region); tib != nullptr) {
        row.set_acknowledged_at_us(tib->acknowledged_at.us);
        row.set_via(tib->via);
        row.set_tib_unreachable(tib->state == v1::PARTY_STATE_UNREACHABLE);
    }
    auto const* const asked =
        incident.chase(incident.pack->transport_step(), core::make_party(v1::ROLE_TIB, region));
    if (asked != nullptr && asked->state == v1::PARTY_STATE_ANSWERED) {
        row.set_answered_at_us(asked->answered_at.us);
    }
    if (auto const* const blood = alarm_chase(incident, v1::ROLE_BLOOD, region); blood != nullptr) {
        row.set_blood_acknowledged_at_us(blood->acknowledged_at.us);
        row.set_blood_unreachable(blood->state == v1::PARTY_STATE_UNREACHABLE);
    }
}

std::string since(core::Incident const& incident, std::int64_t at_us) {
    return elapsed_text({at_us - incident.confirmed_at.us});
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
    constexpr std::size_t widths[] = {14, 15, 12, 12, 13};
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
    table.set_location(incident.reports.empty() ? "" : incident.reports.back().exact_location());
    table.set_confirmed_at_us(incident.confirmed_at.us);
    table.set_chain_complete_at_us(incident.chain_complete_at.us);
    auto const view = core::incident_view(incident);
    for (auto const& seen : view.transports()) {
        auto& row = *table.add_regions();
        row.set_region_id(seen.region_id());
        row.set_required(seen.required());
        row.set_committed(seen.committed());
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
    auto const cell = [&words](std::string_view sv, std::string_view en) {
        return std::string{words.say(sv, en)};
    };
    std::vector<std::string> lines{
        laid_out({cell("Region", "Region"), cell("Larm kvitterat", "Alarm seen"),
                  cell("Besvarat", "Answered"), cell("Transporter", "Transports"),
                  cell("Blodcentral", "Blood centre"), ""})};
    int committed = 0;
    int required = 0;
    for (auto const& row : table.regions()) {
        committed += row.committed();
        required += row.required();
        lines.push_back(laid_out(
            {words.organisation(row.region_id()),
             when(incident, row.acknowledged_at_us(), row.tib_unreachable(), words),
             when(incident, row.answered_at_us(), false, words),
             fmt::format("{}/{}", row.committed(), row.required()),
             when(incident, row.blood_acknowledged_at_us(), row.blood_unreachable(), words),
             remarks(row, words)}));
    }
    lines.push_back(laid_out(
        {cell("Summa", "Total"), "", "", fmt::format("{}/{}", committed, required), "", ""}));
    return lines;
}

}  // namespace larm::report
