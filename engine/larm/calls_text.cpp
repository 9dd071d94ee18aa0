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

/// How an answer is entered: by the one who took it, for the party that gave it.
std::string commands(v1::CallView const& call) {
    auto text = fmt::format("   Har uppfattat:  larm ack --incident {} --party {} --via phone\n",
                            call.incident_id(), call.party());
    auto const role = core::role_of(call.party());
    if (role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY) {
        auto const region = core::organisation_of(call.party());
        text += fmt::format(
            "   Lovar antal:    larm commit --incident {0} --region {1} --count ANTAL --via phone\n"
            "   Avböjer:        larm decline --incident {0} --region {1} --reason SKÄL --via "
            "phone\n",
            call.incident_id(), region);
    }
    return text + fmt::format(
                      "   Inget svar:     larm call --incident {0} --party {1} --result no-answer\n"
                      "   Klart ändå:     larm call --incident {0} --party {1} --result done\n",
                      call.incident_id(), call.party());
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

std::string calls_text(v1::ListCallsReply const& reply, report::Words const& words) {
    if (reply.calls().empty()) {
        return "Inga samtal att ringa.\n";
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
        text += fmt::format("   Säg:    {}\n   Fråga:  {}\n{}\n", call.say(), call.ask(),
                            commands(call));
    }
    return text;
}

}  // namespace larm::cli
