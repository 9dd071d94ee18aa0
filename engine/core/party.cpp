#include "engine/core/party.hpp"

#include <array>
#include <utility>

namespace larm::core {
namespace {

constexpr std::array<std::pair<std::string_view, v1::Role>, 5> party_roles{{
    {"tib", v1::ROLE_TIB},
    {"deputy", v1::ROLE_DEPUTY},
    {"blood", v1::ROLE_BLOOD},
    {"hospital", v1::ROLE_HOSPITAL},
    {"national", v1::ROLE_NATIONAL},
}};

}  // namespace

std::string_view role_word(v1::Role role) {
    for (auto const& [word, known] : party_roles) {
        if (known == role) {
            return word;
        }
    }
    return {};
}

v1::Role role_from_word(std::string_view word) {
    for (auto const& [known, role] : party_roles) {
        if (known == word) {
            return role;
        }
    }
    return v1::ROLE_UNSPECIFIED;
}

std::string make_party(v1::Role role, std::string_view organisation) {
    std::string party{role_word(role)};
    party += '@';
    party += organisation;
    return party;
}

v1::Role role_of(std::string_view party) {
    auto const at = party.find('@');
    return at == std::string_view::npos ? v1::ROLE_UNSPECIFIED
                                        : role_from_word(party.substr(0, at));
}

std::string_view organisation_of(std::string_view party) {
    auto const at = party.find('@');
    return at == std::string_view::npos ? std::string_view{} : party.substr(at + 1);
}

}  // namespace larm::core
