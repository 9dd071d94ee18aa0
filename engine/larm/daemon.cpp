#include "engine/larm/daemon.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "engine/core/check.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/refusal_text.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::chrono::milliseconds timeout_of(ServerFlags const& flags) {
    return std::chrono::milliseconds{static_cast<std::int64_t>(flags.timeout_s * 1000)};
}

/// For a human at night: it may have happened, and how to find out without doing it twice.
std::string unknown_outcome(std::string_view why, std::string const& command_id) {
    return fmt::format(
        "Utfallet är OKÄNT ({}). Kommandot kan ha verkställts.\n"
        "Upprepa samma kommando med --command-id {}: det verkställs bara en gång.",
        why, command_id);
}

}  // namespace

std::string told(Refusal const& refusal) {
    auto const names_field = refusal.field.empty() || refusal.message.contains(refusal.field);
    return fmt::format("Nekat. {}\n({}: {}{})",
                       report::refusal_text(refusal.code, refusal.field, refusal.message),
                       refusal.code, names_field ? "" : refusal.field + ": ", refusal.message);
}

bool read_json(std::string const& json, pb::Message& message) {
    pb::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    return pb::util::JsonStringToMessage(json, &message, options).ok();
}

std::string write_json(pb::Message const& message) {
    std::string json;
    LARM_CHECK(pb::util::MessageToJsonString(message, &json).ok());
    return json;
}

std::expected<std::string, ExitCode> Daemon::call(std::string const& method,
                                                  pb::Message const& request,
                                                  std::string const& command_id) {
    HttpRequest const sent{flags_.address(), flags_.token, "/" + method, write_json(request)};
    auto answer = cli::call(sent, timeout_of(flags_));
    if (!answer) {
        return std::unexpected{explain(answer.error(), command_id)};
    }
    if (!answer->is_ok()) {
        return std::unexpected{explain(*answer, command_id)};
    }
    return std::move(answer->body);
}

std::expected<void, ExitCode> Daemon::ask(std::string const& method, pb::Message const& request,
                                          pb::Message& reply) {
    auto const json = call(method, request);
    if (!json) {
        return std::unexpected{json.error()};
    }
    if (!read_json(*json, reply)) {
        complain(fmt::format("{} answered what this version cannot read", flags_.url));
        return std::unexpected{ExitCode::unknown};
    }
    return {};
}

std::expected<HttpAnswer, ExitCode> Daemon::get(std::string const& path) {
    auto answer = cli::call({flags_.address(), flags_.token, path, ""}, timeout_of(flags_));
    if (!answer) {
        return std::unexpected{explain(answer.error(), "")};
    }
    return std::move(*answer);
}

ExitCode Daemon::explain(NoAnswer const& none, std::string const& command_id) const {
    if (none.may_have_arrived && !command_id.empty()) {
        complain(unknown_outcome(none.why, command_id));
    } else {
        complain(fmt::format("{} kan inte nås ({}). Ingenting har utförts.", flags_.url, none.why));
    }
    return ExitCode::unknown;
}

ExitCode Daemon::explain(HttpAnswer const& answer, std::string const& command_id) const {
    auto const refusal = read_refusal(answer);
    if (flags_.json && !refusal.code.empty()) {
        print(answer.body + "\n");
    }
    if (refusal.leaves_it_open()) {
        complain(command_id.empty() ? fmt::format("{}: {}", refusal.code, refusal.message)
                                    : unknown_outcome(refusal.message, command_id));
        return ExitCode::unknown;
    }
    if (refusal.code.empty()) {
        complain(fmt::format("{}: {}", flags_.url, refusal.message));
        return ExitCode::unknown;
    }
    complain(told(refusal));
    return ExitCode::refused;
}

}  // namespace larm::cli
