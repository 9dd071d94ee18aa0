// The calls about who is let in: tokens, sessions, and whose they are. They run where access.db is,
// on the access thread; an alarm waits for none of them.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/event.pb.h>

#include <memory>
#include <string>
#include <string_view>

#include "engine/access/access_thread.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/queries.hpp"
#include "engine/server/sign_in_terms.hpp"

namespace larm::server {

/// Network thread only. What it is given must outlive it.
class AccessDesk {
public:
    /// One call: who asks, of which world, and what. `session_id` is the caller's, empty for a bare
    /// token. An exercise's administrator sees and touches what is the exercise's alone.
    struct Call {
        v1::Actor caller;
        std::string world;
        std::string session_id;
        std::unique_ptr<google::protobuf::Message> request;
    };
    struct Site {
        access::AccessFile& file;
        SignInTerms const& terms;
        core::Instant now;
    };
    using Method = QueryAnswer (*)(Site const& site, Call const& call);

    AccessDesk(access::AccessThread& access, SignInTerms const& terms)
        : access_{access}, terms_{terms} {}

    /// The method behind a request type ("larm.v1.ListAccess"), or nullptr.
    [[nodiscard]] static Method find(std::string_view request_type);

    /// Delivers what `method` says of `call` as answer `number`.
    void call(Method method, Call call, core::Instant now, Answers<QueryAnswer>& answers,
              std::uint64_t number);

private:
    access::AccessThread& access_;
    SignInTerms const& terms_;
};

/// What went wrong with access.db, for a caller.
[[nodiscard]] CallError call_error(access::AccessError const& error);

}  // namespace larm::server
