#include "engine/delivery/matter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <string_view>
#include <vector>

#include "engine/core/carrying.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"
#include "engine/core/transfers.hpp"
#include "engine/core/triage_view.hpp"

namespace larm::delivery {
namespace {

void add(std::string& list, std::string const& part) {
    list += (list.empty() ? "" : "; ") + part;
}

void add_line(Matter& matter, v1::SupportLineRecord const& line, core::Instant asked) {
    auto const by = core::clock_near({line.needed_at_us()}, asked);
    auto const place = line.place().empty() ? std::string{} : ", " + line.place();
    auto const what = fmt::format("{} {}", line.quantity(), line.words());
    add(matter.sv, fmt::format("{} senast {}{}", what, by, place));
    add(matter.en, fmt::format("{} by {}{}", what, by, place));
}

/// What the chase's party has not answered; once it has, nothing.
Matter support(core::Incident const& incident, core::Chase const& chase) {
    Matter matter;
    auto const region = core::organisation_of(chase.party);
    for (auto const& request : incident.support) {
        Matter lines;
        for (auto const& line : request.lines()) {
            if (core::awaits_answer(line, region)) {
                add_line(lines, line, {request.requested_at_us()});
            }
        }
        if (!lines.sv.empty()) {
            add(matter.sv, request.request_id() + " " + lines.sv);
            add(matter.en, request.request_id() + " " + lines.en);
        }
    }
    return matter;
}

/// "4 svårt skadade"
std::string persons_of(v1::TransferMove const& move, bool in_swedish) {
    switch (move.severity()) {
        case v1::SEVERITY_SEVERE:
            return fmt::format("{} {}", move.count(), in_swedish ? "svårt" : "severe");
        case v1::SEVERITY_MODERATE:
            return fmt::format("{} {}", move.count(), in_swedish ? "måttligt" : "moderate");
        case v1::SEVERITY_MINOR:
            return fmt::format("{} {}", move.count(), in_swedish ? "lindrigt" : "minor");
        case v1::SEVERITY_UNSPECIFIED:
        case v1::Severity_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Severity_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return fmt::format("{}", move.count());
}

/// The worst off first: what a short text cuts off is the least.
Matter transfers(core::Incident const& incident, core::Chase const& chase) {
    Matter matter;
    for (auto const* const move : moves_asked(incident, chase)) {
        auto const at = core::clock_near({move->arrive_at_us()}, chase.since);
        auto const air_sv = move->vehicle().flies() ? " med helikopter" : "";
        auto const air_en = move->vehicle().flies() ? " by helicopter" : "";
        add(matter.sv, fmt::format("{} till {} kl {}{} ({})", persons_of(*move, true),
                                   move->to_hospital_id(), at, air_sv, move->move_id()));
        add(matter.en, fmt::format("{} to {} at {}{} ({})", persons_of(*move, false),
                                   move->to_hospital_id(), at, air_en, move->move_id()));
    }
    return matter;
}

/// The last that calls the party: where, when, and what to fall back on.
Matter conference(core::Incident const& incident, core::Chase const& chase) {
    auto const& all = incident.conferences;
    auto const found = std::find_if(all.rbegin(), all.rend(), [&](auto const& each) {
        return each.ended_at_us() == 0 &&
               std::ranges::find(each.participants(), chase.party) != each.participants().end();
    });
    if (found == all.rend()) {
        return {};
    }
    auto const& call = *found;
    auto const starts = core::clock_near({call.starts_at_us()}, {call.called_at_us()});
    auto const when = fmt::format("{} kl {}", call.conference_id(), starts);
    auto const when_en = fmt::format("{} at {}", call.conference_id(), starts);
    if (call.means() == v1::CONFERENCE_MEANS_RAKEL) {
        auto const is_down = call.telephony_down();
        return {fmt::format("{} i Rakel {}, en minut åt gången{}", when, call.talk_group(),
                            is_down ? ". Telefonin ligger nere" : ""),
                fmt::format("{} in Rakel {}, one minute at a time{}", when_en, call.talk_group(),
                            is_down ? ". Telephony is down" : "")};
    }
    auto const code = call.code().empty() ? std::string{} : fmt::format(" kod {}", call.code());
    auto const code_en = call.code().empty() ? std::string{} : fmt::format(" code {}", call.code());
    Matter matter{fmt::format("{} tel {}{}", when, call.phone(), code),
                  fmt::format("{} tel {}{}", when_en, call.phone(), code_en)};
    if (!call.talk_group().empty()) {
        matter.sv +=
            fmt::format(". Vid telefonbortfall Rakel {}, en minut åt gången", call.talk_group());
        matter.en +=
            fmt::format(". If telephony fails Rakel {}, one minute at a time", call.talk_group());
    }
    return matter;
}

Matter sent_report(core::Incident const& incident, core::Chase const& chase) {
    if (incident.situations.empty()) {
        return {};
    }
    auto const& last = incident.situations.back();
    auto const at = core::clock_near({last.sent_at_us()}, chase.since);
    return {fmt::format("lägesbild {} kl {}", last.number(), at),
            fmt::format("situation report {} at {}", last.number(), at)};
}

Matter next_report(core::Incident const& incident) {
    auto const number = incident.situations.size() + 1;
    return {fmt::format("lägesbild {}", number), fmt::format("situation report {}", number)};
}

std::string in_figures(v1::IndicatorTurn const& turn, std::string_view limit) {
    return fmt::format("{} ({} {})", turn.value(), limit, turn.threshold());
}

/// What is recommended to the party and not decided, each with what speaks for it. Where nothing
/// is left to decide, nothing.
Matter triage(core::Incident const& incident, core::Chase const& chase) {
    Matter matter;
    for (auto const& each : incident.triage.standing) {
        if (each.decided() != 0 || each.decider() != chase.party) {
            continue;
        }
        auto const what = core::recommendation_in_words(incident, each);
        Matter reasons;
        for (auto const& turn : each.reasons()) {
            auto const title =
                core::indicator_in_words(incident, turn.region_id(), turn.indicator_id());
            add(reasons.sv, title.sv() + " " + in_figures(turn, "gräns"));
            add(reasons.en, title.en() + " " + in_figures(turn, "limit"));
        }
        add(matter.sv, reasons.sv.empty() ? what.sv() : what.sv() + ": " + reasons.sv);
        add(matter.en, reasons.en.empty() ? what.en() : what.en() + ": " + reasons.en);
    }
    return matter;
}

bool is_taken(v1::TransferMove const& move) {
    return core::is_promised(move) || core::has_left(move);
}

bool is_refused(v1::TransferMove const& move) {
    return move.state() == v1::TRANSFER_STATE_DECLINED;
}

bool goes_to(core::Incident const& incident, v1::TransferMove const& move,
             std::string_view region) {
    return incident.pack->region_of(move.to_hospital_id()) == region;
}

/// The region had accepted it, and it was called off.
bool is_called_off(core::Incident const& incident, v1::TransferMove const& move,
                   std::string_view region) {
    return move.state() == v1::TRANSFER_STATE_CALLED_OFF && move.accepted_at_us() != 0 &&
           goes_to(incident, move, region);
}

/// It was on its way to a hospital of the region, and goes to another one.
bool is_turned(core::Incident const& incident, v1::TransferMove const& move,
               std::string_view region) {
    return core::has_left(move) && !move.diverted_from().empty() &&
           incident.pack->region_of(move.diverted_from()) == region;
}

/// The moves that `is_meant` lets through, after `verb`; empty where there is none.
template <typename IsMeant>
std::string patients_in_words(core::Incident const& incident, std::string_view verb,
                              bool says_which, IsMeant is_meant) {
    auto count = 0;
    std::string which;
    for (auto const& move : incident.casualties.moves) {
        if (is_meant(move)) {
            count += move.count();
            add(which, fmt::format("{} till {} ({})", persons_of(move, true), move.to_hospital_id(),
                                   move.move_id()));
        }
    }
    return count == 0
               ? std::string{}
               : fmt::format("{} {} {}{}{}", verb, count, count == 1 ? "patient" : "patienter",
                             says_which ? ": " : "", says_which ? which : std::string{});
}

/// What stands of an answer. That some of it was called off is said of just those moves, and else
/// where nothing is left of what was taken.
template <typename IsMeant>
std::string answers_in_words(core::Incident const& incident, core::Chase const& chase,
                             bool says_which, IsMeant is_meant) {
    auto const region = core::organisation_of(chase.party);
    auto const words = [&](std::string_view verb, auto is_such) {
        return patients_in_words(incident, verb, says_which, [&](v1::TransferMove const& move) {
            return is_such(move) && is_meant(move);
        });
    };
    auto text = words("tar emot", [&](auto const& move) {
        return is_taken(move) && goes_to(incident, move, region);
    });
    auto const says_what_is_off = says_which || text.empty();
    auto const add_part = [&](std::string const& part) {
        text += (text.empty() || part.empty() ? "" : ", ") + part;
    };
    add_part(words("nej till", [&](auto const& move) {
        return is_refused(move) && goes_to(incident, move, region);
    }));
    if (says_what_is_off) {
        add_part(words("inställt för",
                       [&](auto const& move) { return is_called_off(incident, move, region); }));
        add_part(words("omdirigerat", [&](auto const& move) {
            return is_turned(incident, move, region) && !goes_to(incident, move, region);
        }));
    }
    return text;
}

/// "INSTÄLLT: 5 svårt till VAS (1-3)", "VÄNDER OM till VAS, inte FAL: 2 svårt (M1)": where they
/// are bound now comes first, since a short text is cut.
std::string off_in_words(v1::TransferMove const& move) {
    if (move.state() == v1::TRANSFER_STATE_CALLED_OFF) {
        return fmt::format("INSTÄLLT: {} till {} ({})", persons_of(move, true),
                           move.to_hospital_id(), move.move_id());
    }
    return fmt::format(
        "{} {}, inte {}: {} ({})", core::turns_back(move) ? "VÄNDER OM till" : "KÖR TILL",
        move.to_hospital_id(), move.diverted_from(), persons_of(move, true), move.move_id());
}

}  // namespace

std::string answered_in_words(core::Incident const& incident, core::Chase const& chase) {
    return answers_in_words(incident, chase, false, [](auto const&) { return true; });
}

std::string answered_in_words(core::Incident const& incident, core::Chase const& chase,
                              std::vector<std::string> const& moves) {
    return answers_in_words(incident, chase, true, [&](v1::TransferMove const& move) {
        return std::ranges::find(moves, move.move_id()) != moves.end();
    });
}

bool has_standing_answer(core::Incident const& incident, core::Chase const& chase) {
    auto const region = core::organisation_of(chase.party);
    return std::ranges::any_of(incident.casualties.moves, [&](v1::TransferMove const& move) {
        return (is_taken(move) || is_refused(move)) && goes_to(incident, move, region);
    });
}

std::string called_off_in_words(core::Incident const& incident, core::Chase const& chase) {
    if (incident.pack->step(chase.step).start().trigger() != v1::TRIGGER_TRANSFERS_PROPOSED) {
        return {};
    }
    auto const region = core::organisation_of(chase.party);
    std::vector<v1::TransferMove const*> last;
    for (auto const& move : incident.casualties.moves) {
        auto const is_on_the_road = move.state() == v1::TRANSFER_STATE_UNDER_WAY;
        if (!is_called_off(incident, move, region) &&
            !(is_on_the_road && is_turned(incident, move, region))) {
            continue;
        }
        if (!last.empty() && move.since_us() < last.front()->since_us()) {
            continue;
        }
        if (!last.empty() && move.since_us() > last.front()->since_us()) {
            last.clear();
        }
        last.push_back(&move);
    }
    if (last.empty()) {
        return {};
    }
    std::ranges::stable_sort(last, {}, [](auto const* move) { return move->severity(); });
    auto text = off_in_words(*last.front());
    if (!last.front()->reason().empty()) {  // before the list, which may be cut
        add(text, last.front()->reason());
    }
    for (auto const* const move : last | std::views::drop(1)) {
        add(text, off_in_words(*move));
    }
    return text;
}

std::vector<v1::TransferMove const*> moves_asked(core::Incident const& incident,
                                                 core::Chase const& chase) {
    std::vector<v1::TransferMove const*> moves;
    auto const region = core::organisation_of(chase.party);
    for (auto const severity : {v1::SEVERITY_SEVERE, v1::SEVERITY_MODERATE, v1::SEVERITY_MINOR}) {
        for (auto const& move : incident.casualties.moves) {
            if (move.severity() == severity && core::awaits_answer(*incident.pack, move, region)) {
                moves.push_back(&move);
            }
        }
    }
    return moves;
}

Matter matter_of(core::Incident const& incident, core::Chase const& chase) {
    auto const& step = incident.pack->step(chase.step);
    if (step.expects() == v1::EXPECTS_SITUATION_REPORT) {
        return next_report(incident);
    }
    switch (step.start().trigger()) {
        case v1::TRIGGER_SUPPORT_REQUESTED: return support(incident, chase);
        case v1::TRIGGER_TRANSFERS_PROPOSED: return transfers(incident, chase);
        case v1::TRIGGER_TRIAGE_RECOMMENDED: return triage(incident, chase);
        case v1::TRIGGER_CONFERENCE_CALLED: return conference(incident, chase);
        case v1::TRIGGER_SITUATION_SENT: return sent_report(incident, chase);
        case v1::TRIGGER_ALARM:
        case v1::TRIGGER_STEP_COMPLETE:
        case v1::TRIGGER_NATIONAL_TAKEN:
        case v1::TRIGGER_SHORTFALL:
        case v1::TRIGGER_BLOOD_ALARM:  // the need of blood has words of its own
        case v1::TRIGGER_STAND_DOWN:
        case v1::TRIGGER_RESCIND:
        case v1::TRIGGER_UNSPECIFIED:
        case v1::Trigger_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Trigger_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

}  // namespace larm::delivery
