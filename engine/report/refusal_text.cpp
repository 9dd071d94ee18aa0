#include "engine/report/refusal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>
#include <utility>

#include "engine/report/refusal_table.hpp"

namespace larm::report {
namespace {

constexpr std::string_view any = "{}";

/// Fields whose flag is not called as they are: by the beginning of their path.
constexpr auto other_flags = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"accept.", "--accept"},
    {"atScene.", "--at-scene"},
    {"decline.", "--decline"},
    {"figures", "--free"},
    {"parties", "--party"},
    {"place.latitudeE5", "--at"},
    {"place.longitudeE5", "--at"},
    {"place.nearHospitalId", "--near"},
    {"provisional.", "--provisional"},
    {"underWay.", "--under-way"},
});

/// The text with what stands in the message in the places of {0}, {1}.
std::string filled(std::string_view text, std::vector<std::string_view> const& found) {
    std::string made{text};
    for (std::size_t number = 0; number < found.size(); ++number) {
        auto const place = fmt::format("{{{}}}", number);
        for (auto at = made.find(place); at != std::string::npos;
             at = made.find(place, at + found[number].size())) {
            made.replace(at, place.size(), found[number]);
        }
    }
    return made;
}

struct Recognised {
    KnownRefusal const& entry;
    std::vector<std::string_view> found;
};

std::optional<Recognised> known_refusal(std::string_view code, std::string_view field,
                                        std::string_view message) {
    if (!field.empty() && message.starts_with(std::string{field} + ": ")) {
        message.remove_prefix(field.size() + 2);  // as the server writes it
    }
    for (auto const& part : known_refusals()) {
        for (auto const& each : part) {
            if (auto found = each.code == code ? fit(each.part, message) : std::nullopt; found) {
                return Recognised{each, std::move(*found)};
            }
        }
    }
    return std::nullopt;
}

/// A required text that is missing, or a number out of its range.
std::string value_text(std::string_view field, std::string_view message) {
    if (field.empty()) {
        return "Servern förstår inte begäran. Se larm VERB --help.";
    }
    auto const is_missing = message.find("is required") != std::string_view::npos;
    // 0 and nothing are the same on the wire: whoever wrote --quantity 0 has not left it out.
    constexpr std::string_view least_of_required = "is required, and at least ";
    if (auto const at = message.find(least_of_required); at != std::string_view::npos) {
        return fmt::format("{} måste anges, och vara minst {}.", flag_of(field),
                           message.substr(at + least_of_required.size()));
    }
    if (message.find("must be a UUID") != std::string_view::npos) {
        return fmt::format("{} är ett id som 018f4e2a-7c31-7d05-9b1a-3f6f0c1d2e4b.{}",
                           flag_of(field),
                           field == "incidentId" ? " larm incidents visar händelserna." : "");
    }
    constexpr std::string_view least = "must be at least ";
    if (auto const at = message.find(least); at != std::string_view::npos) {
        return fmt::format("{} måste vara minst {}.", flag_of(field),
                           message.substr(at + least.size()));
    }
    return is_missing ? fmt::format("{} saknas. Ange det.", flag_of(field))
                      : fmt::format("Värdet för {} godtas inte. Rätta det.", flag_of(field));
}

}  // namespace

std::optional<std::vector<std::string_view>> fit(std::string_view part, std::string_view message) {
    std::vector<std::string_view> found;
    auto const first = part.substr(0, part.find(any));
    auto at = message.find(first);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    at += first.size();
    part.remove_prefix(first.size());
    while (!part.empty()) {
        part.remove_prefix(any.size());
        auto const next = part.substr(0, part.find(any));
        auto const end = next.empty() ? message.size() : message.find(next, at);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        found.push_back(message.substr(at, end - at));
        at = end + next.size();
        part.remove_prefix(next.size());
    }
    return found;
}

std::string flag_of(std::string_view field) {
    for (auto const& [begin, flag] : other_flags) {
        if (field.starts_with(begin)) {
            return std::string{flag};
        }
    }
    auto name = field.substr(field.rfind('.') + 1);
    name = name.substr(0, name.find('['));
    std::string flag = "--";
    for (auto const each : name) {
        auto const is_capital = each >= 'A' && each <= 'Z';
        flag += is_capital ? "-" : "";
        flag += is_capital ? static_cast<char>(each - 'A' + 'a') : each == '_' ? '-' : each;
    }
    for (std::string_view const end : {"-ids", "-id"}) {
        if (flag.ends_with(end) && flag != "--command-id") {
            flag.resize(flag.size() - end.size());
        }
    }
    return flag;
}

std::string with_parties_named(std::string_view text, Words const& words) {
    static std::regex const party{"[a-z]+@[A-Za-z0-9_-]+"};
    std::string named;
    auto from = text.begin();
    for (std::regex_iterator<std::string_view::const_iterator> at{text.begin(), text.end(), party},
         end;
         at != end; ++at) {
        named.append(from, (*at)[0].first);
        named += words.party(at->str());
        from = (*at)[0].second;
    }
    return named.append(from, text.end());
}

std::string without_command_line(std::string_view text) {
    static std::regex const aside{R"( \([^()]*\blarm [^()]*\))"};
    static std::regex const by{R"(: --[a-z-]+\.)"};
    auto const plain =
        std::regex_replace(std::regex_replace(std::string{text}, aside, ""), by, ".");
    std::string kept;
    for (std::string_view left = plain; !left.empty();) {
        auto const end = left.find(". ");
        auto const sentence = left.substr(0, end == std::string_view::npos ? end : end + 1);
        left.remove_prefix(std::min(left.size(), sentence.size() + 1));
        static std::regex const verb{"(^|[ :(])larm (?!till |och |som |om )[a-z]"};
        if (!std::regex_search(sentence.begin(), sentence.end(), verb) &&
            sentence.find("--") == std::string_view::npos) {
            kept += (kept.empty() ? "" : " ") + std::string{sentence};
        }
    }
    return kept;
}

std::optional<std::string> refusal_on_screen(std::string_view code, std::string_view field,
                                             std::string_view message) {
    auto const known = known_refusal(code, field, message);
    if (!known || known->entry.part.empty()) {
        return std::nullopt;
    }
    auto text = filled(without_command_line(known->entry.text), known->found);
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

std::string refusal_text(std::string_view code, std::string_view field, std::string_view message) {
    if (auto const known = known_refusal(code, field, message); known) {
        return filled(known->entry.text, known->found);
    }
    if (code == "invalid_argument") {
        return value_text(field, message);
    }
    if (code == "not_found") {
        return field.empty() ? "Det finns inte."
                             : fmt::format("Det som {} anger finns inte.", flag_of(field));
    }
    return "Det går inte som läget är nu. Se larm incident.";
}

}  // namespace larm::report
