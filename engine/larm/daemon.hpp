// One daemon as the verbs see it: typed questions, commands that must not get lost, and what to
// tell a human when no answer comes.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/session.pb.h>

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "engine/larm/connect_client.hpp"
#include "engine/larm/server_address.hpp"
#include "engine/larm/verb.hpp"

namespace larm::cli {

/// A field of a request that is the text of a file: faults in it are the file's.
struct FileField {
    std::string field;  ///< Empty: none is.
    std::string file;
};

class Daemon {
public:
    explicit Daemon(ServerFlags const& flags, FileField of_file = {})
        : flags_{flags}, of_file_{std::move(of_file)} {}

    /// Calls "larm.v1.Service/Method" and gives the reply's JSON as it came, where a larmd can have
    /// written it: another server's page is never an all-clear. Otherwise the reason has been
    /// printed, and with --json the server's error too; `command_id` is named where the outcome is
    /// unknown, and is empty for questions.
    [[nodiscard]] std::expected<std::string, ExitCode> call(
        std::string const& method, google::protobuf::Message const& request,
        std::string const& command_id = {});
    /// As call(), with the reply read into `reply`.
    [[nodiscard]] std::expected<void, ExitCode> ask(std::string const& method,
                                                    google::protobuf::Message const& request,
                                                    google::protobuf::Message& reply);
    /// As ask(), for what is only nice to know: prints nothing, and false is no answer.
    [[nodiscard]] bool learn(std::string const& method, google::protobuf::Message const& request,
                             google::protobuf::Message& reply);
    /// The same of a command that is done, for somebody who has more to do: soon, or not.
    [[nodiscard]] bool learn_soon(std::string const& method,
                                  google::protobuf::Message const& request,
                                  google::protobuf::Message& reply);
    /// GET, e.g. /readyz; any status is an answer.
    [[nodiscard]] std::expected<HttpAnswer, ExitCode> get(std::string const& path);
    /// Whose the token is; nothing where the daemon does not say, or an older one cannot. Prints
    /// nothing.
    [[nodiscard]] std::optional<v1::SessionView> whose_token();
    /// The same for whoever cannot go on without: where it is not said the reason has been printed.
    [[nodiscard]] std::expected<v1::SessionView, ExitCode> must_know_whose_token();

private:
    [[nodiscard]] bool learn_within(std::chrono::milliseconds timeout, std::string const& method,
                                    google::protobuf::Message const& request,
                                    google::protobuf::Message& reply);
    [[nodiscard]] ExitCode explain(NoAnswer const& none, std::string const& command_id) const;
    [[nodiscard]] ExitCode explain(HttpAnswer const& answer, std::string const& command_id) const;

    [[nodiscard]] ExitCode is_no_larmd(std::string_view why, std::string const& command_id) const;

    ServerFlags const& flags_;
    FileField of_file_;
};

/// Says so, for a reply that read_json() cannot read.
[[nodiscard]] ExitCode daemon_is_of_another_version(ServerFlags const& flags);

/// The faults of a file that was sent as a field, "FIELD:LINE:COLUMN: ..." each, by its own name.
[[nodiscard]] std::string told_of_file(Refusal const& refusal, FileField const& of_file);

/// "ÖVNING (arboga_2006): inga skarpa larm går ut." and a line end, where the token is of an
/// exercise; else nothing.
[[nodiscard]] std::string exercise_line(std::optional<v1::SessionView> const& who);

/// A refusal for a human: in Swedish, and below it the server's own words.
[[nodiscard]] std::string told(Refusal const& refusal);

/// False where `json` is not of that type. Fields that this version does not know are passed over.
[[nodiscard]] bool read_json(std::string const& json, google::protobuf::Message& message);
[[nodiscard]] std::string write_json(google::protobuf::Message const& message);

}  // namespace larm::cli
