// Loading a pack: what is in its bytes and hash, and what is not.
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/party.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

fs::path shipped() {
    return source_folder() / "rules/mellansverige";
}

rules::LoadedPack loaded(fs::path const& folder) {
    auto pack = rules::load_pack(folder);
    REQUIRE(pack.has_value());
    return *std::move(pack);
}

/// Steps and other repeated fields keep their order; nothing else about the text counts.
std::string in_reverse_files(std::string const& text) {
    auto const at = text.find("\nregions {");
    REQUIRE(at != std::string::npos);
    return text.substr(at) + "\n# and the head last\n" + text.substr(0, at) + "\n";
}

/// Post- och telestyrelsen keeps 070-174 06 05 to 06 99 for fiction.
bool is_fictional(std::string_view telephone) {
    constexpr std::string_view range = "+467017406";
    return telephone.starts_with(range) && telephone.size() == range.size() + 2 &&
           telephone.substr(range.size()) >= "05";
}

std::string with_each(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

}  // namespace

TEST_CASE("the pack that is shipped has no fault", "[rules]") {
    CHECK(PackFolder{shipped()}.faults() == std::vector<std::string>{});
}

TEST_CASE(
    "every hospital of the pack that is shipped has a ladder in each dimension, and says what is "
    "assumed",
    "[rules][capacity]") {
    auto const pack = loaded(shipped()).pack;
    REQUIRE(pack.plus_size() == pack.hospitals_size());
    CHECK(pack.ways_size() == pack.hospitals_size() * (pack.hospitals_size() - 1) / 2);
    for (auto const& plus : pack.plus()) {
        CAPTURE(plus.hospital_id());
        std::map<int, int> steps;
        for (auto const& step : plus.steps()) {
            ++steps[step.dimension()];
        }
        for (auto const dimension : {v1::PLUS_DIMENSION_PREMISES, v1::PLUS_DIMENSION_EQUIPMENT,
                                     v1::PLUS_DIMENSION_STAFF, v1::PLUS_DIMENSION_CONTROL}) {
            CHECK(steps[dimension] >= 2);
        }
        CHECK(plus.source().starts_with("Antagande"));
    }
}

TEST_CASE("the pack that is shipped has the seven regions, each with a hospital and blood centre",
          "[rules]") {
    auto const pack = loaded(shipped()).pack;
    std::set<std::string> regions;
    std::set<std::string> with_hospital;
    std::set<std::string> with_blood;
    for (auto const& region : pack.regions()) {
        regions.insert(region.id());
    }
    for (auto const& hospital : pack.hospitals()) {
        with_hospital.insert(hospital.region_id());
    }
    for (auto const& centre : pack.blood_centres()) {
        with_blood.insert(centre.region_id());
    }
    CHECK(regions == std::set<std::string>{"dalarna", "gavleborg", "sormland", "uppsala",
                                           "varmland", "vastmanland", "orebro"});
    CHECK(with_hospital == regions);
    CHECK(with_blood == regions);
    CHECK(pack.hospitals_size() == 20);
}

TEST_CASE("who has not seen the alarm, or its end, is told again over all that could reach them",
          "[rules]") {
    auto const pack = loaded(shipped()).pack;
    auto const channels = [](v1::Rung const& rung) {
        std::set<int> all;
        for (auto const& notify : rung.notify()) {
            if (notify.who() == v1::RECIPIENT_PARTY) {
                all.insert(notify.channels().begin(), notify.channels().end());
            }
        }
        return all;
    };
    for (auto const& step : pack.steps()) {
        if (step.expects() != v1::EXPECTS_ACKNOWLEDGEMENT) {
            continue;
        }
        CAPTURE(step.id());
        std::set<int> used;
        for (auto const& rung : step.rungs()) {
            used.merge(channels(rung));
        }
        CHECK(channels(step.rungs(step.rungs_size() - 1)) == used);
    }
}

