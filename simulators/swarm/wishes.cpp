#include "simulators/swarm/wishes.hpp"

#include <fmt/format.h>
#include <larm/v1/options.pb.h>

#include <algorithm>
#include <array>
#include <limits>

#include "engine/core/blood.hpp"
#include "engine/core/party.hpp"

namespace larm::swarm {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

v1::FieldRule const& rule_of(FieldDescriptor const& field) {
    return field.options().GetExtension(v1::rule);
}

bool ends_with(std::string const& name, std::string_view end) {
    return name.ends_with(end);
}

constexpr std::array words{"enligt plan", "inga bilar",  "två team, klara om en timme", "övning?",
                           "ÖVNING",      "<b>&\"'\n\t", "ett ord till: ääåö"};
constexpr auto about_past = std::int64_t{20} * 60 * 1'000'000;

}  // namespace

core::Pack const* Wishes::pack() const {
    return incident_ != nullptr && incident_->pack != nullptr ? incident_->pack
                                                              : state_.active_pack();
}

void Wishes::fill(Message& request, std::string const& region) {
    region_ = region;
    auto const& type = *request.GetDescriptor();
    for (int index = 0; index < type.field_count(); ++index) {
        auto const& field = *type.field(index);
        if (field.real_containing_oneof() == nullptr && field.name() != "command_id" &&
            field.name() != "expected_version") {
            fill_field(request, field);
        }
    }
    for (int index = 0; index < type.real_oneof_decl_count(); ++index) {
        choose_from_oneof(request, *type.oneof_decl(index));
    }
}

void Wishes::choose_from_oneof(Message& request, google::protobuf::OneofDescriptor const& choice) {
    auto const count = static_cast<std::uint64_t>(choice.field_count());
    fill_field(request, *choice.field(static_cast<int>(chance_.below(count))));
}

void Wishes::fill_field(Message& request, FieldDescriptor const& field) {
    auto const& reflection = *request.GetReflection();
    auto const must = rule_of(field).required();
    if (!must && chance_.percent(field.message_type() != nullptr ? 25 : 10)) {
        return;
    }
    auto const times = field.is_repeated() ? 1 + static_cast<int>(chance_.below(3)) : 1;
    for (int time = 0; time < times; ++time) {
        switch (field.cpp_type()) {
            case FieldDescriptor::CPPTYPE_STRING: {
                auto value = text(field);
                if (field.is_repeated() && !value.empty()) {
                    reflection.AddString(&request, &field, value);
                } else if (!field.is_repeated()) {
                    reflection.SetString(&request, &field, value);
                }
                break;
            }
            case FieldDescriptor::CPPTYPE_MESSAGE: {
                auto const region = region_;
                fill(field.is_repeated() ? *reflection.AddMessage(&request, &field)
                                         : *reflection.MutableMessage(&request, &field),
                     region);
                break;
            }
            case FieldDescriptor::CPPTYPE_ENUM:
                if (field.is_repeated()) {
                    reflection.AddEnumValue(&request, &field, enumerated(field));
                } else {
                    reflection.SetEnumValue(&request, &field, enumerated(field));
                }
                break;
            case FieldDescriptor::CPPTYPE_BOOL:
                reflection.SetBool(&request, &field, chance_.percent(25));
                break;
            case FieldDescriptor::CPPTYPE_INT32:
                reflection.SetInt32(&request, &field, static_cast<int>(number(field)));
                break;
            case FieldDescriptor::CPPTYPE_INT64:
                reflection.SetInt64(&request, &field, number(field));
                break;
            case FieldDescriptor::CPPTYPE_UINT32:
            case FieldDescriptor::CPPTYPE_UINT64:
            case FieldDescriptor::CPPTYPE_DOUBLE:
            case FieldDescriptor::CPPTYPE_FLOAT: break;  // no request has one
        }
    }
}

