#include "engine/report/have.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace larm::report {
namespace {

using Words = std::span<std::string_view const>;

constexpr std::array<std::string_view, 14> bed_types{
    "AdultICU",       "PediatricICU",     "NeonatalICU",          "EmergencyDepartment",
    "NurseryBeds",    "MedicalSurgical",  "RehabLongTermCare",    "Burn",
    "Pediatrics",     "AdultPsychiatric", "PediatricPsychiatric", "NegativeFlowIsolation",
    "OtherIsolation", "OperatingRooms"};
constexpr std::array<std::string_view, 4> traffic{"Normal", "Advisory", "Closed", "NotApplicable"};
constexpr std::array<std::string_view, 2> plans{"Active", "Inactive"};
constexpr std::array<std::string_view, 2> clinical{"Normal", "Full"};
constexpr std::array<std::string_view, 4> facility{"Normal", "Compromised", "Evacuating", "Closed"};
constexpr std::array<std::string_view, 2> adequacy{"Adequate", "Insufficient"};
constexpr std::string_view vacant = "Vacant/Available";
constexpr std::string_view none_left = "NotAvailable";

std::optional<FieldFault> word_fault(std::string const& word, Words known,
                                     std::string const& field) {
    if (word.empty() || std::ranges::find(known, word) != known.end()) {
        return std::nullopt;
    }
    std::string all;
    for (auto const each : known) {
        all += (all.empty() ? "" : ", ") + std::string{each};
    }
    return FieldFault{field, "\"" + word + "\" is none of " + all};
}

std::optional<FieldFault> fault_of(HaveBeds const& beds, std::string const& path) {
    if (beds.type.empty()) {
        return FieldFault{path + "BedType", "is missing"};
    }
    if (auto fault = word_fault(beds.type, bed_types, path + "BedType"); fault) {
        return fault;
    }
    for (auto const& [count, name] :
         {std::pair{beds.available, "AvailableCount"}, std::pair{beds.baseline, "BaselineCount"},
          std::pair{beds.more_24h, "AdditionalCapacityCount24Hr"}}) {
        if (count.value_or(0) < 0) {
            return FieldFault{path + "Capacity." + name, "is below zero"};
        }
    }
    return std::nullopt;
}

std::optional<FieldFault> fault_of(HaveHospital const& hospital, std::size_t index) {
    auto const path = "Hospital[" + std::to_string(index) + "].";
    if (hospital.name.empty()) {
        return FieldFault{path + "Organization", "is missing"};
    }
    for (std::size_t bed = 0; bed < hospital.beds.size(); ++bed) {
        auto const at =
            path + "HospitalBedCapacityStatus.BedCapacity[" + std::to_string(bed) + "].";
        if (auto fault = fault_of(hospital.beds[bed], at); fault) {
            return fault;
        }
    }
    struct Word {
        std::string const& word;
        Words known;
        std::string_view field;
    };
    for (auto const& each : std::initializer_list<Word>{
             {hospital.ems_traffic, traffic,
              "EmergencyDepartmentStatus.EMSTraffic.EMSTrafficStatus"},
             {hospital.command_plan, plans, "HospitalFacilityStatus.HospitalEOCPlan"},
             {hospital.clinical_status, clinical, "HospitalFacilityStatus.ClinicalStatus"},
             {hospital.facility_status, facility, "HospitalFacilityStatus.FacilityStatus"},
             {hospital.staffing, adequacy, "HospitalResourcesStatus.Staffing"},
             {hospital.clinical_operations, adequacy,
              "HospitalResourcesStatus.ClinicalOperations"}}) {
        if (auto fault = word_fault(each.word, each.known, path + std::string{each.field}); fault) {
            return fault;
        }
    }
    if (hospital.updated_us == 0) {
        return FieldFault{path + "LastUpdateTime", "is missing"};
    }
    return std::nullopt;
}

std::string count(std::string_view name, std::optional<int> value) {
    return value ? edxl_element(name, std::to_string(*value)) : std::string{};
}

std::string xml(HaveBeds const& beds) {
    auto const status = !beds.available       ? std::string_view{}
                        : *beds.available > 0 ? vacant
                                              : none_left;
    return "<BedCapacity>" + edxl_element("BedType", beds.type) + "<Capacity>" +
           edxl_element("CapacityStatus", status) + count("AvailableCount", beds.available) +
           count("BaselineCount", beds.baseline) +
           count("AdditionalCapacityCount24Hr", beds.more_24h) + "</Capacity></BedCapacity>";
}

std::string around(std::string_view name, std::string const& content) {
    return content.empty() ? std::string{} : fmt::format("<{0}>{1}</{0}>", name, content);
}

std::string xml(HaveHospital const& hospital) {
    std::string beds;
    for (auto const& each : hospital.beds) {
        beds += xml(each);
    }
    return "<Hospital>" +
           around("Organization", around("OrganizationInformation",
                                         edxl_element("OrganizationID", hospital.id) +
                                             edxl_element("OrganizationName", hospital.name))) +
           around("EmergencyDepartmentStatus",
                  around("EMSTraffic", edxl_element("EMSTrafficStatus", hospital.ems_traffic))) +
           around("HospitalBedCapacityStatus", beds) +
           around("HospitalFacilityStatus",
                  edxl_element("HospitalEOCPlan", hospital.command_plan) +
                      edxl_element("ClinicalStatus", hospital.clinical_status) +
                      edxl_element("FacilityStatus", hospital.facility_status)) +
           around("HospitalResourcesStatus",
                  edxl_element("Staffing", hospital.staffing) +
                      edxl_element("ClinicalOperations", hospital.clinical_operations)) +
           edxl_element("LastUpdateTime", edxl_time(hospital.updated_us)) + "</Hospital>";
}

EdxlTree const& empty_tree() {
    static EdxlTree const none;
    return none;
}

EdxlTree const& child(EdxlTree const& parent, std::string_view name) {
    auto const found = edxl_children(parent, name);
    return found.empty() ? empty_tree() : *found.front();
}

std::string text(EdxlTree const& parent, std::string_view name) {
    return child(parent, name).data();
}

std::expected<std::optional<int>, FieldFault> read_count(EdxlTree const& capacity,
                                                         std::string_view name,
                                                         std::string const& path) {
    auto const written = text(capacity, name);
    if (written.empty()) {
        return std::optional<int>{};
    }
    auto const value = edxl_count(written, path + "Capacity." + std::string{name});
    if (!value) {
        return std::unexpected{value.error()};
    }
    return std::optional{*value};
}

std::expected<HaveBeds, FieldFault> read_beds(EdxlTree const& tree, std::string const& path) {
    HaveBeds beds;
    beds.type = text(tree, "BedType");
    auto const& capacity = child(tree, "Capacity");
    for (auto const& [name, place] :
         {std::pair{"AvailableCount", &HaveBeds::available},
          std::pair{"BaselineCount", &HaveBeds::baseline},
          std::pair{"AdditionalCapacityCount24Hr", &HaveBeds::more_24h}}) {
        auto const value = read_count(capacity, name, path);
        if (!value) {
            return std::unexpected{value.error()};
        }
        beds.*place = *value;
    }
    constexpr std::array<std::string_view, 2> statuses{vacant, none_left};
    auto const status = text(capacity, "CapacityStatus");
    if (auto fault = word_fault(status, statuses, path + "Capacity.CapacityStatus"); fault) {
        return std::unexpected{std::move(*fault)};
    }
    return beds;
}

std::expected<HaveHospital, FieldFault> read_hospital(EdxlTree const& tree, std::size_t index) {
    auto const path = "Hospital[" + std::to_string(index) + "].";
    HaveHospital hospital;
    auto const& information = child(child(tree, "Organization"), "OrganizationInformation");
    hospital.id = text(information, "OrganizationID");
    hospital.name = text(information, "OrganizationName");
    hospital.ems_traffic =
        text(child(child(tree, "EmergencyDepartmentStatus"), "EMSTraffic"), "EMSTrafficStatus");
    auto const beds = edxl_children(child(tree, "HospitalBedCapacityStatus"), "BedCapacity");
    for (std::size_t bed = 0; bed < beds.size(); ++bed) {
        auto read = read_beds(*beds[bed], path + "HospitalBedCapacityStatus.BedCapacity[" +
                                              std::to_string(bed) + "].");
        if (!read) {
            return std::unexpected{std::move(read.error())};
        }
        hospital.beds.push_back(std::move(*read));
    }
    auto const& place = child(tree, "HospitalFacilityStatus");
    hospital.command_plan = text(place, "HospitalEOCPlan");
    hospital.clinical_status = text(place, "ClinicalStatus");
    hospital.facility_status = text(place, "FacilityStatus");
    auto const& resources = child(tree, "HospitalResourcesStatus");
    hospital.staffing = text(resources, "Staffing");
    hospital.clinical_operations = text(resources, "ClinicalOperations");
    if (auto const written = text(tree, "LastUpdateTime"); !written.empty()) {
        auto const updated = read_edxl_time(written);
        if (!updated) {
            return std::unexpected{
                FieldFault{path + "LastUpdateTime", "\"" + written + "\" " + updated.error()}};
        }
        hospital.updated_us = *updated;
    }
    if (auto fault = fault_of(hospital, index); fault) {
        return std::unexpected{std::move(*fault)};
    }
    return hospital;
}

}  // namespace

