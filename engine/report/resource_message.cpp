// From acts to messages, and messages to XML. Reading is in resource_message_read.cpp.
#include "engine/report/resource_message.hpp"

#include <fmt/format.h>

#include "engine/core/known_report.hpp"
#include "engine/report/support_words.hpp"

namespace larm::report {
namespace {

/// "urn:larmkedja:INCIDENT:S1:3": derived, so that the same act is the same message for ever.
std::string id_of(core::Incident const& incident, v1::SupportRequestRecord const& request,
                  int act) {
    return fmt::format("urn:larmkedja:{}:{}:{}", incident.id, request.request_id(), act);
}

v1::SupportOfferRecord const* offer_of(v1::SupportLineRecord const& line, std::string const& id) {
    for (auto const& offer : line.offers()) {
        if (offer.offer_id() == id) {
            return &offer;
        }
    }
    return nullptr;
}

std::string_view schedule_of(v1::SupportAct const& act) {
    switch (act.message()) {
        case v1::RESOURCE_MESSAGE_REQUEST_RESOURCE: return "RequestedArrival";
        case v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE: return "BeginAvailable";
        case v1::RESOURCE_MESSAGE_COMMIT_RESOURCE: return "Committed";
        case v1::RESOURCE_MESSAGE_RELEASE_RESOURCE:
        case v1::RESOURCE_MESSAGE_REQUEST_RETURN:
        case v1::RESOURCE_MESSAGE_REPORT_RESOURCE_DEPLOYMENT_STATUS:
        case v1::RESOURCE_MESSAGE_UNSPECIFIED:
        case v1::ResourceMessage_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ResourceMessage_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return act.report() == v1::SUPPORT_REPORT_KIND_ARRIVED ? "Current" : "ActualDeparture";
}

RmResource resource_of(v1::SupportLineRecord const& line, v1::SupportAct const& act,
                       Words const& words) {
    RmResource resource;
    resource.element_id = std::to_string(line.line());
    resource.name = fmt::format("{} ({})", line.words(), support_kind(line.kind(), words));
    resource.quantity = act.count() > 0 ? act.count() : line.quantity();
    if (act.message() == v1::RESOURCE_MESSAGE_REQUEST_RESOURCE) {
        resource.schedule_type = schedule_of(act);
        resource.schedule_at_us = line.needed_at_us();
        resource.place = line.place();
        return resource;
    }
    if (act.response() != v1::RESOURCE_RESPONSE_UNSPECIFIED) {
        resource.answers_element_id = resource.element_id;
        resource.response = act.response();
        resource.reason = act.words();
    }
    if (act.response() == v1::RESOURCE_RESPONSE_DECLINE) {
        resource.quantity = act.count();
        return resource;
    }
    if (act.report() != v1::SUPPORT_REPORT_KIND_UNSPECIFIED) {
        resource.status = support_report(act.report(), words);
    }
    auto const* const offer = offer_of(line, act.offer_id());
    auto const is_moving = act.message() == v1::RESOURCE_MESSAGE_REPORT_RESOURCE_DEPLOYMENT_STATUS;
    if (is_moving || (offer != nullptr && act.ready_at_us() != 0)) {
        resource.schedule_type = schedule_of(act);
        resource.schedule_at_us = is_moving ? act.at_us() : act.ready_at_us();
        resource.place = line.place();
    }
    return resource;
}

std::string_view response_name(v1::ResourceResponse response) {
    switch (response) {
        case v1::RESOURCE_RESPONSE_ACCEPT: return "Accept";
        case v1::RESOURCE_RESPONSE_DECLINE: return "Decline";
        case v1::RESOURCE_RESPONSE_PROVISIONAL: return "Provisional";
        case v1::RESOURCE_RESPONSE_UNSPECIFIED:
        case v1::ResourceResponse_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ResourceResponse_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::string xml(RmResource const& resource) {
    auto text =
        "<ResourceInformation>" + edxl_element("ResourceInfoElementID", resource.element_id);
    auto const response = response_name(resource.response);
    if (!response.empty()) {
        text += "<ResponseInformation>" +
                edxl_element("rm:PrecedingResourceInfoElementID", resource.answers_element_id) +
                edxl_element("rm:ResponseType", response) +
                edxl_element("rm:ResponseReason", resource.reason) + "</ResponseInformation>";
    }
    text += "<Resource>" + edxl_element("Name", resource.name);
    if (!resource.status.empty()) {
        text +=
            "<ResourceStatus><DeploymentStatus>"
            "<rm:ValueListURN>urn:larmkedja:deployment-status</rm:ValueListURN>" +
            edxl_element("rm:Value", resource.status) + "</DeploymentStatus></ResourceStatus>";
    }
    text += "</Resource>";
    if (resource.quantity > 0) {
        text += fmt::format(
            "<AssignmentInformation><Quantity><rm:MeasuredQuantity><rm:Amount>{}</rm:Amount>"
            "</rm:MeasuredQuantity></Quantity></AssignmentInformation>",
            resource.quantity);
    }
    if (!resource.schedule_type.empty()) {
        text += "<ScheduleInformation>" + edxl_element("ScheduleType", resource.schedule_type) +
                edxl_element("DateTime", edxl_time(resource.schedule_at_us));
        if (!resource.place.empty()) {
            text += "<Location>" + edxl_element("rm:LocationDescription", resource.place) +
                    "</Location>";
        }
        text += "</ScheduleInformation>";
    }
    return text + "</ResourceInformation>";
}

}  // namespace

std::string_view rm_name(v1::ResourceMessage kind) {
    switch (kind) {
        case v1::RESOURCE_MESSAGE_REQUEST_RESOURCE: return "RequestResource";
        case v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE: return "ResponseToRequestResource";
        case v1::RESOURCE_MESSAGE_COMMIT_RESOURCE: return "CommitResource";
        case v1::RESOURCE_MESSAGE_RELEASE_RESOURCE: return "ReleaseResource";
        case v1::RESOURCE_MESSAGE_REQUEST_RETURN: return "RequestReturn";
        case v1::RESOURCE_MESSAGE_REPORT_RESOURCE_DEPLOYMENT_STATUS:
            return "ReportResourceDeploymentStatus";
        case v1::RESOURCE_MESSAGE_UNSPECIFIED:
        case v1::ResourceMessage_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ResourceMessage_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::vector<RmMessage> resource_messages(core::Incident const& incident, Words const& words) {
    std::vector<RmMessage> messages;
    for (auto const& request : incident.support) {
        for (auto const& act : request.acts()) {
            auto& message = messages.emplace_back();
            message.kind = act.message();
            message.message_id = id_of(incident, request, act.number());
            message.sent_us = act.at_us();
            message.description =
                act.response() == v1::RESOURCE_RESPONSE_UNSPECIFIED ? act.words() : std::string{};
            message.originating_id = id_of(incident, request, 1);
            message.preceding_id =
                act.answers() == 0 ? std::string{} : id_of(incident, request, act.answers());
            message.incident_id = incident.id;
            message.incident_description = core::known_report(incident.reports).type();
            message.recalls_id = act.recalls() ? message.originating_id : std::string{};
            message.sender = words.organisation(act.region_id());
            for (auto const& line : request.lines()) {
                if (act.line() == 0 || act.line() == line.line()) {
                    message.resources.push_back(resource_of(line, act, words));
                }
            }
        }
    }
    return messages;
}

std::string rm_xml(RmMessage const& message) {
    auto const name = rm_name(message.kind);
    auto text = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<{} xmlns=\"urn:oasis:names:tc:emergency:EDXL:RM:1.0:msg\" "
        "xmlns:rm=\"urn:oasis:names:tc:emergency:EDXL:RM:1.0\">",
        name);
    text += edxl_element("MessageID", message.message_id) +
            edxl_element("SentDateTime", edxl_time(message.sent_us)) +
            edxl_element("MessageContentType", name) +
            edxl_element("MessageDescription", message.description) +
            edxl_element("OriginatingMessageID", message.originating_id) +
            edxl_element("PrecedingMessageID", message.preceding_id);
    text += "<IncidentInformation>" + edxl_element("rm:IncidentID", message.incident_id) +
            edxl_element("rm:IncidentDescription", message.incident_description) +
            "</IncidentInformation>";
    if (!message.recalls_id.empty()) {
        text += "<MessageRecall>" + edxl_element("rm:RecallMessageID", message.recalls_id) +
                "<rm:RecallType>Cancel</rm:RecallType></MessageRecall>";
    }
    text += "<ContactInformation>" + edxl_element("rm:ContactDescription", message.sender) +
            "<rm:ContactRole>Sender</rm:ContactRole></ContactInformation>";
    for (auto const& resource : message.resources) {
        text += xml(resource);
    }
    return text + fmt::format("</{}>\n", name);
}

}  // namespace larm::report