std::string Wishes::text(FieldDescriptor const& field) {
    auto const& name = field.name();
    if (name == "incident_id") {
        return incident_ != nullptr ? incident_->id : std::string{};
    }
    if (name == "world_id") {
        return "ovning";
    }
    if (name == "region_id") {
        return region_;
    }
    if (ends_with(name, "region_ids")) {
        auto const* const other = pack() == nullptr ? nullptr : one_of(pack()->rules.regions());
        return other != nullptr && chance_.percent(50) ? other->id() : std::string{};
    }
    if (ends_with(name, "hospital_id")) {
        auto chosen = hospital();
        hospital_ = name == "hospital_id" ? chosen : hospital_;
        return rule_of(field).required() || chance_.percent(60) ? chosen : std::string{};
    }
    if (name == "party" || name == "to" || name == "participants" || name == "parties" ||
        name == "present" || name == "line_up") {
        return party(field);
    }
    if (name == "move_id" || name == "move_ids") {
        return move();
    }
    for (auto found : {of_pack(name), of_support(name), of_cooperation(name)}) {
        if (!found.empty()) {
            return found;
        }
    }
    return plain_text(field);
}

std::string Wishes::plain_text(FieldDescriptor const& field) {
    auto const& rule = rule_of(field);
    if (ends_with(field.name(), "_id") && !rule.required()) {
        return {};
    }
    auto value = std::string{*one_of(words)};
    if (chance_.percent(2)) {
        value = std::string(1500, 'x');
    }
    auto const max = static_cast<std::size_t>(rule.bytes_max() > 0 ? rule.bytes_max() : 4096);
    if (value.size() > max) {
        value.assign(max, 'x');
    }
    return value;
}

/// What the rule pack has names for.
std::string Wishes::of_pack(std::string const& name) {
    if (pack() == nullptr) {
        return {};
    }
    auto const& rules = pack()->rules;
    if (name == "step_id" || name == "step_ids") {
        for (auto const& plus : rules.plus()) {
            if (plus.hospital_id() == hospital_) {
                auto const* const step = one_of(plus.steps());
                return step == nullptr ? std::string{} : step->id();
            }
        }
    } else if (name == "indicator_id") {
        auto const* const set = one_of(rules.triage().sets());
        auto const* const found = set == nullptr ? nullptr : one_of(set->indicators());
        return found == nullptr ? std::string{} : found->id();
    } else if (name == "agenda" && chance_.percent(80)) {
        auto const* const agenda = one_of(rules.conference().agendas());
        return agenda == nullptr ? std::string{} : agenda->id();
    } else if (name == "section") {
        auto const* const section = one_of(rules.situation().sections());
        return section == nullptr ? std::string{} : section->id();
    } else if (name == "item" && chance_.percent(80)) {
        auto const* const item = one_of(rules.support().items());
        return item == nullptr ? std::string{} : item->id();
    } else if (name == "organisation_id") {
        return chance_.percent(50) ? region_ : hospital();
    } else if (name == "step" && incident_ != nullptr) {
        auto const* const chase = one_of(incident_->chases);
        return chase == nullptr ? std::string{} : rules.steps(chase->step).id();
    } else if (ends_with(name, "officer_id")) {
        for (auto const& [party, duty] : state_.duties()) {
            if (chance_.percent(15)) {
                auto const* const officer = one_of(duty.officers);
                return officer == nullptr ? std::string{} : officer->officer_id();
            }
        }
    } else if (name == "from_local" || name == "until_local") {
        auto const hour = static_cast<int>(chance_.below(10)) + (name == "until_local" ? 12 : 0);
        return fmt::format("2026-11-19T{:02}:00", hour);
    }
    return {};
}

std::string Wishes::of_support(std::string const& name) {
    auto const* const asked = incident_ == nullptr ? nullptr : one_of(incident_->support);
    if (name == "request_id") {
        request_id_ = asked == nullptr ? "s1" : asked->request_id();
        return request_id_;
    }
    if (name == "offer_id" && request_id_.empty()) {
        auto const* const offer =
            incident_ == nullptr ? nullptr : one_of(incident_->blood.offers());
        return offer == nullptr ? "b1" : offer->given().offer_id();
    }
    if (name == "offer_id") {
        for (auto const& each : incident_->support) {
            auto const* const line =
                each.request_id() == request_id_ ? one_of(each.lines()) : nullptr;
            if (line != nullptr && !line->offers().empty()) {
                return one_of(line->offers())->offer_id();
            }
        }
        return "o1";
    }
    return {};
}