TEST_CASE("the people of the pack that is shipped are invented", "[rules]") {
    auto const contacts = rules::load_contacts(shipped());
    REQUIRE(contacts.has_value());
    for (auto const& officer : contacts->officers()) {
        CAPTURE(officer.id());
        for (auto const& address : officer.addresses()) {
            CAPTURE(address.value());
            auto const phone =
                address.channel() == v1::CHANNEL_SMS || address.channel() == v1::CHANNEL_VOICE;
            CHECK((!phone || is_fictional(address.value())));
            CHECK((address.channel() != v1::CHANNEL_EMAIL ||
                   address.value().ends_with("@example.org")));
        }
    }
}

TEST_CASE("each region has a TiB, a deputy and a blood centre on duty, and the nation a TiB",
          "[rules]") {
    auto const contacts = rules::load_contacts(shipped());
    REQUIRE(contacts.has_value());
    std::set<std::string> on_duty;
    for (auto const& officer : contacts->officers()) {
        if (officer.on_duty()) {
            on_duty.insert(officer.party());
        }
    }
    auto const pack = loaded(shipped()).pack;
    for (auto const& region : pack.regions()) {
        for (auto const role : {v1::ROLE_TIB, v1::ROLE_DEPUTY, v1::ROLE_BLOOD}) {
            CHECK(on_duty.contains(core::make_party(role, region.id())));
        }
    }
    CHECK(on_duty.contains("national@socialstyrelsen"));
}

TEST_CASE("loading twice gives the same bytes and the same hash", "[rules]") {
    auto const first = loaded(shipped());
    auto const second = loaded(shipped());
    CHECK(first.bytes == second.bytes);
    CHECK(first.hash == second.hash);
    CHECK(std::ranges::any_of(first.hash, [](auto byte) { return byte != 0; }));
    v1::RulePack read_back;
    REQUIRE(read_back.ParseFromString(first.bytes));
    CHECK(read_back.SerializeAsString() == first.pack.SerializeAsString());
}

TEST_CASE("comments, spaces, line ends and a byte order mark do not change the hash", "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    auto const before = loaded(folder.path()).hash;
    auto const text = folder.read("pack.textproto");
    folder.write("pack.textproto", "# another comment\n\n" + text + "\n\n# and the last\n");
    CHECK(loaded(folder.path()).hash == before);
    folder.write("pack.textproto", "\xEF\xBB\xBF" + with_each(text, "\n", "\r\n"));
    CHECK(loaded(folder.path()).hash == before);
    folder.write("pack.textproto", with_each(text, "\n  ", "\n\t"));
    CHECK(loaded(folder.path()).hash == before);
}

TEST_CASE("how a pack is parted into files, and what they are called, does not change the hash",
          "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    auto const before = loaded(folder.path()).hash;
    auto const text = folder.read("pack.textproto");
    folder.write("pack.textproto", in_reverse_files(text));
    CHECK(loaded(folder.path()).hash == before);
    auto const at = text.find("\nmessages {");
    REQUIRE(at != std::string::npos);
    folder.write("pack.textproto", text.substr(at));
    folder.write("another.textproto", text.substr(0, at));
    CHECK(loaded(folder.path()).hash == before);
    CHECK(folder.faults() == std::vector<std::string>{});
}

TEST_CASE("a changed number changes the hash, and contacts do not", "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    auto const before = loaded(folder.path()).hash;
    folder.edit("contacts.textproto", "+46701740611", "+46701740612");
    CHECK(loaded(folder.path()).hash == before);
    folder.edit("pack.textproto", "repeat_every_s: 61", "repeat_every_s: 62");
    CHECK(loaded(folder.path()).hash != before);
}

