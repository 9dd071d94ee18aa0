// larm exercise export: the report of an exercise, or its injects, as a file.
#include <fmt/format.h>
#include <larm/v1/exercise.pb.h>

#include <filesystem>
#include <map>

#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/request_flags.hpp"
#include "engine/larm/text_file.hpp"

namespace larm::cli {
namespace {

std::map<std::string, v1::ExerciseExport> const formats{{"html", v1::EXERCISE_EXPORT_HTML},
                                                        {"pdf", v1::EXERCISE_EXPORT_PDF},
                                                        {"json", v1::EXERCISE_EXPORT_JSON},
                                                        {"msel-csv", v1::EXERCISE_EXPORT_MSEL_CSV}};

class ExportExercise final : public Verb {
public:
    explicit ExportExercise(CLI::App& flags) {
        server_.declare(flags);
        flags.add_option("--world", world_, "Id of the exercise, as tokens name it")->required();
        flags.add_option("--format", format_, "html, pdf, json; msel-csv: the injects as a table")
            ->check(CLI::IsMember({"html", "pdf", "json", "msel-csv"}))
            ->capture_default_str();
        flags.add_option("--out", out_,
                         "File to write; without it one of the daemon's name, here; -: stdout");
        name_method(flags, method);
    }

    ExitCode run() override {
        v1::ExportExercise request;
        request.set_world_id(world_);
        request.set_format(formats.at(format_));
        Daemon daemon{server_};
        auto const json = daemon.call(method, request);
        if (!json) {
            return json.error();
        }
        v1::ExportExerciseReply reply;
        if (!read_json(*json, reply)) {
            return daemon_is_of_another_version(server_);
        }
        if (server_.json) {
            print(*json + "\n");
            return ExitCode::ok;
        }
        if (out_ == "-") {
            print(reply.content());
            return ExitCode::ok;
        }
        // A name that comes from elsewhere names no folder.
        auto const file = out_.empty() ? std::filesystem::path{reply.file_name()}.filename() : out_;
        if (file.empty() || !write_bytes(file, reply.content())) {
            return ExitCode::bad_input;
        }
        print(fmt::format("Skriven: {}\n", file.string()));
        return ExitCode::ok;
    }

private:
    static constexpr char const* method = "larm.v1.ExerciseService/ExportExercise";

    ServerFlags server_;
    std::string world_;
    std::string format_ = "html";
    std::filesystem::path out_;
};

}  // namespace

void add_exercise_export(CommandLine& line, CLI::App& group) {
    line.add<ExportExercise>(group, "export",
                             "The report of an exercise as HTML, PDF or JSON, or its injects",
                             "larm exercise export --world arboga_2006 --format pdf");
}

}  // namespace larm::cli