/// Sites, conferences, commitments, roll-calls, injects.
std::string Wishes::of_cooperation(std::string const& name) {
    if (ends_with(name, "site_id")) {
        return chance_.percent(70) ? "plats-a" : "plats-b";
    }
    if (name == "conference_id") {
        auto const* const called = incident_ == nullptr ? nullptr : one_of(incident_->conferences);
        return called == nullptr ? "k1" : called->conference_id();
    }
    if (name == "commitment_id" && incident_ != nullptr) {
        auto const* const given = one_of(incident_->transports);
        auto const* const one = given == nullptr ? nullptr : one_of(given->commitments);
        return one == nullptr ? std::string{} : one->given.commitment_id();
    }
    if (name == "roll_call_id") {
        auto const* const call = state_.last_roll_call();
        return call == nullptr || chance_.percent(30) ? std::string{}
                                                      : call->started.roll_call_id();
    }
    if (name == "inject_id") {
        auto const* const exercise = state_.exercise();
        auto const* const inject = exercise == nullptr ? nullptr : one_of(exercise->injects());
        return inject == nullptr ? std::string{"1"} : inject->inject_id();
    }
    return {};
}

std::string Wishes::party(FieldDescriptor const& field) {
    auto const is_blood = field.containing_type()->full_name().find("Blood") != std::string::npos;
    if (is_blood) {
        auto const* const centre =
            pack() == nullptr ? nullptr : one_of(pack()->rules.blood_centres());
        return core::make_party(v1::ROLE_BLOOD, centre == nullptr ? region_ : centre->region_id());
    }
    if (incident_ != nullptr && !incident_->chases.empty() && chance_.percent(70)) {
        return one_of(incident_->chases)->party;
    }
    return core::make_party(v1::ROLE_TIB, region_);
}

std::string Wishes::hospital() {
    if (pack() == nullptr) {
        return "karolinska";
    }
    auto const* found = one_of(pack()->rules.hospitals());
    for (int tries = 0; tries < 4 && found->region_id() != region_; ++tries) {
        found = one_of(pack()->rules.hospitals());
    }
    return found->id();
}

std::string Wishes::move() {
    auto const* const found = incident_ == nullptr ? nullptr : one_of(incident_->casualties.moves);
    return found == nullptr ? "p1-1" : found->move_id();
}

std::int64_t Wishes::number(FieldDescriptor const& field) {
    auto const& rule = rule_of(field);
    auto const& name = field.name();
    auto const is_wide = field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    auto const max = rule.max() != 0 ? rule.max()
                     : is_wide       ? std::numeric_limits<std::int64_t>::max()
                                     : std::numeric_limits<std::int32_t>::max();
    if (name == "observed_at" || name == "exercised_at") {
        return chance_.percent(30)
                   ? 0
                   : std::max(std::int64_t{0}, state_.at().us - static_cast<std::int64_t>(
                                                                    chance_.below(about_past)));
    }
    if (name == "until") {
        return chance_.percent(50) ? 0 : state_.at().us + about_past;
    }
    if (name == "latitude_e5") {
        return 5'950'000 + static_cast<std::int64_t>(chance_.below(50'000));
    }
    if (name == "longitude_e5") {
        return 1'550'000 + static_cast<std::int64_t>(chance_.below(100'000));
    }
    if (name == "proposal") {
        return incident_ == nullptr || chance_.percent(50) ? 0
                                                           : incident_->transfers.proposal.number();
    }
    if (rule.max() != 0 && chance_.percent(2)) {
        return chance_.percent(50) ? rule.max() : rule.min();
    }
    auto const most = name == "seconds" || name == "pace_percent" ? std::uint64_t{900}
                      : ends_with(name, "minutes")                ? std::uint64_t{120}
                      : name == "line" || name == "decision"      ? std::uint64_t{2}
                      : name == "value"                           ? std::uint64_t{150}
                                                                  : std::uint64_t{12};
    return std::clamp(static_cast<std::int64_t>(chance_.below(most + 1)), rule.min(), max);
}

int Wishes::enumerated(FieldDescriptor const& field) {
    auto const& type = *field.enum_type();
    auto const may_be_none = !rule_of(field).required() && chance_.percent(10);
    auto const count = static_cast<std::uint64_t>(type.value_count());
    auto const index = may_be_none || count == 1 ? 0 : 1 + chance_.below(count - 1);
    return type.value(static_cast<int>(index))->number();
}

}  // namespace larm::swarm