TEST_CASE("a fault in one file is found beside those of the others, each in its file", "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    auto const text = folder.read("pack.textproto");
    auto const at = text.find("messages {");
    folder.write("pack.textproto", replaced(text.substr(0, at), "minimum: 5", "minimum: 0"));
    folder.write("texts.textproto", replaced(text.substr(at), "{party} svarar", "{parti} svarar"));
    folder.edit("contacts.textproto", "tib@national.example", "tib");
    CHECK(folder.faults() ==
          std::vector<std::string>{
              "contacts.textproto:65:38: \"tib\" is no address for CHANNEL_EMAIL",
              "  a mail address, e.g. \"tib@region.example\"", "pack.textproto:48:3: minimum is 0",
              "  it can be 1 to 100",
              "texts.textproto:29:3: unknown placeholder {parti} in short_sv",
              "  did you mean \"party\"?"});
}

TEST_CASE("what is lacking is not said while a file cannot be read: it may stand there",
          "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    auto const text = folder.read("pack.textproto");
    auto const at = text.find("messages {");
    folder.write("pack.textproto", text.substr(0, at));
    folder.write("texts.textproto", text.substr(at) + "messages {");
    auto const faults = folder.faults();
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults[0], Catch::StartsWith("texts.textproto:"));
}

TEST_CASE("what one file says, another cannot say again", "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    folder.write("second.textproto", "version: \"2\"\n");
    auto const faults = folder.faults();
    REQUIRE(faults.size() == 2);
    CHECK(faults[0] == "second.textproto:1:1: \"version\" is given twice");
    CHECK_THAT(faults[1], Catch::Contains("pack.textproto:3 already"));
}

TEST_CASE("a folder without a pack or without contacts says so", "[rules]") {
    PackFolder const folder;
    CHECK_THAT(folder.faults(), Catch::VectorContains(std::string{".:1:1: no rule pack here"}));
    CHECK_FALSE(rules::load_pack(folder.path() / "nowhere").has_value());
    PackFolder const pack{rules_test_folder() / "base"};
    fs::remove(pack.path() / "contacts.textproto");
    REQUIRE(pack.faults().size() == 1);
    CHECK_THAT(pack.faults()[0], Catch::StartsWith("contacts.textproto:1:1: cannot be read"));
}

TEST_CASE("contacts can be loaded by themselves while the pack is broken", "[rules]") {
    PackFolder const folder{rules_test_folder() / "base"};
    folder.edit("pack.textproto", "minimum: 5", "minimum: 0");
    CHECK_FALSE(rules::load_pack(folder.path()).has_value());
    CHECK(rules::load_contacts(folder.path()).has_value());
}

TEST_CASE("what seeds the duty names officers and channels, never a person or a number",
          "[rules]") {
    auto const contacts = rules::load_contacts(shipped(), loaded(shipped()).pack);
    REQUIRE(contacts.has_value());
    auto const seeding = rules::seeding(*contacts);
    auto const bytes = seeding.SerializeAsString();
    REQUIRE(seeding.seed_duty().officers_size() == contacts->officers_size());
    for (int index = 0; index < contacts->officers_size(); ++index) {
        auto const& officer = contacts->officers(index);
        auto const& seeded = seeding.seed_duty().officers(index);
        CAPTURE(officer.id());
        CHECK(seeded.officer_id() == officer.id());
        CHECK(seeded.party() == officer.party());
        CHECK(seeded.on_duty() == officer.on_duty());
        REQUIRE(seeded.channels_size() == officer.addresses_size());
        CHECK(bytes.find(officer.name()) == std::string::npos);
        for (int each = 0; each < officer.addresses_size(); ++each) {
            CHECK(seeded.channels(each) == officer.addresses(each).channel());
            auto const& value = officer.addresses(each).value();
            auto const is_secret = value.starts_with('+') || value.find('@') != std::string::npos;
            CHECK_FALSE((is_secret && bytes.find(value) != std::string::npos));
        }
    }
}

TEST_CASE("a fault reads as compilers write it", "[rules]") {
    CHECK(to_string(rules::Fault{"rules/x.textproto", 3, 7, "unknown region \"dalrna\"",
                                 "did you mean \"dalarna\"?"}) ==
          "rules/x.textproto:3:7: error: unknown region \"dalrna\"\n"
          "rules/x.textproto:3:7: note: did you mean \"dalarna\"?");
}

}  // namespace larm::test
