// A request's fields as flags, read from its descriptor: a new field in proto/larm/v1 is a new flag
// without a line here. region_id becomes --region, a report's casualties.dead becomes --dead.
#pragma once

#include <google/protobuf/message.h>

#include <CLI/CLI.hpp>
#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace larm::cli {

/// Must outlive the parsing.
class RequestFlags {
public:
    /// Declares a flag for each field of `request`. What the contract requires is required here
    /// too, but for the command id and the incident, which the verb can find out.
    RequestFlags(CLI::App& flags, google::protobuf::Descriptor const& request);

    /// The request as the flags say it, empty fields left out; or what is missing or wrong. Where
    /// it is about blood its party may be left out: the verb knows whose the token is.
    [[nodiscard]] std::expected<std::unique_ptr<google::protobuf::Message>, std::string> build()
        const;

    /// Whether the flag stands on the command line.
    [[nodiscard]] bool has(std::string_view flag) const;

private:
    /// What is wrong where a party or region was given and says nothing.
    [[nodiscard]] std::optional<std::string> empty_name() const;

    using Path = std::vector<google::protobuf::FieldDescriptor const*>;
    struct Flag {
        Path path;
        CLI::Option* option = nullptr;
        std::vector<std::string> values;
        bool is_set = false;  ///< of a flag without a value
    };

    void declare(CLI::App& flags, google::protobuf::Descriptor const& message, Path const& above);
    void declare_field(CLI::App& flags, Path path, std::string const& name);
    /// --region beside a required --party, and --party beside a required --region: whoever thinks
    /// of the one should not have to know which the request holds.
    void declare_other_spelling(CLI::App& flags);
    /// One of several answers: --accept, --decline.
    [[nodiscard]] static bool is_in_choice(Flag const& flag);
    static void put(google::protobuf::Message& request, Flag const& flag);
    /// What whoever writes several parties as one is told.
    [[nodiscard]] static std::optional<std::string> several_in(Flag const& flag);

    google::protobuf::Descriptor const& request_;
    Flag const* spelt_ = nullptr;  ///< the flag that has another spelling; nullptr: none has
    CLI::Option* other_ = nullptr;
    std::string other_value_;
    std::deque<Flag> flags_;  // stays put: the command line points into it
};

/// "--region" for region_id.
[[nodiscard]] std::string flag_name(google::protobuf::FieldDescriptor const& field);
/// "katastrof" for READINESS_LEVEL_KATASTROF, "no-answer" for CALL_RESULT_NO_ANSWER.
[[nodiscard]] std::string short_name(google::protobuf::EnumValueDescriptor const& value);

}  // namespace larm::cli
