#include "engine/server/cooperation_queries.hpp"

#include <fmt/format.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>

#include <array>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/supply.hpp"
#include "engine/core/support.hpp"
#include "engine/report/conference.hpp"
#include "engine/report/resource_message.hpp"
#include "engine/report/situation.hpp"
#include "engine/report/support_csv.hpp"

namespace larm::server {
namespace {

using Message = google::protobuf::Message;
using report::Language;
using report::Words;

template <typename Request>
Request const& as(Message const& request) {
    auto const* const typed = google::protobuf::DynamicCastToGenerated<Request>(&request);
    LARM_CHECK(typed != nullptr);
    return *typed;
}

std::unexpected<CallError> no_such(std::string const& field, std::string_view what) {
    return std::unexpected{
        CallError{ConnectCode::not_found, fmt::format("{}: no such {}", field, what), field, 0}};
}

std::unexpected<CallError> invalid(std::string const& field, std::string_view why) {
    return std::unexpected{
        CallError{ConnectCode::invalid_argument, fmt::format("{}: {}", field, why), field, 0}};
}

/// The document's name for a file: what it is, and the incident's last eight characters.
std::string file_name(std::string_view what, std::string const& incident, std::string_view ending) {
    auto const tail = incident.size() > 8 ? incident.substr(incident.size() - 8) : incident;
    return fmt::format("{}{}{}.{}", what, tail.empty() ? "" : "-", tail, ending);
}

QueryAnswer get_support(QueryContext const& context, Message const& request) {
    auto const* const incident = context.state.incident(as<v1::GetSupport>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto reply = std::make_unique<v1::GetSupportReply>();
    reply->mutable_requests()->Add(incident->support.begin(), incident->support.end());
    if (incident->pack != nullptr) {
        for (auto const& region : incident->pack->rules.regions()) {
            auto const lines = core::awaited_lines(incident->support, region.id());
            if (lines > 0) {
                auto& awaited = *reply->add_awaited();
                awaited.set_region_id(region.id());
                awaited.set_lines(lines);
            }
        }
    }
    reply->set_version(incident->version);
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer get_supplies(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::GetSupplies>(request);
    auto reply = std::make_unique<v1::GetSuppliesReply>();
    for (auto& view : core::supply_views(context.state, asked.region_id(), asked.shortages_only(),
                                         context.now)) {
        *reply->add_supplies() = std::move(view);
    }
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer export_support(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::ExportSupport>(request);
    auto reply = std::make_unique<v1::ExportSupportReply>();
    if (asked.format() == v1::SUPPORT_EXPORT_SUPPLIES_CSV) {
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name("brister.csv");
        reply->set_text(
            report::supplies_csv(core::supply_views(context.state, {}, false, context.now)));
        return reply;
    }
    if (asked.incident_id().empty()) {
        return invalid("incidentId", "is missing");
    }
    auto const* const incident = context.state.incident(asked.incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    if (asked.format() == v1::SUPPORT_EXPORT_SUPPORT_CSV) {
        reply->set_content_type("text/csv; charset=utf-8");
        reply->set_file_name(file_name("stod", incident->id, "csv"));
        reply->set_text(report::support_csv(incident->support));
        return reply;
    }
    // Several documents after each other: EDXL-RM has no envelope of its own.
    reply->set_content_type("text/plain; charset=utf-8");
    reply->set_file_name(file_name("edxl-rm", incident->id, "txt"));
    Words const words{incident->pack, Language::swedish};
    for (auto const& message : report::resource_messages(*incident, words)) {
        reply->mutable_text()->append(report::rm_xml(message));
    }
    return reply;
}

QueryAnswer get_situation(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::GetSituation>(request);
    auto const* const incident = context.state.incident(asked.incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto view = report::situation_view(context.state, *incident, asked.number(), context.now);
    if (!view) {
        return no_such("number", "situation report");
    }
    auto reply = std::make_unique<v1::GetSituationReply>();
    *reply->mutable_situation() = std::move(*view);
    reply->set_version(incident->version);
    reply->set_seq(context.state.seq());
    return reply;
}

void write(v1::ExportSituationReply& reply, v1::SituationView const& view,
           v1::ExportSituation const& asked) {
    auto const language = asked.english() ? Language::english : Language::swedish;
    auto const name = [&](std::string_view ending) {
        return file_name(fmt::format("lagesbild-{}", view.number()), view.incident_id(), ending);
    };
    if (asked.format() == v1::SITUATION_EXPORT_HTML) {
        reply.set_content_type("text/html; charset=utf-8");
        reply.set_file_name(name("html"));
        reply.set_content(report::paper_html(report::situation_paper(view, language)));
    } else if (asked.format() == v1::SITUATION_EXPORT_PDF) {
        reply.set_content_type("application/pdf");
        reply.set_file_name(name("pdf"));
        reply.set_content(report::paper_pdf(report::situation_paper(view, language)));
    } else if (asked.format() == v1::SITUATION_EXPORT_JSON) {
        reply.set_content_type("application/json");
        reply.set_file_name(name("json"));
        reply.set_content(report::situation_json(view));
    } else {
        reply.set_content_type("text/plain; charset=utf-8");
        reply.set_file_name(name("txt"));
        reply.set_content(report::situation_text(view, language));
    }
}

QueryAnswer export_situation(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::ExportSituation>(request);
    auto const* const incident = context.state.incident(asked.incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto const view = report::situation_view(context.state, *incident, asked.number(), context.now);
    if (!view) {
        return no_such("number", "situation report");
    }
    auto reply = std::make_unique<v1::ExportSituationReply>();
    write(*reply, *view, asked);
    return reply;
}

QueryAnswer get_conferences(QueryContext const& context, Message const& request) {
    auto const* const incident =
        context.state.incident(as<v1::GetConferences>(request).incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto reply = std::make_unique<v1::GetConferencesReply>();
    for (auto const& record : incident->conferences) {
        *reply->add_conferences() = core::conference_view(*incident, record);
    }
    reply->set_version(incident->version);
    reply->set_seq(context.state.seq());
    return reply;
}

QueryAnswer export_conference(QueryContext const& context, Message const& request) {
    auto const& asked = as<v1::ExportConference>(request);
    auto const* const incident = context.state.incident(asked.incident_id());
    if (incident == nullptr) {
        return no_such("incidentId", "incident");
    }
    auto const* const record = core::conference(*incident, asked.conference_id());
    if (record == nullptr) {
        return no_such("conferenceId", "conference");
    }
    Words const words{incident->pack, Language::swedish};
    auto const view = core::conference_view(*incident, *record);
    auto reply = std::make_unique<v1::ExportConferenceReply>();
    auto const name = [&](std::string_view what, std::string_view ending) {
        return file_name(fmt::format("{}-{}", what, record->conference_id()), incident->id, ending);
    };
    if (asked.format() == v1::CONFERENCE_EXPORT_CALL_TEXT) {
        reply->set_content_type("text/plain; charset=utf-8");
        reply->set_file_name(name("kallelse", "txt"));
        reply->set_text(report::conference_call_text(*record, words));
    } else if (asked.format() == v1::CONFERENCE_EXPORT_MINUTES_HTML) {
        reply->set_content_type("text/html; charset=utf-8");
        reply->set_file_name(name("anteckningar", "html"));
        reply->set_text(report::paper_html(report::conference_minutes(view, words)));
    } else if (asked.format() == v1::CONFERENCE_EXPORT_MINUTES_JSON) {
        reply->set_content_type("application/json");
        reply->set_file_name(name("anteckningar", "json"));
        reply->set_text(report::conference_json(view));
    } else {
        reply->set_content_type("text/plain; charset=utf-8");
        reply->set_file_name(name("anteckningar", "txt"));
        reply->set_text(report::paper_text(report::conference_minutes(view, words)));
    }
    return reply;
}

constexpr std::array<std::pair<std::string_view, Query>, 7> queries{{
    {"larm.v1.GetSupport", get_support},
    {"larm.v1.GetSupplies", get_supplies},
    {"larm.v1.ExportSupport", export_support},
    {"larm.v1.GetSituation", get_situation},
    {"larm.v1.ExportSituation", export_situation},
    {"larm.v1.GetConferences", get_conferences},
    {"larm.v1.ExportConference", export_conference},
}};

}  // namespace

Query find_cooperation_query(std::string_view request_type) {
    for (auto const& [type, query] : queries) {
        if (type == request_type) {
            return query;
        }
    }
    return nullptr;
}

}  // namespace larm::server
