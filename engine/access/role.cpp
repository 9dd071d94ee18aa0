// The roles' names. The order is that of the Role enum.
#include "engine/access/role.hpp"

#include <array>

namespace larm::access {
namespace {

struct Named {
    v1::Role role;
    std::string_view name;
};

constexpr std::array named_roles{
    Named{v1::ROLE_TIB, "tib"},           Named{v1::ROLE_DEPUTY, "deputy"},
    Named{v1::ROLE_BLOOD, "blood"},       Named{v1::ROLE_HOSPITAL, "hospital"},
    Named{v1::ROLE_NATIONAL, "national"}, Named{v1::ROLE_CONTROLLER, "controller"},
    Named{v1::ROLE_OBSERVER, "observer"}, Named{v1::ROLE_ADMIN, "admin"},
};
// Role_MAX is the newest role of the schema: a role added there must get its name here.
static_assert(named_roles.size() == v1::Role_MAX);

}  // namespace

std::string_view role_name(v1::Role role) {
    for (auto const& named : named_roles) {
        if (named.role == role) {
            return named.name;
        }
    }
    return "-";
}

std::optional<v1::Role> parse_role(std::string_view name) {
    for (auto const& named : named_roles) {
        if (named.name == name) {
            return named.role;
        }
    }
    return std::nullopt;
}

std::string_view role_names() {
    return "tib, deputy, blood, hospital, national, controller, observer, admin";
}

bool needs_organisation(v1::Role role) {
    switch (role) {
        case v1::ROLE_TIB:
        case v1::ROLE_DEPUTY:
        case v1::ROLE_BLOOD:
        case v1::ROLE_HOSPITAL:
        case v1::ROLE_NATIONAL: return true;
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::ROLE_UNSPECIFIED:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: return false;
    }
    return false;  // of a newer schema
}

}  // namespace larm::access
