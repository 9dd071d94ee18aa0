#include "tests/bench/alarm.hpp"

#include <fmt/format.h>
#include <larm/v1/rules.pb.h>
#include <openssl/evp.h>

#include <string_view>

#include "engine/core/check.hpp"

namespace larm::bench {
namespace {

v1::RulePack pack_of(int recipients, std::vector<v1::Channel> const& channels) {
    v1::RulePack pack;
    pack.set_name("bench");
    pack.set_version("1");
    for (int i = 0; i <= recipients; ++i) {
        auto& region = *pack.add_regions();
        region.set_id(fmt::format("r{}", i));
        region.set_name(fmt::format("Region {}", i));
        region.set_short_name(region.name());
        region.set_number(i + 1);
    }
    auto& alarm = *pack.add_steps();
    alarm.set_id("regional_alarm");
    alarm.mutable_start()->set_trigger(v1::TRIGGER_ALARM);
    alarm.mutable_audience()->set_role(v1::ROLE_TIB);
    alarm.mutable_audience()->set_where(v1::WHERE_EVERY_REGION);
    alarm.set_message("alarm");
    alarm.set_expects(v1::EXPECTS_ACKNOWLEDGEMENT);
    alarm.set_required(true);
    alarm.set_repeat_every_s(600);
    auto& notify = *alarm.add_rungs()->add_notify();
    notify.set_who(v1::RECIPIENT_PARTY);
    for (auto const channel : channels) {
        notify.add_channels(channel);
        auto& policy = *pack.mutable_policy()->add_channels();
        policy.set_channel(channel);
        policy.set_attempt_within_s(300);
        policy.set_receipt_within_s(300);  // as in a real pack: every outcome moves a deadline
    }
    auto& message = *pack.add_messages();
    message.set_id("alarm");
    message.mutable_title()->set_sv("Masskadelarm {region}: {level}");
    message.mutable_title()->set_en("Mass casualty alarm {region}: {level}");
    message.mutable_body()->set_sv(
        "{region} har bekräftat {level} kl {time}. Plats: {place}. "
        "Skadeutfall: {casualties}. Kvittera.");
    message.mutable_body()->set_en(
        "{region} confirmed {level} at {time}. Place: {place}. "
        "Casualties: {casualties}. Acknowledge.");
    message.set_short_sv("{region} {level} {incident}. Kvittera");
    return pack;
}

}  // namespace

double ms_between(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

v1::Command activation(int recipients, std::vector<v1::Channel> const& channels) {
    v1::Command command;
    auto& activate = *command.mutable_activate_rule_pack();
    activate.set_pack(pack_of(recipients, channels).SerializeAsString());
    std::string hash(32, '\0');
    LARM_CHECK(EVP_Digest(activate.pack().data(), activate.pack().size(),
                          reinterpret_cast<unsigned char*>(hash.data()), nullptr, EVP_sha256(),
                          nullptr) == 1);
    activate.set_hash(hash);
    return command;
}

v1::Command duties(int recipients, std::vector<v1::Channel> const& channels) {
    v1::Command command;
    for (int i = 0; i <= recipients; ++i) {
        auto& officer = *command.mutable_seed_duty()->add_officers();
        officer.set_party(fmt::format("tib@r{}", i));
        officer.set_officer_id(fmt::format("o{}", i));
        officer.set_on_duty(true);
        for (auto const channel : channels) {
            officer.add_channels(channel);
        }
    }
    return command;
}

v1::Command confirmation() {
    v1::Command command;
    command.mutable_actor()->set_role(v1::ROLE_TIB);
    command.mutable_actor()->set_organisation("r0");
    command.mutable_actor()->set_token_id("t-bench");
    command.set_fingerprint("12345678");
    command.set_fresh_id("01930000-0000-7000-8000-000000000001");
    auto& request = *command.mutable_confirm_incident();
    request.set_command_id("01930000-0000-7000-8000-000000000002");
    request.set_region_id("r0");
    request.set_level(v1::READINESS_LEVEL_KATASTROF);
    request.set_mass_casualty(true);
    request.mutable_report()->set_exact_location("E18 väster om Arboga");
    request.mutable_report()->mutable_casualties()->set_severe(12);
    return command;
}

std::vector<std::string> EverybodysAddresses::addresses(std::string_view officer_id,
                                                        v1::Channel channel) const {
    if (channel == v1::CHANNEL_WEBHOOK) {
        return {receiver_ + std::string{officer_id}};
    }
    if (channel == v1::CHANNEL_SMS) {
        return {fmt::format("+4670{:0>7}", officer_id.substr(1))};
    }
    return {fmt::format("{}@region.example", officer_id)};
}

}  // namespace larm::bench
