#include "engine/larm/party_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace larm::cli {

std::optional<std::string> several_parties(std::string const& flag, std::string const& value,
                                           bool may_be_repeated) {
    auto spaced = value;
    std::ranges::replace_if(spaced, [](char c) { return c == ',' || c == ';'; }, ' ');
    std::istringstream words{spaced};
    std::vector<std::string> parties;
    for (std::string word; words >> word;) {
        parties.push_back(word);
    }
    auto const is_party = [](std::string const& word) {
        return word.find('@') != std::string::npos && word.find('.') == std::string::npos;
    };
    if (parties.size() < 2 || !std::ranges::all_of(parties, is_party)) {
        return std::nullopt;
    }
    if (!may_be_repeated) {
        return fmt::format("{0}: \"{1}\" läses som en enda part. En i taget: {0} {2}", flag, value,
                           parties.front());
    }
    std::string flags;
    for (auto const& party : parties) {
        flags += fmt::format(" {} {}", flag, party);
    }
    return fmt::format("{}: \"{}\" läses som en enda part. Flera skrivs var för sig:{}", flag,
                       value, flags);
}

}  // namespace larm::cli
