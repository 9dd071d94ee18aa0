#include "engine/report/answer_words.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace larm::report {
namespace {

using Spoken = std::pair<std::string_view, std::string_view>;

constexpr auto answers = std::to_array<Spoken>({
    {"accept", "ja"},
    {"provisional", "preliminärt"},
    {"decline", "nej"},
    {"asks", "ber själv om blod"},
});

}  // namespace

std::string answer_in_words(std::string answer, Words const& words) {
    if (words.language() == Language::english) {
        return answer;
    }
    auto const word = answer.substr(0, answer.find_first_of(": "));
    for (auto const& [english, swedish] : answers) {
        if (word == english) {
            return answer.replace(0, english.size(), swedish);
        }
    }
    return answer;
}

}  // namespace larm::report
