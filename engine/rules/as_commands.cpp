#include "engine/rules/as_commands.hpp"

namespace larm::rules {
namespace {

/// The address in `contacts` of an officer's channel; empty where there is none.
std::string address_in(v1::Contacts const& contacts, std::string const& officer,
                       v1::Channel channel) {
    for (auto const& each : contacts.officers()) {
        for (auto const& address : each.addresses()) {
            if (each.id() == officer && address.channel() == channel) {
                return address.value();
            }
        }
    }
    return {};
}

}  // namespace

v1::Command activation(LoadedPack const& loaded) {
    v1::Command command;
    auto& activate = *command.mutable_activate_rule_pack();
    activate.set_hash(loaded.hash.data(), loaded.hash.size());
    activate.set_pack(loaded.bytes);
    return command;
}

v1::Command seeding(v1::Contacts const& contacts, v1::Contacts const& before) {
    v1::Command command;
    for (auto const& officer : contacts.officers()) {
        auto& seeded = *command.mutable_seed_duty()->add_officers();
        seeded.set_party(officer.party());
        seeded.set_officer_id(officer.id());
        seeded.set_on_duty(officer.on_duty());
        for (auto const& address : officer.addresses()) {
            seeded.add_channels(address.channel());
            auto const former = address_in(before, officer.id(), address.channel());
            if (!former.empty() && former != address.value()) {
                seeded.add_corrected(address.channel());
            }
        }
    }
    return command;
}

}  // namespace larm::rules
