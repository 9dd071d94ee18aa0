// What the contract says a request's fields may hold: the `rule` options of proto/larm/v1 and the
// product's own limits on texts, read from the descriptors once and applied to every request,
// however it was encoded.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/server/connect/error.hpp"

namespace larm::server {

/// The rules of a set of request types. Immutable once made, so any thread may check with it.
class FieldCheck {
public:
    /// Learns the rules of `type` and of every message inside it. In a command no number may be
    /// negative, whether or not a rule says so: nothing there counts below zero.
    void learn(google::protobuf::Descriptor const& type, bool is_command);

    /// The first breach, in the order of the fields' declaration. `message` must be of a learnt
    /// type.
    [[nodiscard]] std::optional<CallError> breach(google::protobuf::Message const& message) const;

    /// Puts the UUIDs of a message without a breach into lower case: they come in any, and mean the
    /// same (RFC 9562, 4). Answers with whether that changed it.
    [[nodiscard]] bool lower_uuids(google::protobuf::Message& message) const;

private:
    struct Rule {
        google::protobuf::FieldDescriptor const* field = nullptr;
        bool required = false;
        bool uuid = false;
        bool has_range = false;
        std::size_t bytes_max = 0;
        std::int64_t min = 0;
        std::int64_t max = 0;
    };
    using Breach = std::optional<CallError>;

    [[nodiscard]] Breach check(google::protobuf::Message const& message,
                               std::string const& at) const;
    [[nodiscard]] Breach check_field(google::protobuf::Message const& message, Rule const& rule,
                                     std::string const& at) const;
    [[nodiscard]] Breach check_element(google::protobuf::Message const& message, Rule const& rule,
                                       std::string const& at, int index) const;

    std::map<google::protobuf::Descriptor const*, std::vector<Rule>> rules_;
};

}  // namespace larm::server
