#include "engine/larm/request_flags.hpp"

#include <fmt/format.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/options.pb.h>

#include <algorithm>
#include <boost/algorithm/string/trim.hpp>
#include <cctype>
#include <cstdlib>
#include <limits>
#include <utility>

#include "engine/larm/blood_lines.hpp"
#include "engine/larm/flag_help.hpp"
#include "engine/larm/party_names.hpp"
#include "engine/larm/vehicle_names.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Figures of which zero is one as any other: who leaves them out has forgotten them.
bool is_figure_to_say(pb::FieldDescriptor const& field) {
    return field.full_name() == "larm.v1.ReportSupply.days_of_cover_tenths" ||
           field.full_name() == "larm.v1.ReportIndicator.value" ||
           field.full_name() == "larm.v1.CallConference.starts_in_minutes";
}

bool is_required(pb::FieldDescriptor const& field) {
    if (is_figure_to_say(field)) {
        return true;
    }
    if (field.full_name() == "larm.v1.ReleaseTransports.commitment_id") {
        return false;  // the vehicles' names say it too
    }
    // The verb makes the one and finds the other.
    return field.options().GetExtension(v1::rule).required() && field.name() != "command_id" &&
           field.name() != "incident_id";
}

/// A message with one field that stands in a oneof is named by what it is: --decline REASON.
bool is_named_by_message(pb::FieldDescriptor const& field) {
    return field.real_containing_oneof() != nullptr && field.message_type()->field_count() == 1;
}

bool field_takes_number(pb::FieldDescriptor const& field) {
    return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32 ||
           field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64;
}

std::vector<std::string> names_of(pb::EnumDescriptor const& type) {
    std::vector<std::string> names;
    for (int i = 0; i < type.value_count(); ++i) {
        if (type.value(i)->number() != 0) {
            names.push_back(short_name(*type.value(i)));
        }
    }
    return names;
}

bool is_list_of_ids(pb::FieldDescriptor const& field) {
    return field.is_repeated() && field.name().ends_with("_ids");
}

void put_value(pb::Message& message, pb::FieldDescriptor const& field, std::string const& text) {
    auto const& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_STRING:
            field.is_repeated() ? reflection.AddString(&message, &field, text)
                                : reflection.SetString(&message, &field, text);
            return;
        case pb::FieldDescriptor::CPPTYPE_INT32:
            reflection.SetInt32(&message, &field, std::stoi(text));
            return;
        case pb::FieldDescriptor::CPPTYPE_INT64:
            reflection.SetInt64(&message, &field, std::stoll(text));
            return;
        case pb::FieldDescriptor::CPPTYPE_BOOL: reflection.SetBool(&message, &field, true); return;
        case pb::FieldDescriptor::CPPTYPE_ENUM: {
            auto const& type = *field.enum_type();
            for (int i = 0; i < type.value_count(); ++i) {
                if (short_name(*type.value(i)) == lower(text)) {
                    reflection.SetEnum(&message, &field, type.value(i));
                }
            }
            return;
        }
        case pb::FieldDescriptor::CPPTYPE_UINT64:
            reflection.SetUInt64(&message, &field, std::stoull(text));
            return;
        case pb::FieldDescriptor::CPPTYPE_UINT32:
        case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
        case pb::FieldDescriptor::CPPTYPE_MESSAGE: break;
    }
    std::abort();  // no request has such a field: a test of all verbs would meet it
}

/// Whose a request's party is in a region: in those of blood the blood centre's.
std::string_view role_in_party(pb::Descriptor const& request) {
    return request.file() == v1::ReportBloodStock::descriptor()->file() ? "blood@" : "tib@";
}

/// A token answers for one party, so that the verb can find it out where the request needs one.
bool may_lack_party(pb::Descriptor const& request) {
    auto const* const party = request.FindFieldByName("party");
    return party != nullptr && party->options().GetExtension(v1::rule).required();
}

std::string no_party(pb::Descriptor const& request, std::string const& text) {
    return fmt::format("--party skrivs roll@organisation: menade du {}{}?", role_in_party(request),
                       text);
}

/// A party is known by its @; a region in its place is the likely slip.
std::expected<std::unique_ptr<pb::Message>, std::string> checked(
    std::unique_ptr<pb::Message> request) {
    auto const* const field = request->GetDescriptor()->FindFieldByName("party");
    if (field == nullptr) {
        return request;
    }
    auto const party = request->GetReflection()->GetString(*request, field);
    if (!party.empty() && party.find('@') == std::string::npos) {
        return std::unexpected{no_party(*request->GetDescriptor(), party)};
    }
    return request;
}

