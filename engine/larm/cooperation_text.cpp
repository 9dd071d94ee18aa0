#include "engine/larm/cooperation_text.hpp"

#include <fmt/format.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>

#include "engine/larm/daemon.hpp"
#include "engine/report/conference.hpp"
#include "engine/report/situation.hpp"
#include "engine/report/support_words.hpp"

namespace larm::cli {
namespace {

std::string text_of(v1::GetSupportReply const& reply, report::Words const& words) {
    std::string text;
    for (auto const& request : reply.requests()) {
        for (auto const& line : request.lines()) {
            text += report::support_line_in_words(request, line, words) + "\n";
            for (auto const& offer : line.offers()) {
                text += fmt::format("    {}\n", offer.offer_id());
            }
        }
    }
    for (auto const& awaited : reply.awaited()) {
        text +=
            fmt::format("{} har {} {} kvar att svara på\n", words.organisation(awaited.region_id()),
                        awaited.lines(), awaited.lines() == 1 ? "rad" : "rader");
    }
    return text.empty() ? "Inget stöd är begärt.\n" : text;
}

std::string text_of(v1::GetSuppliesReply const& reply, report::Words const& words) {
    std::string text;
    for (auto const& supply : reply.supplies()) {
        text += (supply.short_() ? "BRIST  " : "       ") + report::supply_in_words(supply, words) +
                "\n";
    }
    return text.empty() ? "Ingenting är rapporterat.\n" : text;
}

std::string text_of(v1::GetSituationReply const& reply, report::Words const& words) {
    return report::situation_text(reply.situation(), words.language());
}

std::string text_of(v1::GetConferencesReply const& reply, report::Words const& words) {
    std::string text;
    for (auto const& conference : reply.conferences()) {
        text += (text.empty() ? "" : "\n") +
                report::paper_text(report::conference_minutes(conference, words));
    }
    return text.empty() ? "Ingen konferens är kallad.\n" : text;
}

std::string text_of(v1::ExportSupportReply const& reply, report::Words const&) {
    return reply.text();
}

std::string text_of(v1::ExportConferenceReply const& reply, report::Words const&) {
    return reply.text();
}

std::string text_of(v1::ExportSituationReply const& reply, report::Words const&) {
    return reply.content();
}

template <typename Reply>
std::string read(std::string const& json, report::Words const& words) {
    Reply reply;
    return read_json(json, reply) ? text_of(reply, words) : std::string{};
}

}  // namespace

std::optional<std::string> cooperation_text(std::string const& method, std::string const& json,
                                            report::Words const& words) {
    if (method.ends_with("/GetSupport")) {
        return read<v1::GetSupportReply>(json, words);
    }
    if (method.ends_with("/GetSupplies")) {
        return read<v1::GetSuppliesReply>(json, words);
    }
    if (method.ends_with("/GetSituation")) {
        return read<v1::GetSituationReply>(json, words);
    }
    if (method.ends_with("/GetConferences")) {
        return read<v1::GetConferencesReply>(json, words);
    }
    if (method.ends_with("/ExportSupport")) {
        return read<v1::ExportSupportReply>(json, words);
    }
    if (method.ends_with("/ExportSituation")) {
        return read<v1::ExportSituationReply>(json, words);
    }
    if (method.ends_with("/ExportConference")) {
        return read<v1::ExportConferenceReply>(json, words);
    }
    return std::nullopt;
}

std::string cooperation_text(v1::GetAnswersAtReply const& answers, report::Words const& words) {
    return fmt::format("STÖD\n{}\nFÖRNÖDENHETER\n{}\nLÄGESBILD\n{}\nKONFERENSER\n{}",
                       text_of(answers.support(), words), text_of(answers.supplies(), words),
                       text_of(answers.situation(), words), text_of(answers.conferences(), words));
}

}  // namespace larm::cli
