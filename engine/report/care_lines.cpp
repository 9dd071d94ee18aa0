#include "engine/report/care_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/local_time.hpp"
#include "engine/report/support_words.hpp"
#include "engine/report/transfer_text.hpp"

namespace larm::report {
namespace {

using Lines = std::vector<std::string>;
using Facts = v1::SituationFacts;

std::string counts(v1::SeverityCounts const& persons, Words const& words) {
    return fmt::format("{} {}, {} {}, {} {}", persons.severe(), words.say("svårt", "severe"),
                       persons.moderate(), words.say("måttligt", "moderate"), persons.minor(),
                       words.say("lindrigt", "minor"));
}

int sum(v1::SeverityCounts const& persons) {
    return persons.severe() + persons.moderate() + persons.minor();
}

/// As the rules call it.
std::string stage_title(v1::CareStage stage, Words const& words) {
    if (words.pack() != nullptr) {
        for (auto const& rule : words.pack()->rules.capacity().stages()) {
            if (rule.stage() == stage) {
                return std::string{words.say(rule.title().sv(), rule.title().en())};
            }
        }
    }
    return v1::CareStage_Name(stage);
}

}  // namespace

std::string_view facility_text(v1::FacilityStatus status, Words const& words) {
    switch (status) {
        case v1::FACILITY_STATUS_COMPROMISED: return words.say("DELVIS UTSLAGET", "PARTLY LOST");
        case v1::FACILITY_STATUS_EVACUATING: return words.say("UTRYMS", "BEING EVACUATED");
        case v1::FACILITY_STATUS_CLOSED: return words.say("STÄNGT", "CLOSED");
        case v1::FACILITY_STATUS_NORMAL:
        case v1::FACILITY_STATUS_UNSPECIFIED:
        case v1::FacilityStatus_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::FacilityStatus_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return words.say("i drift", "working");
}

namespace {

std::string unknown_hospitals(int count, Words const& words) {
    return fmt::format("{} {}", count,
                       count == 1 ? words.say("sjukhus okänt", "hospital unknown")
                                  : words.say("sjukhus okända", "hospitals unknown"));
}

std::string region_line(v1::RegionCapacityView const& region, Words const& words) {
    auto line = words.organisation(region.region_id()) + ":";
    auto const none_known = words.say("inga kända lediga", "none known to be free");
    auto const is_blank = [](v1::StageSum const& stage) {
        return stage.free() == 0 && stage.missing() == 0 && stage.unknown_hospitals() > 0;
    };
    if (!region.stages().empty() && std::ranges::all_of(region.stages(), is_blank)) {
        auto const most = std::ranges::max(region.stages(), {}, &v1::StageSum::unknown_hospitals);
        return fmt::format("{} {}, {}", line, none_known,
                           unknown_hospitals(most.unknown_hospitals(), words));
    }
    auto const* separator = " ";
    for (auto const& stage : region.stages()) {
        auto const title = stage_title(stage.stage(), words);
        line += is_blank(stage) ? fmt::format("{}{} {}", separator, title, none_known)
                                : fmt::format("{}{} {} {}", separator, title, stage.free(),
                                              words.say("lediga", "free"));
        separator = "; ";
        if (stage.missing() > 0) {
            line += fmt::format(", {} {}", stage.missing(), words.say("saknas", "too few"));
        }
        if (stage.unknown_hospitals() > 0) {
            line += ", " + unknown_hospitals(stage.unknown_hospitals(), words);
        }
    }
    return line;
}

/// "Uppsala blodcentral (03:10): 40 O-, 12 plasma"
std::string stock_line(v1::BloodCentreView const& centre, Facts const& facts, Words const& words) {
    auto line = words.party(centre.party());
    if (centre.observed_at() == 0) {
        return line + ": " + std::string{words.say(gap_sv, gap_en)};
    }
    line += fmt::format(" ({}{})", time_said(centre.observed_at(), facts),
                        centre.is_known() ? "" : words.say(", FÖR GAMMALT", ", TOO OLD"));
    auto const* separator = ": ";
    for (auto const& each : centre.lines()) {
        line += separator + words.blood(each.product(), each.group(), each.units());
        separator = ", ";
    }
    return line;
}

/// What lacks at the last time that is looked ahead to; empty where nothing does.
std::string gap_line(v1::BloodGap const& gap, Words const& words) {
    auto const last = std::ranges::max(gap.points(), {}, &v1::BloodGapPoint::in_minutes);
    std::string lacks;
    for (auto const& point : gap.points()) {
        if (point.in_minutes() != last.in_minutes() || point.lacking() == 0) {
            continue;
        }
        lacks += lacks.empty() ? "" : ", ";
        lacks += words.blood(point.product(), point.group(), point.lacking());
        lacks += point.is_known() ? "" : words.say(" (ovisst)", " (uncertain)");
    }
    if (lacks.empty()) {
        return {};
    }
    auto const whose =
        gap.party().empty()
            ? std::string{words.say("Hela sjukvårdsregionen", "The whole healthcare region")}
            : words.party(gap.party());
    return fmt::format("{}, {} {} min: {}", whose, words.say("saknas om", "lacks in"),
                       last.in_minutes(), lacks);
}

template <typename Units>
std::string units(Units const& all, Words const& words) {
    std::string text;
    for (auto const& each : all) {
        text += text.empty() ? "" : ", ";
        text += words.blood(each.product(), each.group(), each.units());
    }
    return text.empty() ? std::string{words.say("inget", "nothing")} : text;
}

/// Where no scene counts them what a report said of them stands.
std::string dead_line(Facts const& facts, Words const& words) {
    auto const counted = facts.casualties().dead();
    auto const reported = facts.incident().report().casualties().dead();
    if (counted == 0 && reported == 0) {
        return std::string{words.say("Inga döda rapporterade", "No dead reported")};
    }
    auto const text =
        fmt::format("{}: {}", words.say("Döda", "Dead"), counted == 0 ? reported : counted);
    return counted == 0 ? fmt::format("{} ({})", text, methane_source(facts, words)) : text;
}

}  // namespace

std::string time_said(std::int64_t at_us, v1::SituationFacts const& facts) {
    return core::clock_near({at_us}, {facts.at_us()});
}

std::string methane_source(Facts const& facts, Words const& words) {
    auto const& incident = facts.incident();
    return incident.reports() <= 1
               ? fmt::format("{} {}", words.say("enligt första rapporten", "by the first report"),
                             time_said(incident.reported_at(), facts))
               : fmt::format(
                     "{} {} {}", words.say("enligt", "by"), incident.reports(),
                     words.say("rapporter (det som sagts sist)", "reports (what was said last)"));
}

Lines casualty_lines(Facts const& facts, Words const& words) {
    if (!facts.has_casualties()) {
        auto const text = words.casualties(facts.incident().report().casualties());
        return text.empty()
                   ? Lines{}
                   : Lines{fmt::format("{}, {}: {}",
                                       words.say("Ingen har räknat än", "Nobody has counted yet"),
                                       methane_source(facts, words), text)};
    }
    auto const& counted = facts.casualties();
    // What nobody has said is not none.
    auto const line = [&](std::string_view sv, std::string_view en, auto const& persons,
                          bool is_said) {
        return is_said ? fmt::format("{}: {} ({})", words.say(sv, en), sum(persons),
                                     counts(persons, words))
                       : fmt::format("{}: {}", words.say(sv, en), words.say(gap_sv, gap_en));
    };
    auto const has_sites = !counted.sites().empty();
    auto const has_arrived = !counted.arrivals().empty() || sum(counted.arrived()) > 0;
    Lines lines{line("På skadeplats", "At the scene", counted.at_scene(), has_sites),
                line("På väg", "Under way", counted.under_way(), has_sites),
                line("På sjukhus", "At hospitals", counted.arrived(), has_arrived),
                dead_line(facts, words)};
    if (sum(counted.expected_total()) > 0) {
        lines.push_back(line("Väntas totalt, enligt modell", "Expected in all, by the model",
                             counted.expected_total(), true));
    }
    for (auto const& site : counted.sites()) {
        lines.push_back(fmt::format(
            "{} {} ({}): {} {}, {} {}{}", words.say("Skadeplats", "Scene"),
            site.name().empty() ? site.site_id() : site.name(),
            time_said(site.observed_at_us(), facts), words.say("på plats", "there"),
            counts(site.at_scene(), words), words.say("på väg", "under way"), sum(site.under_way()),
            site.dead() == 0 ? std::string{}
                             : fmt::format(", {} {}", words.say("döda", "dead"), site.dead())));
    }
    for (auto const& arrived : counted.arrivals()) {
        lines.push_back(fmt::format("{} ({}): {}", words.hospital(arrived.hospital_id()),
                                    time_said(arrived.observed_at_us(), facts),
                                    counts(arrived.arrived(), words)));
    }
    return lines;
}

Lines capacity_lines(Facts const& facts, Words const& words) {
    if (!facts.has_capacity()) {
        return {};
    }
    auto const& capacity = facts.capacity();
    Lines lines;
    for (auto const& shortfall : capacity.shortfalls()) {
        lines.push_back(fmt::format(
            "{}: {} {} {} {}", words.say("BRIST", "TOO FEW"),
            words.hospital(shortfall.hospital_id()), stage_title(shortfall.stage(), words),
            shortfall.missing() == 0
                ? std::string{words.say("har ingen ledig plats", "has no free place")}
                : fmt::format("{} {}", words.say("saknar", "lacks"), shortfall.missing()),
            fmt::format("{} {} ({} {})", words.say("från", "from"),
                        time_said(shortfall.short_at_us(), facts), words.say("bedömt", "judged"),
                        time_said(shortfall.foreseen_at_us(), facts))));
    }
    for (auto const& impaired : capacity.impaired()) {
        lines.push_back(fmt::format("{}: {} ({})", words.hospital(impaired.hospital_id()),
                                    facility_text(impaired.facility(), words),
                                    time_said(impaired.observed_at_us(), facts)));
    }
    for (auto const& region : capacity.regions()) {
        lines.push_back(region_line(region, words));
    }
    lines.push_back(fmt::format(
        "{}: {} {}, {} {}, {} {}, {} {}", words.say("PLUS-steg", "PLUS steps"),
        capacity.steps_ordered(), words.say("beställda", "ordered"), capacity.steps_accepted(),
        words.say("åtagna", "accepted"), capacity.steps_done(), words.say("klara", "done"),
        capacity.steps_failed(), words.say("misslyckade", "failed")));
    return lines;
}

Lines transfer_lines(Facts const& facts, Words const& words) {
    if (!facts.has_transfers()) {
        return {};
    }
    auto const& transfers = facts.transfers();
    auto const line = [&](std::string_view sv, std::string_view en, auto const& persons) {
        return fmt::format("{}: {} ({})", words.say(sv, en), sum(persons), counts(persons, words));
    };
    Lines lines{line("Föreslagna", "Proposed", transfers.proposed()),
                line("Mottagna", "Accepted", transfers.accepted()),
                line("På väg", "Under way", transfers.under_way()),
                line("Framme", "Arrived", transfers.arrived())};
    if (!transfers.awaited_region_ids().empty()) {
        std::string regions;
        for (auto const& region : transfers.awaited_region_ids()) {
            regions += (regions.empty() ? "" : ", ") + words.organisation(region);
        }
        lines.push_back(
            fmt::format("{}: {}", words.say("Svar väntas från", "Answers awaited from"), regions));
    }
    for (auto const& left : transfers.left_behind()) {
        lines.push_back(fmt::format("{} {}", words.say("FLYTTAS INTE:", "NOT MOVED:"),
                                    left_behind_text(left, words)));
    }
    return lines;
}

Lines blood_lines(Facts const& facts, Words const& words) {
    if (!facts.has_blood()) {
        return {};
    }
    auto const& blood = facts.blood();
    Lines lines;
    for (auto const& gap : blood.gaps()) {
        if (auto line = gap_line(gap, words); !line.empty()) {
            lines.push_back(std::move(line));
        }
    }
    for (auto const& centre : blood.centres()) {
        lines.push_back(stock_line(centre, facts, words));
    }
    for (auto const& alarm : blood.alarms()) {
        lines.push_back(fmt::format("{} {} {}: {}. {}: {}. {}: {}", words.party(alarm.party()),
                                    words.say("larmade landet", "alarmed the country"),
                                    time_said(alarm.at(), facts), units(alarm.asks(), words),
                                    words.say("Erbjudet", "Offered"), units(alarm.offered(), words),
                                    words.say("Antaget", "Accepted"),
                                    units(alarm.accepted(), words)));
    }
    return lines;
}

}  // namespace larm::report
