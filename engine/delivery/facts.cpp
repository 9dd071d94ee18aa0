#include "engine/delivery/facts.hpp"

#include <utility>

namespace larm::delivery {
namespace {

bool says_something(v1::Casualties const& casualties) {
    return casualties.dead() > 0 || casualties.severe() > 0 || casualties.moderate() > 0 ||
           casualties.minor() > 0;
}

}  // namespace

Facts facts_of(core::Incident const& incident, std::shared_ptr<core::Pack const> pack) {
    Facts facts;
    facts.pack = std::move(pack);
    facts.incident_id = incident.id;
    facts.region_id = incident.region_id;
    facts.level = incident.level;
    facts.reason = incident.reason;
    for (auto const& report : incident.reports) {
        if (!report.exact_location().empty()) {
            facts.place = report.exact_location();
        }
        if (!report.type().empty()) {
            facts.type = report.type();
        }
        if (says_something(report.casualties())) {
            facts.casualties = report.casualties();
        }
    }
    return facts;
}

}  // namespace larm::delivery
