#include "engine/server/desk_documents.hpp"

#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>

#include <utility>

#include "engine/core/capacity_view.hpp"
#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/supply.hpp"
#include "engine/report/answers.hpp"
#include "engine/report/capacity_csv.hpp"
#include "engine/report/conference.hpp"
#include "engine/report/exercise_mark.hpp"
#include "engine/report/have_picture.hpp"
#include "engine/report/resource_message.hpp"
#include "engine/report/situation.hpp"
#include "engine/report/support_csv.hpp"
#include "engine/server/desk_call.hpp"

namespace larm::server {
namespace {

using report::Language;
using report::Words;

/// A hundred pages: no report of a night has been longer, and it keeps nobody waiting.
constexpr std::size_t document_bytes_max = 400'000;

report::PaperDocument on_paper(report::PaperDocument document, Language language) {
    return report::bounded(
        std::move(document), document_bytes_max,
        language == Language::english
            ? "THE DOCUMENT IS CUT OFF HERE: it is too long for paper. All of it "
              "is in the export as text or JSON."
            : "DOKUMENTET ÄR AVKORTAT HÄR: det är för långt för papper. Allt "
              "finns i exporten som text eller JSON.");
}

std::unexpected<CallError> not_there(std::string const& field, std::string_view which) {
    return std::unexpected{
        CallError{ConnectCode::not_found, fmt::format("{}: {}", field, which), field, 0}};
}

/// Which there are, for whoever has named one that is not there.
std::unexpected<CallError> no_report(int number, std::size_t sent) {
    return not_there("number",
                     sent == 0 ? fmt::format("no situation report {}; none has been sent", number)
                               : fmt::format("no situation report {}; 1 to {} have been "
                                             "sent",
                                             number, sent));
}

std::unexpected<CallError> invalid(std::string const& field, std::string_view why) {
    return std::unexpected{
        CallError{ConnectCode::invalid_argument, fmt::format("{}: {}", field, why), field, 0}};
}

std::unexpected<CallError> nothing_to_say(std::string message) {
    return std::unexpected{CallError{ConnectCode::failed_precondition, std::move(message), {}, 0}};
}

/// The document's name for a file: what it is, and the incident's last eight characters.
std::string file_name(std::string_view what, std::string const& incident, std::string_view ending) {
    auto const tail = incident.size() > 8 ? incident.substr(incident.size() - 8) : incident;
    return fmt::format("{}{}{}.{}", what, tail.empty() ? "" : "-", tail, ending);
}

/// What a document becomes in its world: in an exercise it is marked.
class Mark {
public:
    explicit Mark(DeskContext const& desk) : is_on_{desk.is_exercise} {}

