#include "engine/exercise/documents.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "engine/report/after_action.hpp"
#include "engine/report/exercise_mark.hpp"
#include "simulators/player/msel.hpp"

namespace larm::exercise {
namespace {

v1::ExportExerciseReply document(std::string name, std::string type, std::string content) {
    v1::ExportExerciseReply reply;
    reply.set_file_name(std::move(name));
    reply.set_content_type(std::move(type));
    reply.set_content(std::move(content));
    return reply;
}

}  // namespace

v1::ExportExerciseReply report_document(player::AfterActionReport const& report,
                                        v1::ExerciseExport format) {
    auto const name = [&report](std::string_view ending) {
        return report::after_action_file(report.data(), ending);
    };
    return format == v1::EXERCISE_EXPORT_HTML
               ? document(name("html"), "text/html; charset=utf-8", report.html())
           : format == v1::EXERCISE_EXPORT_PDF
               ? document(name("pdf"), "application/pdf", report.pdf())
               : document(name("json"), "application/json", report.json());
}

v1::ExportExerciseReply msel_document(player::Scenario const& scenario,
                                      v1::AfterAction const& report) {
    return document(report::exercise_file(fmt::format("inspel-{}.csv", scenario.script.id())),
                    "text/csv; charset=utf-8",
                    player::msel_csv(scenario, {report.injects().begin(), report.injects().end()}));
}

}  // namespace larm::exercise
