// What whoever may not do something is told: whose it is to do, so that they know whom to ring.
#include <algorithm>

#include "engine/core/authority_parts.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// "tib@dalarna, hospital@FAL"; nobody twice.
std::string listed(Parties const& parties) {
    std::string text;
    for (auto party = parties.begin(); party != parties.end(); ++party) {
        if (std::find(parties.begin(), party, *party) == party) {
            text += (text.empty() ? "" : ", ") + *party;
        }
    }
    return text;
}

}  // namespace

Rejection denied(std::string field, std::string message) {
    return refusal(Code::permission_denied, std::move(field), std::move(message));
}

Rejection denied_to_others(std::string field, Parties const& may) {
    return denied(std::move(field), "this is for " + listed(may));
}

Rejection denied_without_voice(std::string field, std::string const& party, Parties const& may) {
    if (may.empty() || may == Parties{party}) {
        return denied_to_others(std::move(field), {party});
    }
    return denied(std::move(field),
                  party +
                      " says this for itself; what it has said by voice is entered, with via "
                      "VIA_PHONE or VIA_RAKEL, by " +
                      listed(may));
}

Parties leaders(Incident const* incident) {
    return incident == nullptr ? Parties{} : Parties{make_party(v1::ROLE_TIB, incident->region_id)};
}

void add_hospital(Parties& parties, Pack const& pack, std::string const& hospital) {
    if (!hospital.empty()) {
        parties.push_back(make_party(v1::ROLE_HOSPITAL, hospital));
        parties.push_back(make_party(v1::ROLE_TIB, pack.region_of(hospital)));
    }
}

bool speaks_for_one_of(v1::Actor const& actor, Parties const& parties) {
    return std::ranges::any_of(parties,
                               [&](auto const& party) { return speaks_for(actor, party); });
}

Rejection denied_but_to_leaders(Incident const& incident) {
    return denied("incident_id", "only the stricken region's TiB or deputy may do this: " +
                                     listed(leaders(&incident)));
}

}  // namespace larm::core
