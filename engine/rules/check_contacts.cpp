// The contacts in themselves: officers, and addresses in the form that their channel takes.
#include "engine/rules/check_contacts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/rules/check_values.hpp"
#include "engine/rules/names.hpp"

namespace larm::rules {
namespace {

/// Far more than the 2,000 recipients of one alarm; over it the comparing would take too long.
constexpr int officers_max = 5000;

bool are_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_printed(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

/// ITU-T E.164: plus, country code, at most 15 digits.
bool is_telephone(std::string_view text) {
    return text.starts_with('+') && are_digits(text.substr(1)) && text[1] != '0' &&
           text.size() >= 8 && text.size() <= 16;
}

/// ETSI TS 100 392-1: an ISSI has 24 bits; 0 is nobody.
bool is_issi(std::string_view text) {
    if (!are_digits(text) || text.size() > 8 || text.front() == '0') {
        return false;
    }
    auto number = 0;
    for (auto const digit : text) {
        number = number * 10 + (digit - '0');
    }
    return number <= 0xFFFFFF;
}

bool is_mail(std::string_view text) {
    auto const at = text.find('@');
    if (!is_printed(text) || text.size() > 254 || at == 0 || at == std::string_view::npos) {
        return false;
    }
    auto const domain = text.substr(at + 1);
    return domain.find('@') == std::string_view::npos &&
           domain.find('.') != std::string_view::npos && !domain.starts_with('.') &&
           !domain.ends_with('.') && domain.find("..") == std::string_view::npos;
}

bool is_web(std::string_view text) {
    return is_printed(text) && ((text.starts_with("https://") && text.size() > 8) ||
                                (text.starts_with("http://") && text.size() > 7));
}

/// What an address of the channel looks like; empty where `value` does.
std::string_view right_form(v1::Channel channel, std::string_view value) {
    switch (channel) {
        case v1::CHANNEL_SMS:
        case v1::CHANNEL_VOICE:
            return is_telephone(value) ? "" : "a telephone number in E.164, e.g. \"+46701740605\"";
        case v1::CHANNEL_RAKEL:
            return is_issi(value) ? "" : "an ISSI: digits, 1 to 16777215, e.g. \"7100606\"";
        case v1::CHANNEL_EMAIL:
            return is_mail(value) ? "" : "a mail address, e.g. \"tib@region.example\"";
        case v1::CHANNEL_WEBHOOK: return is_web(value) ? "" : "an address, e.g. \"https://...\"";
        case v1::CHANNEL_PUSH:
            return is_printed(value) ? "" : "the name of a device, without spaces";
        case v1::CHANNEL_OPERATOR:
            return is_printed(value) ? "" : "the name of a desk, without spaces";
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "channel: CHANNEL_PUSH, or another";
}

class ContactsCheck {
public:
    ContactsCheck(Document const& document, v1::Contacts const& contacts, Faults& faults,
                  Unusable& unusable)
        : document_{document}, contacts_{contacts}, faults_{faults}, unusable_{unusable} {}

    void run() const {
        if (contacts_.officers().empty()) {
            fault(document_.top(), "no officers", "write officers { ... } for each of them");
        }
        if (contacts_.officers_size() > officers_max) {
            fault(at(officers_max), fmt::format("{} officers", contacts_.officers_size()),
                  fmt::format("at most {} can be checked", officers_max));
            for (int index = 0; index < contacts_.officers_size(); ++index) {
                unusable_.officers.insert(index);
            }
            return;
        }
        for (int index = 0; index < contacts_.officers_size(); ++index) {
            check_officer(index);
            check_duty(index);
        }
    }

private:
    void fault(Place const& place, std::string message, std::string hint = {}) const {
        faults_.push_back(place.fault(std::move(message), std::move(hint)));
    }
    [[nodiscard]] Place at(int index) const { return document_.top().at("officers", index); }

    void check_officer(int index) const {
        auto const& officer = contacts_.officers(index);
        auto const place = at(index);
        if (!is_id(officer.id())) {
            fault(place.at("id"), fmt::format("\"{}\" cannot be an officer's id", officer.id()),
                  "an id is 1 to 64 of a-z, 0-9, _ and -");
            unusable_.officers.insert(index);
        }
        auto const earlier = contacts_.officers().begin() + index;
        if (std::any_of(contacts_.officers().begin(), earlier,
                        [&officer](auto const& each) { return each.id() == officer.id(); })) {
            fault(place.at("id"), fmt::format("two of the id \"{}\"", officer.id()),
                  "each officer has an id of their own");
            unusable_.officers.insert(index);
        }
        if (core::role_of(officer.party()) == v1::ROLE_UNSPECIFIED ||
            !is_code(core::organisation_of(officer.party()))) {
            fault(place.at("party"), fmt::format("\"{}\" is no party", officer.party()),
                  "a party is role@organisation, e.g. \"tib@dalarna\"; roles: tib, deputy, blood, "
                  "hospital, national");
            unusable_.officers.insert(index);
        }
        if (officer.name().empty()) {
            fault(place.at("name"), "name missing");
        }
        if (officer.addresses().empty()) {
            fault(place, fmt::format("\"{}\" can be reached over nothing", officer.id()),
                  "write addresses { channel: ... value: ... }");
        }
        check_addresses(index);
    }

    void check_addresses(int index) const {
        auto const& officer = contacts_.officers(index);
        for (int number = 0; number < officer.addresses_size(); ++number) {
            auto const& address = officer.addresses(number);
            auto const place = at(index).at("addresses", number);
            if (address.channel() == v1::CHANNEL_UNSPECIFIED) {
                fault(place.at("channel"), "channel missing");
                unusable_.addresses.emplace(index, number);
                continue;
            }
            if (auto const form = right_form(address.channel(), address.value()); !form.empty()) {
                fault(place.at("value"),
                      fmt::format("\"{}\" is no address for {}", address.value(),
                                  v1::Channel_Name(address.channel())),
                      std::string{form});
                unusable_.addresses.emplace(index, number);
            }
            auto const same = [&address](auto const& each) {
                return each.channel() == address.channel();
            };
            if (std::any_of(officer.addresses().begin(), officer.addresses().begin() + number,
                            same)) {
                fault(place,
                      fmt::format("\"{}\" has an address for {} already", officer.id(),
                                  v1::Channel_Name(address.channel())),
                      "one address for each channel");
                unusable_.addresses.emplace(index, number);
            }
            check_shared(index, number, place.at("value"));
        }
    }

    /// A number copied from another party: that party's alarm would go to the wrong people. The
    /// officers of one party may share a telephone, and anyone a desk or a system.
    void check_shared(int index, int number, Place const& place) const {
        auto const& address = contacts_.officers(index).addresses(number);
        if (address.channel() == v1::CHANNEL_OPERATOR || address.channel() == v1::CHANNEL_WEBHOOK) {
            return;
        }
        for (int other = 0; other < index; ++other) {
            auto const& officer = contacts_.officers(other);
            auto const same = [&address](auto const& each) {
                return each.channel() == address.channel() && each.value() == address.value();
            };
            if (officer.party() != contacts_.officers(index).party() &&
                std::ranges::any_of(officer.addresses(), same)) {
                fault(place, fmt::format("{} is the address of \"{}\", of {}, already",
                                         address.value(), officer.id(), officer.party()));
                unusable_.addresses.emplace(index, number);
                return;
            }
        }
    }

    /// The duty is one officer's.
    void check_duty(int index) const {
        auto const& officer = contacts_.officers(index);
        for (int other = 0; officer.on_duty() && other < index; ++other) {
            auto const& earlier = contacts_.officers(other);
            if (earlier.on_duty() && earlier.party() == officer.party()) {
                fault(
                    at(index).at("on_duty"),
                    fmt::format("\"{}\" is on duty for {} already", earlier.id(), officer.party()),
                    "one officer of a party has the duty; it is handed over while the engine "
                    "runs");
                unusable_.duties.insert(index);
                return;
            }
        }
    }

    Document const& document_;
    v1::Contacts const& contacts_;
    Faults& faults_;
    Unusable& unusable_;
};

}  // namespace

void check_contacts(Document const& document, v1::Contacts const& contacts, Faults& faults,
                    Unusable& unusable) {
    check_values(document.top(), contacts, faults);
    ContactsCheck{document, contacts, faults, unusable}.run();
}

}  // namespace larm::rules
