// larm capacity have: what hospitals can take as EDXL-HAVE 1.0, for other systems.
#include <larm/v1/capacity.pb.h>

#include <filesystem>

#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/request_flags.hpp"
#include "engine/larm/text_file.hpp"

namespace larm::cli {
namespace {

class HaveVerb final : public Verb {
public:
    explicit HaveVerb(CLI::App& flags) {
        server_.declare(flags);
        flags.add_option("--out", out_, "File to write; it appears when it is whole");
        name_method(flags, method);
    }

    ExitCode run() override {
        v1::ExportCapacity request;
        request.set_format(v1::CAPACITY_EXPORT_HAVE);
        Daemon daemon{server_};
        auto const json = daemon.call(method, request);
        if (!json) {
            return json.error();
        }
        v1::ExportCapacityReply reply;
        if (!read_json(*json, reply)) {
            return daemon_is_of_another_version(server_);
        }
        if (out_.empty()) {
            print(server_.json ? *json + "\n" : reply.text());
            return ExitCode::ok;
        }
        return write_bytes(out_, reply.text()) ? ExitCode::ok : ExitCode::bad_input;
    }

private:
    static constexpr char const* method = "larm.v1.CapacityService/ExportCapacity";

    ServerFlags server_;
    std::filesystem::path out_;
};

}  // namespace

void add_have_verb(CommandLine& line, CLI::App& group) {
    line.add<HaveVerb>(group, "have", "What hospitals can take as EDXL-HAVE 1.0",
                       "larm capacity have --out have.xml");
}

}  // namespace larm::cli
