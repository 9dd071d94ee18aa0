#include "tests/unit/contacts/support.hpp"

#include <fstream>
#include <iterator>

namespace larm::contacts::test {

v1::Officer officer(std::string const& id, std::string const& party,
                    std::vector<Line> const& lines) {
    v1::Officer made;
    made.set_id(id);
    made.set_party(party);
    made.set_name("Name of " + id);
    for (auto const& line : lines) {
        auto& address = *made.add_addresses();
        address.set_channel(line.channel);
        address.set_value(line.value);
    }
    return made;
}

v1::Contacts people(std::vector<v1::Officer> const& officers) {
    v1::Contacts contacts;
    for (auto const& each : officers) {
        *contacts.add_officers() = each;
    }
    return contacts;
}

v1::Contacts dalarna() {
    auto contacts = people(
        {officer("dalarna-tib-1", "tib@dalarna",
                 {{v1::CHANNEL_SMS, "+46701740605"},
                  {v1::CHANNEL_SMS, "+46701740606"},
                  {v1::CHANNEL_RAKEL, "7100606"}}),
         officer("dalarna-tib-2", "tib@dalarna", {{v1::CHANNEL_SMS, "+46701740607"}}),
         officer("dalarna-blood-1", "blood@dalarna", {{v1::CHANNEL_EMAIL, "blood@example.org"}})});
    contacts.mutable_officers(0)->set_on_duty(true);
    return contacts;
}

std::unique_ptr<ContactBook> open(std::filesystem::path const& directory) {
    return must(ContactBook::open(directory));
}

Origin by(std::string const& token, std::string const& command_id) {
    return {token, command_id, noon};
}

std::string bytes_of(std::filesystem::path const& directory) {
    std::ifstream file{directory / "contacts.db", std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace larm::contacts::test
