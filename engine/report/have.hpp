// EDXL-HAVE 1.0: what each hospital can take. Written from a small picture of its own, which
// whoever knows the hospitals' figures fills; a figure that is not known is left out, never zero.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/edxl_xml.hpp"

namespace larm::report {

/// One BedCapacity. `type` is one of HAVE's BedType.
struct HaveBeds {
    std::string type;
    std::optional<int> available;  ///< Not known: CapacityStatus is left out too.
    std::optional<int> baseline;
    std::optional<int> more_24h;

    friend bool operator==(HaveBeds const&, HaveBeds const&) = default;
};

/// One hospital. Empty words are left out.
struct HaveHospital {
    std::string id;
    std::string name;
    std::string ems_traffic;  ///< Normal, Advisory, Closed, NotApplicable.
    std::vector<HaveBeds> beds;
    std::string command_plan;     ///< HospitalEOCPlan: Active, Inactive.
    std::string clinical_status;  ///< Normal, Full.
    std::string facility_status;  ///< Normal, Compromised, Evacuating, Closed.
    std::string staffing;         ///< Adequate, Insufficient; as clinical_operations.
    std::string clinical_operations;
    std::int64_t updated_us = 0;

    friend bool operator==(HaveHospital const&, HaveHospital const&) = default;
};

/// The document. A word that HAVE does not have, a count below zero, or a hospital without an
/// update is refused, with the element named.
[[nodiscard]] std::expected<std::string, FieldFault> have_xml(
    std::vector<HaveHospital> const& hospitals);
[[nodiscard]] std::expected<std::vector<HaveHospital>, FieldFault> read_have(std::string_view xml);

}  // namespace larm::report
