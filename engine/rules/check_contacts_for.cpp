// The contacts against a pack: parties that exist, somebody on duty for each, and an address for
// every channel that the ladders use.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/party.hpp"
#include "engine/rules/check_contacts.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/reach.hpp"

namespace larm::rules {
namespace {

/// Every party that can exist in the pack.
std::vector<std::string> known_parties(v1::RulePack const& pack) {
    std::vector<std::string> parties;
    for (auto const& region : pack.regions()) {
        parties.push_back(core::make_party(v1::ROLE_TIB, region.id()));
        parties.push_back(core::make_party(v1::ROLE_DEPUTY, region.id()));
    }
    for (auto const& centre : pack.blood_centres()) {
        parties.push_back(core::make_party(v1::ROLE_BLOOD, centre.region_id()));
    }
    for (auto const& hospital : pack.hospitals()) {
        parties.push_back(core::make_party(v1::ROLE_HOSPITAL, hospital.id()));
    }
    for (auto const& organisation : pack.organisations()) {
        parties.push_back(core::make_party(organisation.role(), organisation.id()));
    }
    return parties;
}

/// What the ladders need of one party: the channels, each with the first step that uses it.
struct Need {
    std::map<v1::Channel, std::string> channels;
    /// Rungs for whoever was alerted: of these, one channel each is enough.
    std::vector<std::pair<std::string, std::set<v1::Channel>>> any_of;
};

using Needs = std::map<std::string, Need, std::less<>>;

void add_rung(Needs& needs, core::Pack const& pack, v1::Step const& step, v1::Rung const& rung) {
    for (auto const& notify : rung.notify()) {
        std::set<v1::Channel> channels;
        for (auto const channel : notify.channels()) {
            channels.insert(static_cast<v1::Channel>(channel));
        }
        auto const mixed =
            step.audience().where() == v1::WHERE_ALERTED && notify.who() == v1::RECIPIENT_PARTY;
        for (auto const& party : recipients_of(pack, step, notify)) {
            auto& need = needs[party];
            if (mixed) {
                need.any_of.emplace_back(step.id(), channels);
                continue;
            }
            for (auto const channel : channels) {
                need.channels.emplace(channel, step.id());
            }
        }
    }
}

Needs needs_of(v1::RulePack const& rules) {
    core::Pack const pack{{}, {}, rules};
    Needs needs;
    for (auto const& step : rules.steps()) {
        for (auto const& party : parties_of(pack, step)) {
            needs[party];  // asked, even where only others are told
        }
        for (auto const& rung : step.rungs()) {
            add_rung(needs, pack, step, rung);
        }
    }
    return needs;
}

bool has(v1::Officer const& officer, v1::Channel channel) {
    return std::ranges::any_of(officer.addresses(), [channel](auto const& address) {
        return address.channel() == channel;
    });
}

/// Off duty too: the duty changes hands, and the ladder stays.
void check_officer(Place const& place, v1::Officer const& officer, Need const& need,
                   Faults& faults) {
    for (auto const& [channel, step] : need.channels) {
        if (!has(officer, channel)) {
            faults.push_back(
                place.fault(fmt::format("\"{}\" has no address for {}", officer.id(),
                                        v1::Channel_Name(channel)),
                            fmt::format("step \"{}\" uses it for {}", step, officer.party())));
        }
    }
    for (auto const& [step, channels] : need.any_of) {
        auto const reached = std::ranges::any_of(
            channels, [&officer](v1::Channel channel) { return has(officer, channel); });
        if (!reached && !channels.empty()) {
            std::vector<std::string> names;
            for (auto const channel : channels) {
                names.push_back(v1::Channel_Name(channel));
            }
            faults.push_back(place.fault(
                fmt::format("a rung of \"{}\" reaches \"{}\" over nothing", step, officer.id()),
                "one of them is enough: " + listed(names)));
        }
    }
}

void check_party(Document const& document, v1::Contacts const& contacts, std::string const& party,
                 Faults& faults) {
    auto const of_party = [&party](auto const& officer) { return officer.party() == party; };
    auto const first = std::ranges::find_if(contacts.officers(), of_party);
    if (first == contacts.officers().end()) {
        faults.push_back(document.top().fault(
            fmt::format("nobody can be on duty for {}", party),
            fmt::format("the chain asks for it: write officers {{ party: \"{}\" on_duty: true ... "
                        "}}",
                        party)));
    } else if (std::ranges::none_of(contacts.officers(), [&of_party](auto const& officer) {
                   return of_party(officer) && officer.on_duty();
               })) {
        auto const index = static_cast<int>(first - contacts.officers().begin());
        faults.push_back(document.top()
                             .at("officers", index)
                             .fault(fmt::format("nobody is on duty for {}", party),
                                    "write on_duty: true for the officer who has the duty first"));
    }
}

}  // namespace

void check_contacts_for(v1::RulePack const& pack, Document const& document,
                        v1::Contacts const& contacts, Faults& faults, Unusable& unusable) {
    auto const known = known_parties(pack);
    auto const needs = needs_of(pack);
    for (int index = 0; index < contacts.officers_size(); ++index) {
        auto const& officer = contacts.officers(index);
        auto const place = document.top().at("officers", index);
        if (std::ranges::find(known, officer.party()) == known.end()) {
            unusable.officers.insert(index);
            if (core::role_of(officer.party()) != v1::ROLE_UNSPECIFIED) {
                faults.push_back(
                    place.at("party").fault(fmt::format("unknown party \"{}\"", officer.party()),
                                            did_you_mean(officer.party(), known)));
            }
            continue;
        }
        if (auto const need = needs.find(officer.party()); need != needs.end()) {
            check_officer(place, officer, need->second, faults);
        }
    }
}

void check_parties_for(v1::RulePack const& pack, Document const& document,
                       v1::Contacts const& contacts, Faults& faults) {
    for (auto const& [party, need] : needs_of(pack)) {
        check_party(document, contacts, party, faults);
    }
}

}  // namespace larm::rules
