// What the verbs of `larm contacts` have in common.
#pragma once

#include <larm/v1/incident.pb.h>

#include <string>
#include <type_traits>
#include <utility>

#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/made_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/reply_text.hpp"

namespace larm::cli {

/// A call whose reply is shown as `text` says, or as JSON.
class ContactVerb : public Verb {
protected:
    ContactVerb(CLI::App& flags, char const* method) : method_{service + std::string{method}} {
        server_.declare(flags);
        name_method(flags, method_);
    }

    /// Of a command `text` is what is said beyond the receipt and what was written.
    template <typename Reply, typename Text>
    ExitCode ask(google::protobuf::Message const& request, std::string const& command_id, Text text,
                 FileField of_file = {}) {
        Daemon daemon{server_, std::move(of_file)};
        auto const json = daemon.call(method_, request, command_id);
        if (!json) {
            return json.error();
        }
        Reply reply;
        if (!read_json(*json, reply)) {
            return daemon_is_of_another_version(server_);
        }
        if (server_.json) {
            print(*json + "\n");
        } else if constexpr (std::is_same_v<Reply, v1::CommandReply>) {
            print(reply_text(reply, {}));
            print(made_text(daemon, request, *json, names_) + text(reply));
        } else {
            print(text(reply));
        }
        return ExitCode::ok;
    }

    /// A command: the receipt, and what it has written.
    ExitCode command(google::protobuf::Message const& request, std::string const& command_id) {
        return ask<v1::CommandReply>(request, command_id,
                                     [](v1::CommandReply const&) { return std::string{}; });
    }

    ServerFlags server_;

private:
    static constexpr char const* service = "larm.v1.ContactService/";
    std::string method_;
    PackNames names_;  ///< None is named: as the daemon has them.
};

}  // namespace larm::cli
