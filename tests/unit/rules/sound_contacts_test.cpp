// What is taken of contacts that have faults.
#include "engine/rules/sound_contacts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

struct Read {
    rules::SoundContacts sound;
    std::vector<std::string> faults;
    int officers = 0;  ///< in the file without faults

    [[nodiscard]] static v1::Officer const* find(v1::Contacts const& in, std::string const& id) {
        auto const found = std::ranges::find_if(
            in.officers(), [&id](auto const& officer) { return officer.id() == id; });
        return found == in.officers().end() ? nullptr : &*found;
    }
    [[nodiscard]] v1::Officer const* whole(std::string const& id) const {
        return find(sound.whole, id);
    }
    [[nodiscard]] v1::Officer const* rest(std::string const& id) const {
        return find(sound.rest, id);
    }
};

Read read_back(PackFolder const& folder) {
    auto const pack = rules::load_pack(folder.path());
    REQUIRE(pack.has_value());
    Read read;
    read.sound = rules::load_sound_contacts(folder.path(), &pack->pack);
    for (auto const& fault : read.sound.faults) {
        for (auto& line : lines_of(fault, folder.path())) {
            read.faults.push_back(std::move(line));
        }
    }
    read.officers = rules::load_contacts(source_folder() / "rules/mellansverige")->officers_size();
    CAPTURE(read.faults);
    return read;
}

constexpr auto sms_of_first = R"(addresses { channel: CHANNEL_SMS value: "+46701740605" })";

}  // namespace

TEST_CASE("contacts without a fault are all whole", "[rules][contacts]") {
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    auto const read = read_back(folder);
    CHECK(read.faults.empty());
    CHECK(read.sound.whole.officers_size() == read.officers);
    CHECK(read.sound.rest.officers_size() == 0);
}

TEST_CASE("one wrong number takes nobody else's away, and not its officer's other addresses",
          "[rules][contacts]") {
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    folder.edit("contacts.textproto", sms_of_first,
                R"(addresses { channel: CHANNEL_SMS value: "070-174 06 05" })");
    auto const read = read_back(folder);
    REQUIRE_FALSE(read.faults.empty());
    CHECK_THAT(read.faults[0], Catch::StartsWith("contacts.textproto:12:"));
    CHECK(read.sound.whole.officers_size() == read.officers - 1);
    CHECK(read.whole("dalarna-tib-1") == nullptr);
    auto const* const officer = read.rest("dalarna-tib-1");
    REQUIRE(officer != nullptr);
    CHECK(officer->addresses_size() == 5);
    CHECK(officer->on_duty());
}

TEST_CASE("a line that is no text of ours is left out, and the rest of its officer stays",
          "[rules][contacts]") {
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    folder.edit("contacts.textproto", sms_of_first,
                R"(addresses { channel: CHANNEL_SMSS value: "+46701740605" })");
    auto const read = read_back(folder);
    CAPTURE(read.faults);
    CHECK(std::ranges::any_of(read.faults, [](auto const& line) {
        return line.starts_with("contacts.textproto:12:") && line.find("CHANNEL_SMSS") != line.npos;
    }));
    CHECK(read.sound.whole.officers_size() == read.officers - 1);
    REQUIRE(read.rest("dalarna-tib-1") != nullptr);
    CHECK(read.rest("dalarna-tib-1")->addresses_size() == 5);
}

TEST_CASE("an officer that is not closed, or is cut off, costs no other", "[rules][contacts]") {
    auto const [what, from, to] = GENERATE(table<std::string, std::string, std::string>(
        {{"no brace", "\"dalarna-desk\" }\n}\nofficers {\n  id: \"dalarna-tib-2\"",
          "\"dalarna-desk\" }\n\nofficers {\n  id: \"dalarna-tib-2\""},
         {"a brace too many", "name: \"Maja Lövgren\"", "name: \"Maja Lövgren\" } }"},
         {"open text", "party: \"tib@dalarna\"\n  name: \"Maja",
          "party: \"tib@dalarna\n  name: \"Maja"}}));
    CAPTURE(what);
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    folder.edit("contacts.textproto", from, to);
    auto const read = read_back(folder);
    REQUIRE_FALSE(read.faults.empty());
    CHECK(read.whole("dalarna-tib-2") != nullptr);
    CHECK(read.sound.whole.officers_size() >= read.officers - 2);
    CHECK(std::ranges::any_of(read.faults, [](auto const& line) {
        return line.starts_with("contacts.textproto:") &&
               !line.starts_with("contacts.textproto:1:");
    }));
}

TEST_CASE("what no alarm can be built on is not used", "[rules][contacts]") {
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    folder.edit("contacts.textproto", "id: \"dalarna-tib-2\"", "id: \"dalarna-tib-1\"");
    auto const doubled = read_back(folder);
    CHECK(doubled.whole("dalarna-tib-1") != nullptr);
    CHECK(doubled.rest("dalarna-tib-1") == nullptr);
    folder.edit("contacts.textproto", "party: \"deputy@dalarna\"", "party: \"deputy@dalrna\"");
    auto const unknown = read_back(folder);
    CHECK(unknown.whole("dalarna-deputy-1") == nullptr);
    CHECK(unknown.rest("dalarna-deputy-1") == nullptr);
    CHECK(unknown.sound.whole.officers_size() == unknown.officers - 2);
}

TEST_CASE("a file of something else has nothing sound in it", "[rules][contacts]") {
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    std::string noise = "\xEF\xBB\xBFring Stina { { officers officers { \xFF\n";
    for (int line = 0; line < 3000; ++line) {
        noise += fmt::format("officers {{ nonsense: {} \n", line);
    }
    folder.write("contacts.textproto",
                 GENERATE_COPY(std::string{}, std::string{"\0\0\0", 3}, noise));
    auto const read = read_back(folder);
    CHECK_FALSE(read.faults.empty());
    CHECK(read.sound.whole.officers_size() == 0);
    CHECK(read.sound.rest.officers_size() == 0);
    fs::remove(folder.path() / "contacts.textproto");
    CHECK_FALSE(read_back(folder).faults.empty());
}

}  // namespace larm::test
