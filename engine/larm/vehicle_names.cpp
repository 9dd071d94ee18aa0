#include "engine/larm/vehicle_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

bool is_call_sign(std::string const& text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '-'; }) &&
           text.size() >= 6;
}

/// A name may have spaces: "ABC 123", "Falun 331 9010", "Helikopter Uppsala". Where all parts are
/// whole call signs, or a semicolon stands between, they are several.
std::vector<std::string> names_in(std::string const& text) {
    auto spaced = text;
    std::ranges::replace(spaced, ';', ' ');
    std::istringstream words{spaced};
    std::vector<std::string> names;
    for (std::string word; words >> word;) {
        names.push_back(word);
    }
    auto const is_list = text.find(';') != std::string::npos ||
                         (names.size() > 1 && std::ranges::all_of(names, is_call_sign));
    return is_list ? names : std::vector{text};
}

}  // namespace

bool is_said_by_names(pb::FieldDescriptor const& field) {
    return field.name() == "count" &&
           field.containing_type()->FindFieldByName("resource_ids") != nullptr;
}

std::optional<std::string> count_vehicles(pb::Message& request, bool is_counted) {
    auto const* const named = request.GetDescriptor()->FindFieldByName("resource_ids");
    auto const* const count = request.GetDescriptor()->FindFieldByName("count");
    if (named == nullptr || count == nullptr) {
        return std::nullopt;
    }
    auto const& reflection = *request.GetReflection();
    auto const number = reflection.FieldSize(request, named);
    for (int at = 0; at < number; ++at) {
        auto const name = reflection.GetRepeatedString(request, named, at);
        if (auto const names = names_in(name); names != std::vector{name}) {
            return fmt::format(
                "--resource: \"{}\" läses som ett enda fordon. Flera skrivs med komma: "
                "--resource {}",
                name, fmt::join(names, ","));
        }
    }
    if (!is_counted) {
        if (number == 0) {
            return "--count saknas; t.ex. --count 5, eller vilka fordon: --resource "
                   "331-9010,331-9020";
        }
        reflection.SetInt32(&request, count, number);
    }
    return std::nullopt;
}

}  // namespace larm::cli
