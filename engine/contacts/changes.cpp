#include "engine/contacts/changes.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/core/party.hpp"
#include "engine/delivery/channel.hpp"

namespace larm::contacts {
namespace {

std::string sha256(std::string const& bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
        return {};
    }
    return {hash.begin(), hash.begin() + size};
}

std::vector<std::string> values_of(v1::Officer const& officer, v1::Channel channel) {
    std::vector<std::string> values;
    for (auto const& address : officer.addresses()) {
        if (address.channel() == channel) {
            values.push_back(address.value());
        }
    }
    return values;
}

std::vector<v1::Channel> channels_of(v1::Officer const& officer) {
    std::vector<v1::Channel> channels;
    for (auto const& address : officer.addresses()) {
        if (std::ranges::find(channels, address.channel()) == channels.end()) {
            channels.push_back(address.channel());
        }
    }
    return channels;
}

v1::OfficerReach reach(v1::OfficerChange const& change, v1::Officer const& now) {
    v1::OfficerReach reach;
    reach.set_party(now.party());
    reach.set_officer_id(now.id());
    for (auto const channel : channels_of(now)) {
        reach.add_channels(channel);
        auto const before = values_of(change.before(), channel);
        if (!before.empty() && before != values_of(now, channel)) {
            reach.add_corrected(channel);
        }
    }
    return reach;
}

bool is_led_by(std::string const& party) {
    auto const role = core::role_of(party);
    return role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
}

}  // namespace

v1::Officer const* officer_in(v1::Contacts const& contacts, std::string_view id) {
    auto const found = std::ranges::find_if(contacts.officers(),
                                            [id](auto const& each) { return each.id() == id; });
    return found == contacts.officers().end() ? nullptr : &*found;
}

bool same_entry(v1::Officer const& one, v1::Officer const& other) {
    return one.party() == other.party() && one.name() == other.name() &&
           std::ranges::equal(one.addresses(), other.addresses(), [](auto const& a, auto const& b) {
               return a.channel() == b.channel() && a.value() == b.value();
           });
}

Changes changes_between(v1::Contacts const& now, v1::Contacts const& wanted, bool remove_missing) {
    std::map<std::string, v1::OfficerChange> changes;
    for (auto const& officer : wanted.officers()) {
        auto const* const before = officer_in(now, officer.id());
        if (before != nullptr && same_entry(*before, officer)) {
            continue;
        }
        auto& change = changes[officer.id()];
        change.set_officer_id(officer.id());
        *change.mutable_after() = officer;
        if (before != nullptr) {
            *change.mutable_before() = *before;
        }
    }
    for (auto const& officer : now.officers()) {
        if (remove_missing && officer_in(wanted, officer.id()) == nullptr) {
            auto& change = changes[officer.id()];
            change.set_officer_id(officer.id());
            *change.mutable_before() = officer;
        }
    }
    Changes list;
    for (auto& [id, change] : changes) {
        list.push_back(std::move(change));
    }
    return list;
}

Changes inverse(Changes const& changes) {
    auto turned = changes;
    for (auto& change : turned) {
        change.clear_before();
        change.clear_after();
    }
    for (std::size_t index = 0; index < changes.size(); ++index) {
        if (changes[index].has_after()) {
            *turned[index].mutable_before() = changes[index].after();
        }
        if (changes[index].has_before()) {
            *turned[index].mutable_after() = changes[index].before();
        }
    }
    return turned;
}

bool need_second_person(Changes const& changes) {
    return std::ranges::any_of(changes, [](auto const& change) {
        return is_led_by(change.before().party()) || is_led_by(change.after().party());
    });
}

std::string hash_of(Changes const& changes) {
    std::string bytes;
    for (auto const& change : changes) {
        auto const each = change.SerializeAsString();
        bytes += fmt::format("{}:", each.size()) + each;
    }
    return sha256(bytes);
}

std::string digest_of(v1::Officer const& officer) {
    return sha256(officer.SerializeAsString());
}

v1::ChangeContacts for_core(Changes const& changes) {
    v1::ChangeContacts out;
    out.set_hash(hash_of(changes));
    for (auto const& change : changes) {
        auto const moves = change.has_before() && change.has_after() &&
                           change.before().party() != change.after().party();
        if (change.has_after()) {
            *out.add_officers() = reach(change, change.after());
        }
        if (!change.has_after() || moves) {
            out.add_removed()->set_party(change.before().party());
            out.mutable_removed(out.removed_size() - 1)->set_officer_id(change.officer_id());
        }
    }
    return out;
}

std::string in_words(v1::OfficerChange const& change) {
    if (!change.has_before() || !change.has_after()) {
        return change.has_after() ? "new" : "removed";
    }
    std::vector<std::string> parts;
    auto const add = [&parts](std::string_view what, std::string_view was, std::string_view is) {
        if (was != is) {
            parts.push_back(fmt::format("{} {} -> {}", what, was.empty() ? "none" : was,
                                        is.empty() ? "none" : is));
        }
    };
    add("party", change.before().party(), change.after().party());
    add("name", change.before().name(), change.after().name());
    std::set<v1::Channel> channels;
    for (auto const* const officer : {&change.before(), &change.after()}) {
        for (auto const channel : channels_of(*officer)) {
            channels.insert(channel);
        }
    }
    for (auto const channel : channels) {
        add(delivery::channel_word(channel),
            fmt::format("{}", fmt::join(values_of(change.before(), channel), ", ")),
            fmt::format("{}", fmt::join(values_of(change.after(), channel), ", ")));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace larm::contacts
