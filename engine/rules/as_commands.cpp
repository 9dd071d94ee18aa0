#include "engine/rules/as_commands.hpp"

namespace larm::rules {

v1::Command activation(LoadedPack const& loaded) {
    v1::Command command;
    auto& activate = *command.mutable_activate_rule_pack();
    activate.set_hash(loaded.hash.data(), loaded.hash.size());
    activate.set_pack(loaded.bytes);
    return command;
}

v1::Command seeding(v1::Contacts const& contacts) {
    v1::Command command;
    for (auto const& officer : contacts.officers()) {
        auto& seeded = *command.mutable_seed_duty()->add_officers();
        seeded.set_party(officer.party());
        seeded.set_officer_id(officer.id());
        seeded.set_on_duty(officer.on_duty());
        for (auto const& address : officer.addresses()) {
            seeded.add_channels(address.channel());
        }
    }
    return command;
}

}  // namespace larm::rules