std::expected<std::string, FieldFault> have_xml(std::vector<HaveHospital> const& hospitals) {
    if (hospitals.empty()) {
        return std::unexpected{FieldFault{"Hospital", "is missing"}};
    }
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<HospitalStatus xmlns=\"urn:oasis:names:tc:emergency:EDXL:HAVE:1.0\">";
    for (std::size_t index = 0; index < hospitals.size(); ++index) {
        if (auto fault = fault_of(hospitals[index], index); fault) {
            return std::unexpected{std::move(*fault)};
        }
        text += xml(hospitals[index]);
    }
    return text + "</HospitalStatus>\n";
}

std::expected<std::vector<HaveHospital>, FieldFault> read_have(std::string_view xml) {
    auto const document = read_edxl(xml);
    if (!document) {
        return std::unexpected{document.error()};
    }
    auto const roots = edxl_children(*document, "HospitalStatus");
    if (roots.size() != 1) {
        return std::unexpected{FieldFault{"HospitalStatus", "is missing"}};
    }
    std::vector<HaveHospital> hospitals;
    auto const found = edxl_children(*roots.front(), "Hospital");
    if (found.empty()) {
        return std::unexpected{FieldFault{"Hospital", "is missing"}};
    }
    for (std::size_t index = 0; index < found.size(); ++index) {
        auto hospital = read_hospital(*found[index], index);
        if (!hospital) {
            return std::unexpected{std::move(hospital.error())};
        }
        hospitals.push_back(std::move(*hospital));
    }
    return hospitals;
}

}  // namespace larm::report
