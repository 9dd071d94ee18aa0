#include "engine/larm/reach_text.hpp"

#include <fmt/format.h>

#include <optional>

#include "engine/larm/output.hpp"
#include "engine/report/failure_text.hpp"

namespace larm::cli {
namespace {

std::string_view reason_words(v1::PreflightReason reason) {
    switch (reason) {
        case v1::PREFLIGHT_REASON_NOBODY_ON_DUTY: return "ingen har jouren";
        case v1::PREFLIGHT_REASON_NO_CHANNEL: return "saknar adress för";
        case v1::PREFLIGHT_REASON_NOT_CONFIGURED: return "inget är inkopplat för";
        case v1::PREFLIGHT_REASON_NOT_PROVEN: return "ingen väg är prövad på länge; kör provlarm";
        case v1::PREFLIGHT_REASON_NEVER_PROVEN:
            return "har aldrig svarat över någon väg; kör provlarm";
        case v1::PREFLIGHT_REASON_CHANNEL_DOWN:
            return "fungerade inte vid senaste försöket (prova med provlarm):";
        case v1::PREFLIGHT_REASON_PUSH_DROPPED:
            return "ingen enhet för notiser är anmäld, eller alla är borta";
        case v1::PREFLIGHT_REASON_PUSH_DOUBTFUL:
            return "en enhet för notiser är troligen död; se larm contacts devices";
        case v1::PREFLIGHT_REASON_ROSTER_ENDS: return "ingen är planerad efter det här passet";
        case v1::PREFLIGHT_REASON_UNSPECIFIED:
        case v1::PreflightReason_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PreflightReason_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "okänt skäl";
}

Cell grade_words(v1::PreflightGrade grade) {
    switch (grade) {
        case v1::PREFLIGHT_GRADE_UNREACHABLE: return {"KAN INTE NÅS ALLS", Colour::alarm};
        case v1::PREFLIGHT_GRADE_STEP_UNREACHABLE: return {"NÅS INTE I ALLA STEG", Colour::red};
        case v1::PREFLIGHT_GRADE_FEWER_WAYS: return {"FÄRRE VÄGAR", Colour::yellow};
        case v1::PREFLIGHT_GRADE_DOUBTFUL: return {"TVEKSAMT", Colour::yellow};
        case v1::PREFLIGHT_GRADE_UNSPECIFIED:
        case v1::PreflightGrade_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PreflightGrade_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"BRIST", Colour::yellow};
}

std::string finding_text(v1::PreflightFinding const& finding, report::Words const& words) {
    std::string line = finding.step().empty() ? "" : words.step(finding.step()) + ": ";
    line += reason_words(finding.reason());
    if (finding.reason() != v1::PREFLIGHT_REASON_PUSH_DROPPED) {  // which says it itself
        for (auto const* between = " "; auto const channel : finding.channels()) {
            line += between + words.channel(static_cast<v1::Channel>(channel));
            between = ", ";
        }
    }
    if (!finding.why().empty()) {
        line += " (" + report::failure_text(finding.why(), report::Language::swedish) + ")";
    }
    return finding.unreachable() ? coloured("NÅS INTE  " + line, Colour::red) : "brist     " + line;
}

std::string seconds_text(std::int64_t ms) {
    return fmt::format("{},{} s", ms / 1000, ms % 1000 / 100);
}

/// No answer yet is no answer only when the time is over.
Cell silence(v1::RollCallView const& call) {
    if (call.ended_at() == 0) {
        return {"pågår, inget svar än"};
    }
    return {call.ended_by() == v1::ROLE_UNSPECIFIED ? "inget svar" : "avbrutet före svar",
            Colour::yellow};
}

Cell answer_cell(v1::RollCallView const& call, v1::RollCallAnswerView const& answer) {
    if (answer.answered()) {
        return {"svarade efter " + seconds_text(answer.latency_ms()), Colour::green};
    }
    if (answer.outcome() == v1::DELIVERY_OUTCOME_FAILED) {
        return {"GICK INTE ATT SÄNDA: " +
                    report::failure_text(answer.detail(), report::Language::swedish),
                Colour::red};
    }
    return silence(call);
}

std::string end_text(v1::RollCallView const& call, report::Words const& words) {
    if (call.ended_at() == 0) {
        return fmt::format("pågår; svar till {}; avslutas med larm rollcall end {}",
                           local_time(call.answer_by()), call.roll_call_id());
    }
    if (call.ended_by() == v1::ROLE_UNSPECIFIED) {
        return "slut " + local_time(call.ended_at());
    }
    v1::Actor actor;
    actor.set_role(call.ended_by());
    actor.set_organisation(call.ended_by_organisation());
    return fmt::format("AVBRUTET {} av {}", local_time(call.ended_at()), words.actor(actor));
}

std::string one_roll_call_text(v1::RollCallView const& call, report::Words const& words) {
    auto text =
        fmt::format("Provlarm {}, {}\n", local_time(call.started_at()), end_text(call, words));
    for (auto const& party : call.put_off()) {
        text += fmt::format("  {}: larmas just nu, tillfrågades inte\n", words.party(party));
    }
    std::vector<std::vector<Cell>> rows;
    for (auto const& answer : call.answers()) {
        rows.push_back({{words.party(answer.party())},
                        {answer.officer_id()},
                        {words.channel(answer.channel())},
                        answer_cell(call, answer)});
    }
    return text + table({"Part", "Vem", "Väg", "Svar"}, rows);
}

/// What a roll-call under way has of the officer over the channel; where nothing has been measured
/// yet, what became of a message of one that was called off. Nothing where none asks.
std::optional<Cell> asked_now(v1::GetRollCallReply const& reply, v1::ReachView const& reach) {
    auto const is_measured = reach.asked() != 0 || reach.proven_at() != 0;
    for (auto const& call : reply.roll_calls()) {
        for (auto const& answer : call.answers()) {
            auto const is_sent = answer.outcome() != v1::DELIVERY_OUTCOME_UNSPECIFIED;
            if ((call.ended_at() == 0 || (is_sent && !is_measured)) &&
                answer.officer_id() == reach.officer_id() && answer.channel() == reach.channel()) {
                return answer_cell(call, answer);
            }
        }
    }
    return std::nullopt;
}

/// Of earlier roll-calls; an answer to an alarm proves a channel that none has tried. A device's
/// receipt is told apart: it has woken nobody.
std::string reached_text(v1::ReachView const& reach) {
    if (reach.asked() != 0) {
        auto const devices = reach.received() == 0
                                 ? std::string{}
                                 : fmt::format(", {} till bara framme", reach.received());
        return fmt::format("{} av {}{}", reach.answered(), reach.asked(), devices);
    }
    return reach.proven_at() == 0 ? "aldrig prövad" : "har svarat, ej mätt";
}

std::vector<Cell> reach_row(v1::GetRollCallReply const& reply, v1::ReachView const& reach,
                            report::Words const& words) {
    return {{words.party(reach.party())},
            {reach.officer_id()},
            {words.channel(reach.channel())},
            asked_now(reply, reach).value_or(Cell{reached_text(reach)}),
            {reach.latency_ms() == 0 ? "-" : seconds_text(reach.latency_ms())},
            {local_time(reach.proven_at())}};
}

}  // namespace

std::string started_text(v1::GetRollCallReply const& reply) {
    auto const& call = reply.roll_call();
    if (call.roll_call_id().empty() || call.ended_at() != 0) {
        return {};  // none, or over already: larm rollcall status tells
    }
    auto const put_off =
        call.put_off().empty()
            ? std::string{}
            : coloured(fmt::format("ETT LARM PÅGÅR: {} larmas just nu och tillfrågas inte.",
                                   call.put_off_size()),
                       Colour::yellow) +
                  "\n";
    return fmt::format(
        "{}Provlarm {} pågår; svar räknas till {}.\n"
        "Se larm rollcall status. Avsluta med larm rollcall end {}\n",
        put_off, call.roll_call_id(), local_time(call.answer_by()), call.roll_call_id());
}

std::string roll_call_text(v1::GetRollCallReply const& reply, report::Words const& words) {
    if (reply.roll_calls().empty() && !reply.roll_call().roll_call_id().empty()) {
        return "larmd är av en äldre version än larm: bara det senaste provlarmet visas.\n" +
               one_roll_call_text(reply.roll_call(), words);
    }
    std::string text;
    for (auto const& call : reply.roll_calls()) {
        text += (text.empty() ? "" : "\n") + one_roll_call_text(call, words);
    }
    return text.empty() ? "Inget provlarm har hållits.\n" : text;
}

std::string reach_text(v1::GetRollCallReply const& reply, report::Words const& words) {
    std::string text;
    for (auto const& call : reply.roll_calls()) {
        if (call.ended_at() == 0 || call.ended_by() != v1::ROLE_UNSPECIFIED) {
            text += fmt::format("Provlarm {}, {}\n", local_time(call.started_at()),
                                end_text(call, words));
        }
    }
    for (auto const& region : reply.regions()) {
        text +=
            fmt::format("{}\n", coloured(words.organisation(region.organisation()), Colour::bold));
        std::vector<std::vector<Cell>> rows;
        for (auto const& reach : region.reach()) {
            rows.push_back(reach_row(reply, reach, words));
        }
        text += table({"Part", "Vem", "Väg", "Svarat", "Svarstid", "Senast svar"}, rows) + "\n";
    }
    return text.empty() ? "Inga kontakter.\n" : text;
}

std::string preflight_text(v1::PreflightReply const& reply, report::Words const& words) {
    if (reply.findings().empty()) {
        return "Alla kan nås om larmet går nu.\n";
    }
    std::string text;
    std::string told;
    for (auto const& finding : reply.findings()) {
        if (finding.party() != told) {
            told = finding.party();
            auto const grade = grade_words(finding.grade());
            text += fmt::format(
                "{}  {}{}\n", coloured(grade.text, grade.colour),
                coloured(words.party(told), Colour::bold),
                finding.officer_id().empty() ? std::string{} : " (" + finding.officer_id() + ")");
        }
        text += "    " + finding_text(finding, words) + "\n";
    }
    return text;
}

}  // namespace larm::cli