/// As far as the contract limits it; else as far as the type reaches.
template <typename Whole>
void check_range(CLI::Option& option, pb::FieldDescriptor const& field) {
    using Limits = std::numeric_limits<Whole>;
    auto const& rule = field.options().GetExtension(v1::rule);
    auto const is_limited = rule.min() != 0 || rule.max() != 0;
    auto const least = is_limited ? static_cast<Whole>(rule.min()) : Limits::min();
    auto const most = rule.max() != 0 ? static_cast<Whole>(rule.max()) : Limits::max();
    option.type_name("INT")->check(CLI::Range(least, most).description(""));
}

/// The value parses as its field's type; whether it is a sensible one is for the server to say.
void check_type(CLI::Option& option, pb::FieldDescriptor const& field) {
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
        option.check(CLI::IsMember(names_of(*field.enum_type()), CLI::ignore_case));
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32) {
        check_range<std::int32_t>(option, field);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64) {
        check_range<std::int64_t>(option, field);
    } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64) {
        // No more than what every client can write as a whole number.
        option.type_name("INT")->check(
            CLI::Range(std::int64_t{0}, std::int64_t{1} << 53U).description(""));
    }
}

}  // namespace

std::string flag_name(pb::FieldDescriptor const& field) {
    auto name = field.name();
    if (name != "command_id" && name.ends_with("_id")) {
        name.resize(name.size() - 3);
    } else if (name.ends_with("_ids")) {
        name.resize(name.size() - 4);
    }
    std::ranges::replace(name, '_', '-');
    return "--" + name;
}

std::string short_name(pb::EnumValueDescriptor const& value) {
    // READINESS_LEVEL_UNSPECIFIED shows how much of a name is the type's.
    auto const& zero = value.type()->value(0)->name();
    auto name = lower(value.name().substr(zero.size() - std::string_view{"UNSPECIFIED"}.size()));
    std::ranges::replace(name, '_', '-');  // as flags are written
    return name;
}

RequestFlags::RequestFlags(CLI::App& flags, pb::Descriptor const& request) : request_{request} {
    declare(flags, request, {});
    declare_other_spelling(flags);
}

void RequestFlags::declare_other_spelling(CLI::App& flags) {
    auto const flag_called = [this](std::string_view field) -> Flag* {
        auto const found = std::ranges::find_if(flags_, [field](Flag const& flag) {
            return flag.path.size() == 1 && flag.path.front()->name() == field &&
                   is_required(*flag.path.front());
        });
        return found == flags_.end() ? nullptr : &*found;
    };
    auto* const party = flag_called("party");
    auto* const region = flag_called("region_id");
    // An incident has a region and no party: who confirms it is the token's to say.
    if ((party == nullptr) == (region == nullptr) ||
        request_.FindFieldByName("report") != nullptr) {
        return;
    }
    auto* const spelt = party != nullptr ? party : region;
    auto const example =
        fmt::format("The region's own: dalarna is {}dalarna", role_in_party(request_));
    other_ = party != nullptr ? flags.add_option("--region", other_value_, example)
                              : flags.add_option("--party", other_value_,
                                                 "The party's region: tib@dalarna is dalarna");
    spelt->option->required(false);
    other_->excludes(spelt->option);
    spelt_ = spelt;
}

void RequestFlags::declare(CLI::App& flags, pb::Descriptor const& message, Path const& above) {
    for (int i = 0; i < message.field_count(); ++i) {
        auto const& field = *message.field(i);
        auto path = above;
        path.push_back(&field);
        if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE || holds_blood_lines(field)) {
            auto const name = flag_name(field);
            declare_field(flags, std::move(path), name);
        } else if (is_named_by_message(field)) {
            path.push_back(field.message_type()->field(0));
            declare_field(flags, std::move(path), flag_name(field));
        } else {
            declare(flags, *field.message_type(), path);
        }
    }
}

void RequestFlags::declare_field(CLI::App& flags, Path path, std::string const& name) {
    auto const& field = *path.back();
    auto const help = std::string{flag_help(name)};
    auto& flag = flags_.emplace_back(Flag{std::move(path), nullptr, {}, false});
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL) {
        flag.option = flags.add_flag(name, flag.is_set, help);
        return;
    }
    auto* const option = flags.add_option(name, flag.values, help);
    option->allow_extra_args(false);
    auto const is_choice = is_in_choice(flag);
    if (!field.is_repeated()) {
        // A number may be left out where saying yes is enough: --accept.
        option->expected(is_choice && field_takes_number(field) ? 0 : 1, 1);
    }
    if (is_list_of_ids(field)) {
        option->delimiter(',');  // no id has one in it: --step lokaler-1,personal-2
    }
    check_type(*option, field);
    option->required(flag.path.size() == 1 && is_required(field) && !is_said_by_names(field));
    flag.option = option;
    for (auto const& other : flags_) {
        if (is_choice && &other != &flag && is_in_choice(other) &&
            other.path.front()->containing_oneof() == flag.path.front()->containing_oneof()) {
            option->excludes(other.option);
        }
    }
}

