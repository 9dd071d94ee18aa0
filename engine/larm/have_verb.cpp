// larm capacity have: what hospitals can take as EDXL-HAVE 1.0, for other systems.
#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/request_flags.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

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
        return write(reply.text());
    }

private:
    static constexpr char const* method = "larm.v1.CapacityService/ExportCapacity";

    [[nodiscard]] ExitCode write(std::string const& text) const {
        auto partial = out_;
        partial += ".partial";
        auto* const to = std::fopen(partial.c_str(), "we");
        if (to == nullptr) {
            return failed(partial, std::strerror(errno));
        }
        auto const is_written = std::fwrite(text.data(), 1, text.size(), to) == text.size();
        auto const is_closed = std::fclose(to) == 0;
        std::error_code error;
        if (!is_written || !is_closed) {
            auto const why = std::string{std::strerror(errno)};
            fs::remove(partial, error);
            return failed(partial, why);
        }
        fs::rename(partial, out_, error);
        return error ? failed(out_, error.message()) : ExitCode::ok;
    }

    static ExitCode failed(fs::path const& file, std::string const& why) {
        complain(fmt::format("{}: {}", file.string(), why));
        return ExitCode::bad_input;
    }

    ServerFlags server_;
    fs::path out_;
};

}  // namespace

void add_have_verb(CommandLine& line, CLI::App& group) {
    line.add<HaveVerb>(group, "have", "What hospitals can take as EDXL-HAVE 1.0",
                       "larm capacity have --out have.xml");
}

}  // namespace larm::cli
