#include "engine/larm/calls_text.hpp"

#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/failure_text.hpp"

namespace larm::cli {
namespace {

std::string person_line(v1::CallPerson const& person, report::Words const& words) {
    auto const name = person.name().empty() ? person.officer_id() : person.name();
    auto const numbers =
        person.numbers().empty()
            ? coloured("INGET NUMMER", Colour::red)
            : coloured(fmt::format("{}", fmt::join(person.numbers(), ", ")), Colour::bold);
    return fmt::format("   {}, {}: {}\n", words.party(person.party()),
                       name.empty() ? "ingen i tjänst" : name, numbers);
}

/// One way in which a call can end, and what enters it.
std::string line(std::string_view outcome, std::string const& command) {
    return fmt::format("   {:<15} larm {}\n", fmt::format("{}:", outcome), command);
}

/// The step is named: the alarm may end between the call and what is entered of it, and whoever has
/// heard the one has not heard the other.
std::string heard(v1::CallView const& call) {
    auto const step = call.step().empty() ? std::string{} : " --step " + call.step();
    return line("Har uppfattat", fmt::format("ack --incident {} --party {}{} --via phone",
                                             call.incident_id(), call.party(), step));
}

std::string promises(v1::CallView const& call) {
    return line("Lovar antal",
                fmt::format("commit --incident {} --region {} --count ANTAL --via phone",
                            call.incident_id(), core::organisation_of(call.party())));
}

/// Of a party that is asked for no number: a blood centre, an authority.
std::string answers(v1::CallView const& call, std::string_view outcome, std::string_view answer) {
    return line(outcome, fmt::format("answer --incident {} --party {} --step {} {} --via phone",
                                     call.incident_id(), call.party(), call.step(), answer));
}

bool is_duty_officer(v1::CallView const& call) {
    auto const role = core::role_of(call.party());
    return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
}

/// What the party can say to what it is asked, and how that is entered by the one who took it.
std::string answers_to(v1::CallView const& call) {
    auto const& incident = call.incident_id();
    switch (call.asks()) {
        case v1::CALL_ASKS_TRANSPORTS:
            return heard(call) + promises(call) +
                   line("Avböjer",
                        fmt::format("decline --incident {} --region {} --reason SKÄL --via phone",
                                    incident, core::organisation_of(call.party())));
        case v1::CALL_ASKS_NATIONAL_DECISION:
            return line("Tar steget",
                        fmt::format("escalate --incident {} --reason SKÄL", incident)) +
                   line("Avböjer",
                        fmt::format("decline-national --incident {} --reason SKÄL", incident));
        case v1::CALL_ASKS_SHORTFALL_DECISION: return answers(call, "Godtar bristen", "--accept");
        case v1::CALL_ASKS_TRIAGE_DECISION:
            // Nobody enters it for them: the decision is taken by whoever it is given to.
            return heard(call) +
                   line("Beslutar själv",
                        fmt::format("triage decide --incident {} --region {} --mode mass-casualty "
                                    "--reason SKÄL",
                                    incident, core::organisation_of(call.party())));
        case v1::CALL_ASKS_TRANSFERS:
            return heard(call) +
                   line("Tar emot", fmt::format("transfer accept --incident {} --region {} "
                                                "--via phone",
                                                incident, core::organisation_of(call.party()))) +
                   line("Avböjer", fmt::format("transfer decline --incident {} --region {} "
                                               "--reason SKÄL --via phone",
                                               incident, core::organisation_of(call.party())));
        case v1::CALL_ASKS_SUPPORT:
            return line("Erbjuder",
                        fmt::format(
                            "support offer --incident {} --region {} --request NR --line RAD "
                            "--quantity ANTAL --via phone",
                            incident, core::organisation_of(call.party()))) +
                   line("Avböjer", fmt::format("support decline --incident {} --region {} "
                                               "--request NR --reason SKÄL --via phone",
                                               incident, core::organisation_of(call.party())));
        case v1::CALL_ASKS_SITUATION:
            return line("Skickar", fmt::format("situation send --incident {}", incident));
        case v1::CALL_ASKS_NEEDS:
            return is_duty_officer(call) ? promises(call) : answers(call, "Kan ändå", "--accept");
        case v1::CALL_ASKS_RESUME:
            return line("Släpps igen", fmt::format("resume --incident {}", incident)) +
                   line("Avlarmas",
                        fmt::format("stand-down --incident {} --reason SKÄL", incident));
        case v1::CALL_ASKS_BLOOD_OFFER:
            return heard(call) +
                   line(
                       "Erbjuder",
                       fmt::format("blood offer --incident {} --party {} --units O-=ANTAL,O+=ANTAL "
                                   "--ready-in-minutes MINUTER --via phone",
                                   incident, call.party())) +
                   answers(call, "Kan inte", "--decline SKÄL");
        case v1::CALL_ASKS_ACKNOWLEDGEMENT:
            return heard(call) + (is_duty_officer(call)
                                      ? std::string{}
                                      : answers(call, "Kan inte", "--decline SKÄL"));
        case v1::CALL_ASKS_END:
        case v1::CALL_ASKS_UNSPECIFIED:
        case v1::CallAsks_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CallAsks_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return heard(call);
}

/// Where nobody answered, or the call changed nothing.
std::string other_outcomes(v1::CallView const& call) {
    auto const which =
        fmt::format("call --incident {} --party {}", call.incident_id(), call.party());
    return line("Inget svar", which + " --result no-answer") +
           line("Klart ändå", which + " --result done");
}

/// "   Försökt: push: mottagaren svarade 410, ...": why a human has to call.
std::string failed_line(v1::CallView const& call, report::Words const& words) {
    std::string text;
    for (auto const& each : call.failed()) {
        auto const to = each.recipient() == call.party() ? "" : " till " + each.recipient();
        text += fmt::format("{}{}{}: {}", text.empty() ? "   Försökt: " : "; ",
                            words.channel(each.channel()), to,
                            report::failure_text(each.why(), words.language()));
    }
    return text.empty() ? text : text + "\n";
}

}  // namespace

std::string left_unanswered(v1::ListCallsReply const& before, v1::ReportCall const& seen_to,
                            report::Words const& words) {
    std::string text;
    for (auto const& call : before.calls()) {
        auto const is_meant = call.incident_id() == seen_to.incident_id() &&
                              call.party() == seen_to.party() &&
                              (seen_to.step().empty() || seen_to.step() == call.step());
        if (!is_meant || call.asks() == v1::CALL_ASKS_NEEDS) {
            continue;  // who has said no has answered
        }
        text += coloured(fmt::format(
                             "Inget svar är registrerat från {} ({}). Det ges så här:",
                             words.party(call.party()),
                             call.step().empty() ? "larmkedjan väntar" : words.step(call.step())),
                         Colour::yellow) +
                "\n" + answers_to(call);
    }
    return text.empty() ? text
                        : text +
                              "Utan svar går larmet vidare, och samtalet kommer tillbaka på "
                              "listan när stegen ringer igen.\n";
}

std::string calls_text(v1::ListCallsReply const& reply, report::Words const& words) {
    if (reply.calls().empty()) {
        return "Inga samtal att ringa. Vem som ingen väg når står i larm status.\n";
    }
    std::string text;
    int number = 0;
    for (auto const& call : reply.calls()) {
        auto const unanswered =
            call.calls() == 0 ? std::string{} : fmt::format(", {} samtal utan svar", call.calls());
        text += coloured(fmt::format("{}. Ring {}", ++number, words.party(call.party())),
                         Colour::bold) +
                fmt::format(" ({}, sedan {}{})\n",
                            call.step().empty() ? "larmkedjan väntar" : words.step(call.step()),
                            local_time(call.since()), unanswered);
        for (auto const& person : call.people()) {
            text += person_line(person, words);
        }
        text += failed_line(call, words);
        if (!call.note().empty()) {
            text += fmt::format("   Not:    {}\n", call.note());
        }
        text += fmt::format("   Säg:    {}\n   Fråga:  {}\n{}{}\n", call.say(), call.ask(),
                            answers_to(call), other_outcomes(call));
    }
    return text;
}

}  // namespace larm::cli
