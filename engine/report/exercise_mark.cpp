#include "engine/report/exercise_mark.hpp"

#include <fmt/format.h>

namespace larm::report {
namespace {

std::string within_mark(std::string const& text) {
    return text.empty() ? exercise_mark : fmt::format("{0} {1} {0}", exercise_mark, text);
}

}  // namespace

std::string exercise_text(std::string const& text) {
    auto const ends_line = text.empty() || text.back() == '\n';
    return fmt::format("{0}\n{1}{2}{0}\n", exercise_mark, text, ends_line ? "" : "\n");
}

std::string exercise_json(std::string json) {
    auto const at = json.find('{');
    if (at == std::string::npos) {
        return json;
    }
    auto const is_empty = json.find_first_not_of(" \n", at + 1) == json.find('}');
    return json.insert(at + 1, is_empty ? "\"exercise\":true" : "\"exercise\":true,");
}

std::string exercise_file(std::string const& name) {
    return "OVNING-" + name;  // what carries files does not always carry Ö
}

PaperDocument exercise_paper(PaperDocument paper) {
    paper.title = within_mark(paper.title);
    paper.footer = within_mark(paper.footer);
    PaperText const mark{exercise_mark, true};
    // Behind the first heading, which may begin a page.
    auto const begins =
        paper.blocks.begin() +
        (!paper.blocks.empty() && std::holds_alternative<PaperHeading>(paper.blocks.front()));
    paper.blocks.insert(begins, mark);
    paper.blocks.emplace_back(mark);
    return paper;
}

std::vector<HaveHospital> exercise_have(std::vector<HaveHospital> hospitals) {
    for (auto& hospital : hospitals) {
        hospital.name = within_mark(hospital.name);
    }
    return hospitals;
}

RmMessage exercise_rm(RmMessage message) {
    message.description = within_mark(message.description);
    message.incident_description = within_mark(message.incident_description);
    return message;
}

}  // namespace larm::report
