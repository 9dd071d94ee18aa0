#include "engine/larm/vehicle_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

bool has_digit(std::string const& text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "ABC 123" and "Ambulans 3" are one: words, and a number at the end. "331-9010 331-9020" is two,
/// and of "a b" nobody knows.
std::vector<std::string> names_in(std::string const& text) {
    auto spaced = text;
    std::ranges::replace(spaced, ';', ' ');
    std::istringstream words{spaced};
    std::vector<std::string> names;
    for (std::string word; words >> word;) {
        names.push_back(word);
    }
    auto const is_one = text.find(';') == std::string::npos && !names.empty() &&
                        has_digit(names.back()) && std::ranges::count_if(names, has_digit) == 1;
    return is_one ? std::vector{text} : names;
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
        if (auto const names = names_in(name); names.size() > 1) {
            return fmt::format(
                "--resource: \"{}\" läses som ett enda fordon. Är de flera, skriv --resource {}; "
                "är "
                "det ett, skriv det utan blanksteg: --resource {}",
                name, fmt::join(names, ","), fmt::join(names, ""));
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