    [[nodiscard]] std::string text(std::string made) const {
        return is_on_ ? report::exercise_text(made) : made;
    }
    [[nodiscard]] std::string json(std::string made) const {
        return is_on_ ? report::exercise_json(std::move(made)) : made;
    }
    [[nodiscard]] std::string file(std::string name) const {
        return is_on_ ? report::exercise_file(name) : name;
    }
    [[nodiscard]] report::PaperDocument paper(report::PaperDocument made) const {
        return is_on_ ? report::exercise_paper(std::move(made)) : made;
    }
    [[nodiscard]] std::vector<report::HaveHospital> have(
        std::vector<report::HaveHospital> made) const {
        return is_on_ ? report::exercise_have(std::move(made)) : made;
    }
    [[nodiscard]] report::RmMessage rm(report::RmMessage made) const {
        return is_on_ ? report::exercise_rm(std::move(made)) : made;
    }

private:
    bool is_on_;
};

struct Drafted {
    bool is_known = false;  ///< The incident is.
    std::optional<report::SituationDraft> draft;
    std::int64_t version = 0;
    std::int64_t seq = 0;
    std::size_t sent = 0;
};

Drafted drafted(DeskContext const& desk, std::string const& id, int number) {
    return read_state(desk.world, [&](core::State const& state) {
        Drafted found;
        auto const* const incident = state.incident(id);
        if (incident != nullptr) {
            auto const now = std::max(desk.world.now(), state.at());
            found = {true, report::situation_draft(state, *incident, number, now),
                     incident->version, state.seq(), incident->situations.size()};
        }
        return found;
    });
}

void write(v1::ExportSituationReply& reply, v1::SituationView const& view,
           v1::ExportSituation const& asked, Mark const& mark) {
    auto const language = asked.english() ? Language::english : Language::swedish;
    auto const name = [&](std::string_view ending) {
        return mark.file(
            file_name(fmt::format("lagesbild-{}", view.number()), view.incident_id(), ending));
    };
    if (asked.format() == v1::SITUATION_EXPORT_HTML) {
        reply.set_content_type("text/html; charset=utf-8");
        reply.set_file_name(name("html"));
        reply.set_content(report::paper_html(
            mark.paper(on_paper(report::situation_paper(view, language), language))));
    } else if (asked.format() == v1::SITUATION_EXPORT_PDF) {
        reply.set_content_type("application/pdf");
        reply.set_file_name(name("pdf"));
        reply.set_content(report::paper_pdf(
            mark.paper(on_paper(report::situation_paper(view, language), language))));
    } else if (asked.format() == v1::SITUATION_EXPORT_JSON) {
        reply.set_content_type("application/json");
        reply.set_file_name(name("json"));
        reply.set_content(mark.json(report::situation_json(view)));
    } else {
        reply.set_content_type("text/plain; charset=utf-8");
        reply.set_file_name(name("txt"));
        reply.set_content(mark.text(report::situation_text(view, language)));
    }
}

}  // namespace

QueryAnswer get_situation(DeskContext const& desk, DeskCall const& call) {
    auto const& asked = as<v1::GetSituation>(call);
    auto const found = drafted(desk, asked.incident_id(), asked.number());
    if (!found.is_known) {
        return no_such("incidentId", "incident");
    }
    if (!found.draft) {
        return no_report(asked.number(), found.sent);
    }
    return std::make_unique<v1::GetSituationReply>(
        report::situation_answer(*found.draft, found.version, found.seq));
}

QueryAnswer export_situation(DeskContext const& desk, DeskCall const& call) {
    auto const& asked = as<v1::ExportSituation>(call);
    auto const found = drafted(desk, asked.incident_id(), asked.number());
    if (!found.is_known) {
        return no_such("incidentId", "incident");
    }
    if (!found.draft) {
        return no_report(asked.number(), found.sent);
    }
    auto reply = std::make_unique<v1::ExportSituationReply>();
    write(*reply, report::situation_view(*found.draft), asked, Mark{desk});
    return reply;
}

QueryAnswer export_support(DeskContext const& desk, DeskCall const& call) {
    auto const& asked = as<v1::ExportSupport>(call);
    auto reply = std::make_unique<v1::ExportSupportReply>();
    Mark const mark{desk};
    auto const is_there = [&] {  // supplies are of no incident; one that is named should be there
        return read_state(desk.world, [&](core::State const& state) {
            return state.incident(asked.incident_id()) != nullptr;
        });
    };
    if (asked.format() == v1::SUPPORT_EXPORT_SUPPLIES_CSV && !asked.incident_id().empty() &&
        !is_there()) {
        return no_such("incidentId", "incident");
    }
    if (asked.format() == v1::SUPPORT_EXPORT_SUPPLIES_CSV) {
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name(mark.file("brister.csv"));
        auto const supplies = read_state(desk.world, [&](core::State const& state) {
            return core::supply_views(state, {}, false, std::max(desk.world.now(), state.at()));
        });
        reply->set_text(mark.text(report::supplies_csv(supplies)));
        return reply;
    }
    if (asked.incident_id().empty()) {
        return invalid("incidentId", "is required: support is of an incident, supplies of none");
    }
    auto const incident = read_state(desk.world, [&](core::State const& state) {
        auto const* const found = state.incident(asked.incident_id());
        std::optional<core::Incident> copy;
        if (found != nullptr) {  // what the documents tell of it
            copy.emplace();
            copy->id = found->id;
            copy->pack = found->pack;
            copy->reports = found->reports;
            copy->support = found->support;
        }
        return copy;
    });
    if (!incident) {
        return no_such("incidentId", "incident");
    }
    if (asked.format() == v1::SUPPORT_EXPORT_SUPPORT_CSV) {
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name(mark.file(file_name("stod", incident->id, "csv")));
        reply->set_text(mark.text(report::support_csv(incident->support)));
        return reply;
    }
    // Several documents after each other: EDXL-RM has no envelope of its own.
    reply->set_content_type("text/plain; charset=utf-8");
    reply->set_file_name(mark.file(file_name("edxl-rm", incident->id, "txt")));
    Words const words{incident->pack, Language::swedish};
    for (auto const& message : report::resource_messages(*incident, words)) {
        reply->mutable_text()->append(report::rm_xml(mark.rm(message)));
    }
    return reply;
}

QueryAnswer export_conference(DeskContext const& desk, DeskCall const& call) {
    auto const& asked = as<v1::ExportConference>(call);
    struct Seen {
        bool is_known = false;  ///< The incident is.
        std::string incident;
        core::Pack const* pack = nullptr;
        std::optional<v1::ConferenceView> conference;
        std::string not_there;  ///< Which there are, where it is none of them.
    };
    auto const seen = read_state(desk.world, [&](core::State const& state) {
        Seen found;
        if (auto const* const incident = state.incident(asked.incident_id()); incident != nullptr) {
            auto const* const record = core::conference(*incident, asked.conference_id());
            found.is_known = true;
            found.incident = incident->id;
            found.pack = incident->pack;
            if (record != nullptr) {
                found.conference = core::conference_view(*incident, *record);
            } else {
                found.not_there = core::no_conference(*incident, asked.conference_id());
            }
        }
        return found;
    });
    if (!seen.is_known) {
        return no_such("incidentId", "incident");
    }
    if (!seen.conference) {
        return not_there("conferenceId", seen.not_there);
    }
    Words const words{seen.pack, Language::swedish};
    auto const& view = *seen.conference;
    auto const& record = view.record();
    auto reply = std::make_unique<v1::ExportConferenceReply>();
    Mark const mark{desk};
    auto const name = [&](std::string_view what, std::string_view ending) {
        return mark.file(
            file_name(fmt::format("{}-{}", what, record.conference_id()), seen.incident, ending));
    };
    if (asked.format() == v1::CONFERENCE_EXPORT_CALL_TEXT) {
        reply->set_content_type("text/plain; charset=utf-8");
        reply->set_file_name(name("kallelse", "txt"));
        reply->set_text(mark.text(report::conference_call_text(record, words)));
    } else if (asked.format() == v1::CONFERENCE_EXPORT_MINUTES_HTML) {
        reply->set_content_type("text/html; charset=utf-8");
        reply->set_file_name(name("anteckningar", "html"));
        reply->set_text(report::paper_html(
            mark.paper(on_paper(report::conference_minutes(view, words), Language::swedish))));
    } else if (asked.format() == v1::CONFERENCE_EXPORT_MINUTES_JSON) {
        reply->set_content_type("application/json");
        reply->set_file_name(name("anteckningar", "json"));
        reply->set_text(mark.json(report::conference_json(view)));
    } else {
        reply->set_content_type("text/plain; charset=utf-8");
        reply->set_file_name(name("anteckningar", "txt"));
        reply->set_text(mark.text(report::paper_text(report::conference_minutes(view, words))));
    }
    return reply;
}

QueryAnswer export_capacity(DeskContext const& desk, DeskCall const& call) {
    struct Seen {
        v1::GetCapacityReply picture;
        core::Pack const* pack = nullptr;
    };
    auto const seen = read_state(desk.world, [&](core::State const& state) {
        auto picture = core::capacity_view(state, {}, std::max(desk.world.now(), state.at()));
        LARM_CHECK(picture.has_value());  // it names no incident that could be unknown
        return Seen{std::move(*picture), state.active_pack()};
    });
    if (!seen.picture.has_rules()) {
        return nothing_to_say("the rule pack says nothing of capacity");
    }
    auto reply = std::make_unique<v1::ExportCapacityReply>();
    Mark const mark{desk};
    auto const format = as<v1::ExportCapacity>(call).format();
    if (format != v1::CAPACITY_EXPORT_HAVE) {
        auto const is_steps = format == v1::CAPACITY_EXPORT_STEPS_CSV;
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name(mark.file(is_steps ? "sjukhus-steg.csv" : "sjukhus.csv"));
        reply->set_text(mark.text(is_steps ? report::steps_csv(seen.picture)
                                           : report::capacity_csv(seen.picture)));
        return reply;
    }
    auto const hospitals = mark.have(report::have_of(seen.picture, seen.pack->rules));
    if (hospitals.empty()) {
        return nothing_to_say("no hospital has reported anything, and HAVE cannot say so");
    }
    auto xml = report::have_xml(hospitals);
    if (!xml) {  // the pack's words are what HAVE does not have
        return nothing_to_say(fmt::format("{} {}", xml.error().field, xml.error().message));
    }
    reply->set_content_type("application/xml; charset=utf-8");
    reply->set_file_name(mark.file("edxl-have.xml"));
    reply->set_text(*std::move(xml));
    return reply;
}

}  // namespace larm::server
