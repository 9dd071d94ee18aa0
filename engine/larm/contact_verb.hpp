// What the verbs of `larm contacts` have in common.
#pragma once

#include <string>
#include <utility>

#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {

/// A call whose reply is shown as `text` says, or as JSON.
class ContactVerb : public Verb {
protected:
    ContactVerb(CLI::App& flags, char const* method) : method_{service + std::string{method}} {
        server_.declare(flags);
        name_method(flags, method_);
    }

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
        print(server_.json ? *json + "\n" : text(reply));
        return ExitCode::ok;
    }

    ServerFlags server_;

private:
    static constexpr char const* service = "larm.v1.ContactService/";
    std::string method_;
};

}  // namespace larm::cli
