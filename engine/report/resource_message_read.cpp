// Reads EDXL-RM messages back. Nothing in one is believed: what is not of the contract is refused,
// with the element named.
#include <algorithm>
#include <array>

#include "engine/report/resource_message.hpp"

namespace larm::report {
namespace {

constexpr std::array kinds{
    v1::RESOURCE_MESSAGE_REQUEST_RESOURCE, v1::RESOURCE_MESSAGE_RESPONSE_TO_REQUEST_RESOURCE,
    v1::RESOURCE_MESSAGE_COMMIT_RESOURCE,  v1::RESOURCE_MESSAGE_RELEASE_RESOURCE,
    v1::RESOURCE_MESSAGE_REQUEST_RETURN,   v1::RESOURCE_MESSAGE_REPORT_RESOURCE_DEPLOYMENT_STATUS};

/// Of CommitResource and the others; the same list in each.
constexpr std::array<std::string_view, 15> schedules{"ActualDeparture",
                                                     "Committed",
                                                     "RequestedArrival",
                                                     "RequestedDeparture",
                                                     "EstimatedReturnDeparture",
                                                     "RequestedReturnArrival",
                                                     "EstimatedReturnArrival",
                                                     "ReportTo",
                                                     "EstimatedArrival",
                                                     "EstimatedDeparture",
                                                     "RequestedReturnDeparture",
                                                     "BeginAvailable",
                                                     "EndAvailable",
                                                     "Current",
                                                     "Route"};

/// Collects values until the first fault, so that a reading is a list of fields.
class Reader {
public:
    std::string text(EdxlTree const& parent, std::string_view name, std::string const& path) {
        auto found = edxl_only(parent, name, path);
        if (!found) {
            fail(std::move(found.error()));
            return {};
        }
        return std::move(*found);
    }
    std::string required(EdxlTree const& parent, std::string_view name, std::string const& path) {
        auto found = text(parent, name, path);
        if (found.empty()) {
            fail({path, "is missing"});
        }
        return found;
    }
    std::int64_t time(std::string const& text, std::string const& path) {
        auto const read = read_edxl_time(text);
        if (!read) {
            fail({path, "\"" + text + "\" " + read.error()});
        }
        return read.value_or(0);
    }
    int count(std::string const& text, std::string const& path) {
        auto const read = edxl_count(text, path);
        if (!read) {
            fail(read.error());
        }
        return read.value_or(0);
    }
    void fail(FieldFault fault) {
        if (!fault_) {
            fault_ = std::move(fault);
        }
    }
    [[nodiscard]] std::optional<FieldFault> const& fault() const { return fault_; }

private:
    std::optional<FieldFault> fault_;
};

EdxlTree const* child(EdxlTree const& parent, std::string_view name) {
    auto const found = edxl_children(parent, name);
    return found.empty() ? nullptr : found.front();
}

void read_response(Reader& reader, EdxlTree const& tree, std::string const& path,
                   RmResource& resource) {
    resource.answers_element_id = reader.required(tree, "PrecedingResourceInfoElementID",
                                                  path + "PrecedingResourceInfoElementID");
    auto const type = reader.required(tree, "ResponseType", path + "ResponseType");
    if (type == "Accept") {
        resource.response = v1::RESOURCE_RESPONSE_ACCEPT;
    } else if (type == "Decline") {
        resource.response = v1::RESOURCE_RESPONSE_DECLINE;
    } else if (type == "Provisional") {
        resource.response = v1::RESOURCE_RESPONSE_PROVISIONAL;
    } else {
        reader.fail({path + "ResponseType", "\"" + type +
                                                "\" is none of Accept, Decline and "
                                                "Provisional"});
    }
    resource.reason = reader.text(tree, "ResponseReason", path + "ResponseReason");
}

void read_schedule(Reader& reader, EdxlTree const& tree, std::string const& path,
                   RmResource& resource) {
    resource.schedule_type = reader.required(tree, "ScheduleType", path + "ScheduleType");
    if (std::ranges::find(schedules, resource.schedule_type) == schedules.end()) {
        reader.fail(
            {path + "ScheduleType", "\"" + resource.schedule_type + "\" is no type of a schedule"});
    }
    auto const at = reader.required(tree, "DateTime", path + "DateTime");
    resource.schedule_at_us = reader.time(at, path + "DateTime");
    if (auto const* const location = child(tree, "Location"); location != nullptr) {
        resource.place =
            reader.text(*location, "LocationDescription", path + "Location.LocationDescription");
    }
}

RmResource read_resource(Reader& reader, EdxlTree const& tree, std::size_t index) {
    auto const path = "ResourceInformation[" + std::to_string(index) + "].";
    RmResource resource;
    resource.element_id =
        reader.required(tree, "ResourceInfoElementID", path + "ResourceInfoElementID");
    if (auto const* const response = child(tree, "ResponseInformation"); response != nullptr) {
        read_response(reader, *response, path + "ResponseInformation.", resource);
    }
    if (auto const* const described = child(tree, "Resource"); described != nullptr) {
        resource.name = reader.text(*described, "Name", path + "Resource.Name");
        auto const* const status = child(*described, "ResourceStatus");
        auto const* const deployed =
            status == nullptr ? nullptr : child(*status, "DeploymentStatus");
        if (deployed != nullptr) {
            resource.status = reader.required(*deployed, "Value",
                                              path + "Resource.ResourceStatus.DeploymentStatus");
        }
    }
    if (auto const* const assigned = child(tree, "AssignmentInformation"); assigned != nullptr) {
        auto const* const quantity = child(*assigned, "Quantity");
        auto const* const measured =
            quantity == nullptr ? nullptr : child(*quantity, "MeasuredQuantity");
        auto const at = path + "AssignmentInformation.Quantity.MeasuredQuantity.Amount";
        if (measured != nullptr) {
            resource.quantity = reader.count(reader.required(*measured, "Amount", at), at);
        }
    }
    if (auto const* const schedule = child(tree, "ScheduleInformation"); schedule != nullptr) {
        read_schedule(reader, *schedule, path + "ScheduleInformation.", resource);
    }
    return resource;
}

void read_head(Reader& reader, EdxlTree const& tree, RmMessage& message) {
    message.message_id = reader.required(tree, "MessageID", "MessageID");
    message.sent_us =
        reader.time(reader.required(tree, "SentDateTime", "SentDateTime"), "SentDateTime");
    auto const content = reader.required(tree, "MessageContentType", "MessageContentType");
    if (content != rm_name(message.kind)) {
        reader.fail({"MessageContentType", "\"" + content + "\" is another than the message's"});
    }
    message.description = reader.text(tree, "MessageDescription", "MessageDescription");
    message.originating_id = reader.required(tree, "OriginatingMessageID", "OriginatingMessageID");
    message.preceding_id = reader.text(tree, "PrecedingMessageID", "PrecedingMessageID");
    if (message.preceding_id.empty() && message.kind != v1::RESOURCE_MESSAGE_REQUEST_RESOURCE) {
        reader.fail({"PrecedingMessageID", "is missing"});
    }
    if (auto const* const about = child(tree, "IncidentInformation"); about != nullptr) {
        message.incident_id = reader.text(*about, "IncidentID", "IncidentInformation.IncidentID");
        message.incident_description =
            reader.text(*about, "IncidentDescription", "IncidentInformation.IncidentDescription");
    }
    if (auto const* const recall = child(tree, "MessageRecall"); recall != nullptr) {
        message.recalls_id =
            reader.required(*recall, "RecallMessageID", "MessageRecall.RecallMessageID");
        auto const type = reader.required(*recall, "RecallType", "MessageRecall.RecallType");
        if (type != "Update" && type != "Cancel") {
            reader.fail({"MessageRecall.RecallType", "\"" + type +
                                                         "\" is neither Update nor "
                                                         "Cancel"});
        }
    }
    if (auto const* const contact = child(tree, "ContactInformation"); contact != nullptr) {
        message.sender =
            reader.text(*contact, "ContactDescription", "ContactInformation.ContactDescription");
    } else {
        reader.fail({"ContactInformation", "is missing"});
    }
}

}  // namespace

std::expected<RmMessage, FieldFault> read_rm(std::string_view xml) {
    auto const document = read_edxl(xml);
    if (!document) {
        return std::unexpected{document.error()};
    }
    if (document->empty()) {
        return std::unexpected{FieldFault{"", "there is no message"}};
    }
    auto const& [root, tree] = document->front();
    RmMessage message;
    auto const found = std::ranges::find(kinds, edxl_name(root), rm_name);
    if (found == kinds.end()) {
        return std::unexpected{FieldFault{root, "is no message that is read here"}};
    }
    message.kind = *found;
    Reader reader;
    read_head(reader, tree, message);
    auto const resources = edxl_children(tree, "ResourceInformation");
    if (resources.empty()) {
        reader.fail({"ResourceInformation", "is missing"});
    }
    for (std::size_t index = 0; index < resources.size(); ++index) {
        message.resources.push_back(read_resource(reader, *resources[index], index));
    }
    if (reader.fault()) {
        return std::unexpected{*reader.fault()};
    }
    return message;
}

}  // namespace larm::report
