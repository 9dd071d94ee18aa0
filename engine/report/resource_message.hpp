// Support as EDXL Resource Messaging 1.0: one message an act. Element names and order are those of
// the OASIS schema (namespaces EDXL:RM:1.0 and EDXL:RM:1.0:msg); the messages that support between
// regions needs, and of them the elements that the log can fill.
#pragma once

#include <larm/v1/support.pb.h>

#include <expected>
#include <string>
#include <vector>

#include "engine/core/incident.hpp"
#include "engine/report/edxl_xml.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// One resource of a message.
struct RmResource {
    std::string element_id;
    std::string answers_element_id;  ///< Of the request; empty where it answers none.
    v1::ResourceResponse response = v1::RESOURCE_RESPONSE_UNSPECIFIED;
    std::string reason;
    std::string name;
    std::string status;  ///< DeploymentStatus.
    int quantity = 0;    ///< 0: not said.
    std::string schedule_type;
    std::int64_t schedule_at_us = 0;
    std::string place;

    friend bool operator==(RmResource const&, RmResource const&) = default;
};

/// One message.
struct RmMessage {
    v1::ResourceMessage kind = v1::RESOURCE_MESSAGE_UNSPECIFIED;
    std::string message_id;
    std::int64_t sent_us = 0;
    std::string description;
    std::string originating_id;
    std::string preceding_id;  ///< Empty where it answers none.
    std::string incident_id;
    std::string incident_description;
    std::string recalls_id;  ///< Set where it calls that message back.
    std::string sender;
    std::vector<RmResource> resources;

    friend bool operator==(RmMessage const&, RmMessage const&) = default;
};

/// "RequestResource"
[[nodiscard]] std::string_view rm_name(v1::ResourceMessage kind);
/// All acts of the incident's support, in the order of the requests and of the acts of each.
[[nodiscard]] std::vector<RmMessage> resource_messages(core::Incident const& incident,
                                                       Words const& words);
/// One document.
[[nodiscard]] std::string rm_xml(RmMessage const& message);
/// What stands in one; a fault names the element. Elements that are not looked at are let be.
[[nodiscard]] std::expected<RmMessage, FieldFault> read_rm(std::string_view xml);

}  // namespace larm::report
