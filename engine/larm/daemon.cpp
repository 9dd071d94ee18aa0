#include "engine/larm/daemon.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <boost/json.hpp>

#include "engine/access/grant.hpp"
#include "engine/core/check.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/rpc_method.hpp"
#include "engine/report/refusal_text.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

/// For what is told after a command that is done.
constexpr std::chrono::milliseconds soon{2000};

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

/// A seq as JSON has it: proto3 writes 64 bits as text.
bool is_a_place_in_the_log(boost::json::value const& seq) {
    auto const* const text = seq.if_string();
    auto const* const number = seq.if_int64();
    return (text != nullptr && !text->empty() && text->front() >= '1' && text->front() <= '9') ||
           (number != nullptr && *number >= 1);
}

/// larmd writes every field of a reply, empty ones too, and its log begins with 1. So a reply that
/// has a seq must say it, and another must have some field of its type.
bool can_be_a_larmds(std::string const& body, pb::Descriptor const& reply) {
    boost::system::error_code error;
    auto const value = boost::json::parse(body, error);
    auto const* const object = error ? nullptr : value.if_object();
    if (object == nullptr) {
        return false;
    }
    if (reply.FindFieldByName("seq") != nullptr) {
        auto const* const seq = object->if_contains("seq");
        return seq != nullptr && is_a_place_in_the_log(*seq);
    }
    for (int i = 0; i < reply.field_count(); ++i) {
        if (object->contains(reply.field(i)->json_name())) {
            return true;
        }
    }
    return reply.field_count() == 0 && object->empty();
}

}  // namespace

ExitCode daemon_is_of_another_version(ServerFlags const& flags) {
    complain(fmt::format(
        "{} svarade något som den här versionen inte kan läsa. Är larm och larmd av samma version?",
        flags.url));
    return ExitCode::unknown;
}

std::string told(Refusal const& refusal) {
    auto const names_field = refusal.field.empty() || refusal.message.contains(refusal.field);
    return fmt::format("Nekat. {}\n({}: {}{})",
                       report::refusal_text(refusal.code, refusal.field, refusal.message),
                       refusal.code, names_field ? "" : refusal.field + ": ", refusal.message);
}

std::string told_of_file(Refusal const& refusal, FileField const& of_file) {
    auto const from_daemon = "\n" + of_file.field + ":";
    auto faults = refusal.message;
    for (auto at = faults.find(from_daemon); at != std::string::npos;
         at = faults.find(from_daemon, at + of_file.file.size())) {
        faults.replace(at + 1, of_file.field.size(), of_file.file);
    }
    auto const first = faults.find('\n');
    return fmt::format(
        "Nekat. Filen {} har fel, och ingenting i den har tagits. Rätta den.{}", of_file.file,
        first == std::string::npos ? fmt::format("\n({})", faults) : faults.substr(first));
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
    if (!can_be_a_larmds(answer->body, *descriptor_of(method).output_type())) {
        return std::unexpected{is_no_larmd("svaret har inte det som larmd skriver", command_id)};
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
        return std::unexpected{daemon_is_of_another_version(flags_)};
    }
    return {};
}

bool Daemon::learn(std::string const& method, pb::Message const& request, pb::Message& reply) {
    return learn_within(timeout_of(flags_), method, request, reply);
}

bool Daemon::learn_soon(std::string const& method, pb::Message const& request, pb::Message& reply) {
    return learn_within(std::min(timeout_of(flags_), soon), method, request, reply);
}

bool Daemon::learn_within(std::chrono::milliseconds timeout, std::string const& method,
                          pb::Message const& request, pb::Message& reply) {
    HttpRequest const sent{flags_.address(), flags_.token, "/" + method, write_json(request)};
    auto const answer = cli::call(sent, timeout);
    return answer && answer->is_ok() && read_json(answer->body, reply);
}

std::expected<HttpAnswer, ExitCode> Daemon::get(std::string const& path) {
    auto answer = cli::call({flags_.address(), flags_.token, path, ""}, timeout_of(flags_));
    if (!answer) {
        return std::unexpected{explain(answer.error(), "")};
    }
    return std::move(*answer);
}

std::optional<v1::SessionView> Daemon::whose_token() {
    auto const answer =
        cli::call({flags_.address(), flags_.token, "/session", ""}, timeout_of(flags_));
    v1::SessionView who;
    if (!answer || answer->status != 200 || !read_json(answer->body, who)) {
        return std::nullopt;
    }
    return who;
}

std::expected<v1::SessionView, ExitCode> Daemon::must_know_whose_token() {
    auto const answer = get("/session");
    if (!answer) {
        return std::unexpected{answer.error()};
    }
    if (!answer->is_ok()) {
        return std::unexpected{explain(*answer, "")};
    }
    v1::SessionView who;
    if (!read_json(answer->body, who)) {
        return std::unexpected{daemon_is_of_another_version(flags_)};
    }
    return who;
}

ExitCode Daemon::explain(NoAnswer const& none, std::string const& command_id) const {
    if (none.may_have_arrived && !command_id.empty()) {
        complain(unknown_outcome(none.why, command_id));
    } else {
        complain(
            fmt::format("{} kan inte nås ({}). Ingenting har utförts, och inget har gått "
                        "ut. Är det bråttom: ring enligt reservpärmen.",
                        flags_.url, none.why));
    }
    return ExitCode::unknown;
}

ExitCode Daemon::explain(HttpAnswer const& answer, std::string const& command_id) const {
    auto const refusal = read_refusal(answer);
    if (flags_.json && !refusal.code.empty()) {
        print(answer.body + "\n");
    }
    if (refusal.leaves_it_open()) {
        complain(command_id.empty()
                     ? fmt::format("{}\n({}: {})",
                                   report::refusal_text(refusal.code, {}, refusal.message),
                                   refusal.code, refusal.message)
                     : unknown_outcome(refusal.message, command_id));
        return ExitCode::unknown;
    }
    if (refusal.code.empty()) {
        return is_no_larmd(refusal.message, command_id);
    }
    auto const is_the_files = !of_file_.field.empty() && refusal.field == of_file_.field;
    complain(is_the_files ? told_of_file(refusal, of_file_) : told(refusal));
    if (refusal.code == "unauthenticated") {
        complain(
            fmt::format("Frågad server: {}. En nyckel (token) gäller bara den server som den "
                        "är gjord för, och görs där med larm token create.",
                        flags_.url));
    }
    return ExitCode::refused;
}

ExitCode Daemon::is_no_larmd(std::string_view why, std::string const& command_id) const {
    auto text = fmt::format(
        "{} svarade, men det är ingen larmd som svarar ({}).\n"
        "Se efter att --server eller LARM_SERVER är rätt, och att larmd går.",
        flags_.url, why);
    if (!command_id.empty()) {  // a proxy may have put its page in the place of larmd's reply
        text += fmt::format(
            "\nRäkna inte med att kommandot har verkställts. Upprepa det mot larmd med "
            "--command-id {}: det verkställs bara en gång.",
            command_id);
    }
    complain(text);
    return ExitCode::unknown;
}

std::string exercise_line(std::optional<v1::SessionView> const& who) {
    if (!who || who->world().empty() || who->world() == access::live_world) {
        return {};
    }
    return coloured(fmt::format("ÖVNING ({}): inga skarpa larm går ut.", who->world()),
                    Colour::yellow) +
           "\n";
}

}  // namespace larm::cli