bool RequestFlags::is_in_choice(Flag const& flag) {
    return flag.path.front()->real_containing_oneof() != nullptr;
}

void RequestFlags::put(pb::Message& request, Flag const& flag) {
    auto* message = &request;
    for (std::size_t i = 0; i + 1 < flag.path.size(); ++i) {
        // Of a list of messages a command line has one: support is asked for a line at a time.
        auto const& reflection = *message->GetReflection();
        auto const* const field = flag.path[i];
        if (!field->is_repeated()) {
            message = reflection.MutableMessage(message, field);
        } else if (reflection.FieldSize(*message, field) == 0) {
            message = reflection.AddMessage(message, field);
        } else {
            message = reflection.MutableRepeatedMessage(message, field, 0);
        }
    }
    if (flag.is_set) {
        put_value(*message, *flag.path.back(), {});
    }
    for (auto const& value : flag.values) {
        if (value.empty() && field_takes_number(*flag.path.back())) {
            continue;  // --accept without a number: the message's presence says it
        }
        put_value(*message, *flag.path.back(),
                  is_list_of_ids(*flag.path.back()) ? boost::trim_copy(value) : value);
    }
}

/// Of nothing it is not said whose: left out, it would be the token's own.
std::optional<std::string> RequestFlags::empty_name() const {
    for (auto const* const name : {"--party", "--region"}) {
        auto const is_empty = [name](CLI::Option const* option) {
            return option != nullptr && option->get_name() == name && option->count() > 0 &&
                   option->results().front().empty();
        };
        auto const is_of_field =
            std::ranges::any_of(flags_, [&](Flag const& flag) { return is_empty(flag.option); });
        if (is_of_field || is_empty(other_)) {
            return fmt::format("{} är tom: skriv vem det gäller, eller utelämna den", name);
        }
    }
    return std::nullopt;
}

bool RequestFlags::has(std::string_view name) const {
    return std::ranges::any_of(flags_, [name](Flag const& flag) {
        return flag.option->get_name() == name && flag.option->count() > 0;
    });
}

/// Notes and reasons may name as many as they like.
std::optional<std::string> RequestFlags::several_in(Flag const& flag) {
    auto const& field = *flag.path.back();
    if (!field.name().starts_with("part")) {  // party, parties, participants
        return std::nullopt;
    }
    for (auto const& value : flag.values) {
        if (auto several = several_parties(flag.option->get_name(), value, field.is_repeated());
            several) {
            return several;
        }
    }
    return std::nullopt;
}

std::expected<std::unique_ptr<pb::Message>, std::string> RequestFlags::build() const {
    auto const* const prototype = pb::MessageFactory::generated_factory()->GetPrototype(&request_);
    std::unique_ptr<pb::Message> request{prototype->New()};
    for (auto const& flag : flags_) {
        if (holds_blood_lines(*flag.path.back())) {
            if (auto read = put_blood_lines(*request, *flag.path.back(), flag.values); !read) {
                return std::unexpected{std::move(read.error())};
            }
        } else if (flag.is_set || flag.option->count() > 0) {
            put(*request, flag);
        }
        if (auto several = several_in(flag); several) {
            return std::unexpected{std::move(*several)};
        }
    }
    if (auto fault = count_vehicles(*request, has("--count")); fault) {
        return std::unexpected{std::move(*fault)};
    }
    if (auto fault = empty_name(); fault) {
        return std::unexpected{std::move(*fault)};
    }
    if (spelt_ == nullptr || spelt_->option->count() > 0) {
        return checked(std::move(request));
    }
    if (other_->count() == 0 && may_lack_party(request_)) {
        return request;
    }
    if (other_->count() == 0) {
        return std::unexpected{
            fmt::format("{} eller {} saknas", spelt_->option->get_name(), other_->get_name())};
    }
    auto const is_region = other_->get_name() == "--region";
    auto const at = other_value_.find('@');
    if (is_region == (at != std::string::npos)) {
        return std::unexpected{is_region ? "--region är en regions id, t.ex. dalarna"
                                         : no_party(request_, other_value_)};
    }
    put_value(*request, *spelt_->path.front(),
              is_region ? std::string{role_in_party(request_)} + other_value_
                        : other_value_.substr(at + 1));
    return request;
}

}  // namespace larm::cli
