#include "engine/larm/flag_fault.hpp"

#include <fmt/format.h>

#include <optional>
#include <regex>
#include <string_view>

#include "engine/rules/names.hpp"

namespace larm::cli {
namespace {

/// "--severe 12", as the verb's own example has it; empty where that does without the flag.
std::string shown_in_example(CLI::App const& verb, std::string const& flag) {
    auto const footer = verb.get_footer();
    auto const begins = footer.find(flag + " ");
    if (begins == std::string::npos) {
        return {};
    }
    auto const value = begins + flag.size() + 1;
    auto const is_quoted = value < footer.size() && footer[value] == '"';
    auto const ends = is_quoted ? footer.find('"', value + 1) : footer.find_first_of(" \n", value);
    return footer.substr(begins,
                         ends == std::string::npos ? ends : ends - begins + (is_quoted ? 1 : 0));
}

std::string with_example(std::string text, CLI::App const& verb, std::string const& flag,
                         std::string const& otherwise) {
    auto const shown = shown_in_example(verb, flag);
    auto const is_alone = otherwise.empty() || !flag.starts_with("--");
    auto const example = !shown.empty() ? shown
                         : is_alone     ? otherwise
                                        : fmt::format("{} {}", flag, otherwise);
    return text +
           (example.empty() ? ".\n--help visar vad den är" : fmt::format(", t.ex. {}", example));
}

/// "stab, forstarkning eller katastrof"
std::string choice_of(std::vector<std::string> const& names) {
    std::string text;
    for (std::size_t at = 0; at < names.size(); ++at) {
        text += at == 0 ? "" : at + 1 == names.size() ? " eller " : ", ";
        text += names[at];
    }
    return text;
}

std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        auto const to = std::min(text.find(',', from), text.size());
        parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

/// Limits that are only the type's say nothing to a human.
bool is_a_limit(std::string const& figure) {
    auto const digits = figure.find_first_of(".e");
    return figure.substr(0, digits).size() < std::string_view{"2147483647"}.size();
}

/// "0.1" for "0.100000", as CLI11 writes a limit that is no whole number.
std::string without_zeros(std::string figure) {
    if (figure.find('.') != std::string::npos) {
        figure.erase(figure.find_last_not_of('0') + 1);
        figure.erase(figure.find_last_not_of('.') + 1);
    }
    return figure;
}

std::string out_of_range(CLI::App const& verb, std::smatch const& said) {
    auto const flag = said[1].str();
    auto const is_whole = said[3].str().find('.') == std::string::npos;
    auto const least = without_zeros(said[3].str());
    auto const most = without_zeros(said[4].str());
    auto text = fmt::format("{}: \"{}\" går inte. Det ska vara ett {}", flag, said[2].str(),
                            is_whole ? "heltal" : "tal");
    if (is_a_limit(least)) {
        text += is_a_limit(most) ? fmt::format(" från {} till {}", least, most)
                                 : fmt::format(", minst {}", least);
    }
    return with_example(text, verb, flag, is_a_limit(least) ? least : "1");
}

std::string not_a_name(CLI::App const& verb, std::smatch const& said) {
    auto const flag = said[1].str();
    auto const names = split(said[3].str());
    auto const meant = meant_among(said[2].str(), names);
    return with_example(fmt::format("{}: \"{}\" finns inte{} Välj {}", flag, said[2].str(),
                                    meant.empty() ? "." : "; " + meant, choice_of(names)),
                        verb, flag, names.front());
}

/// The flags of the two-flag faults, each in words.
std::optional<std::string> of_two(std::string const& mistake) {
    static std::regex const excludes{R"((\S+) excludes (\S+)\s*)"};
    static std::regex const needs{R"((\S+) requires (\S+)\s*)"};
    std::smatch said;
    if (std::regex_match(mistake, said, excludes)) {
        return fmt::format("{} och {} står båda: ange den ena", said[1].str(), said[2].str());
    }
    if (std::regex_match(mistake, said, needs)) {
        return fmt::format("{1} saknas: {0} säger inget utan den", said[1].str(), said[2].str());
    }
    return std::nullopt;
}

}  // namespace

std::string how_it_is_written(CLI::App const& verb, std::string const& flag) {
    auto const shown = shown_in_example(verb, flag);
    return shown.empty() ? "--help visar hur den skrivs" : "t.ex. " + shown;
}

std::string meant_among(std::string const& word, std::vector<std::string> const& names) {
    for (auto const& name : names) {
        if (!word.empty() && (word.starts_with(name) || name.starts_with(word))) {
            return fmt::format("menade du {}?", name);
        }
    }
    constexpr std::size_t bytes_min = 3;  // of two letters any other two are near
    auto const near = word.size() < bytes_min ? "" : rules::did_you_mean(word, names);
    constexpr std::string_view asks = "did you mean \"";
    return near.starts_with(asks)
               ? fmt::format("menade du {}?",
                             near.substr(asks.size(), near.size() - asks.size() - 2))
               : std::string{};
}

std::string flag_fault(CLI::App const& verb, CLI::ParseError const& error,
                       std::string const& mistake) {
    // What CLI11 2.1 writes; the tests have one of each, so that another version's is noticed.
    static std::regex const range{R"((\S+): Value (.*) not in range (\S+) to (\S+))"};
    static std::regex const member{R"((\S+): (.*) not in \{(.*)\})"};
    static std::regex const unread{R"(Could not convert: (\S+) = (.*))"};
    static std::regex const no_value{R"((\S+): \d+ required .* missing)"};
    static std::regex const no_file{R"((\S+): (?:File|Directory) does not exist: (.*))"};
    std::string const first = mistake.substr(0, mistake.find("\nRun with --help"));
    constexpr std::size_t bytes_max = 1'000;  // std::regex takes a stack frame a letter
    std::smatch said;
    if (first.size() > bytes_max) {
        return first;
    }
    if (std::regex_match(first, said, range)) {
        return out_of_range(verb, said);
    }
    if (std::regex_match(first, said, member)) {
        return not_a_name(verb, said);
    }
    if (std::regex_match(first, said, unread)) {
        return with_example(fmt::format("{}: \"{}\" är inget tal", said[1].str(), said[2].str()),
                            verb, said[1].str(), "1");
    }
    if (std::regex_match(first, said, no_value)) {
        return with_example(fmt::format("{} står utan värde", said[1].str()), verb, said[1].str(),
                            "");
    }
    if (std::regex_match(first, said, no_file)) {
        return fmt::format("{}: {} finns inte", said[1].str(), said[2].str());
    }
    auto const is_of_two = dynamic_cast<CLI::ExcludesError const*>(&error) != nullptr ||
                           dynamic_cast<CLI::RequiresError const*>(&error) != nullptr;
    return is_of_two ? of_two(first).value_or(first) : first;
}

}  // namespace larm::cli
