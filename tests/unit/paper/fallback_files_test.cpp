// Packs as files: whole, private, and with the numbers that a person can dial.
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "engine/contacts/contact_book.hpp"
#include "engine/paper/fallback_files.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::paper::test {
namespace {

namespace fs = std::filesystem;

mode_t mode_of(fs::path const& path) {
    struct stat found{};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777U;
}

std::string text_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

report::PaperDocument document(std::string text) {
    report::PaperDocument made;
    made.title = "Reservpärm";
    made.blocks.emplace_back(report::PaperText{std::move(text), false});
    return made;
}

void add(v1::Officer& officer, v1::Channel channel, std::string const& value) {
    officer.add_addresses()->set_channel(channel);
    officer.mutable_addresses()->rbegin()->set_value(value);
}

}  // namespace

TEST_CASE("files and folder are for their owner only, whatever the umask", "[paper]") {
    larm::test::TemporaryDirectory const directory;
    auto const before = ::umask(0);
    auto const folder = directory.path() / "deep" / "reserv";
    REQUIRE(make_folder(folder).has_value());
    REQUIRE(write_pack(folder, "dalarna", document("ett")).has_value());
    ::umask(before);
    CHECK(mode_of(folder) == 0700U);
    CHECK(mode_of(folder / "dalarna.html") == 0600U);
    CHECK(mode_of(folder / "dalarna.pdf") == 0600U);
    CHECK(text_of(folder / "dalarna.pdf").starts_with("%PDF-1."));
}

TEST_CASE("a pack takes the place of the one before, and leaves nothing beside it", "[paper]") {
    larm::test::TemporaryDirectory const directory;
    directory.write("dalarna.html.partial", "of a crash");
    REQUIRE(write_pack(directory.path(), "dalarna", document("ett")).has_value());
    REQUIRE(write_pack(directory.path(), "dalarna", document("två")).has_value());
    CHECK(text_of(directory.path() / "dalarna.html").find("två") != std::string::npos);
    CHECK(std::distance(fs::directory_iterator{directory.path()}, fs::directory_iterator{}) == 2);
    remove_pack(directory.path(), "dalarna");
    CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("what cannot be written says which file and why, and the old one stays", "[paper]") {
    larm::test::TemporaryDirectory const directory;
    REQUIRE(write_pack(directory.path(), "dalarna", document("ett")).has_value());
    fs::create_directories(directory.path() / "dalarna.html.partial" / "in the way");
    auto const done = write_pack(directory.path(), "dalarna", document("två"));
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().find("dalarna.html cannot be written") != std::string::npos);
    CHECK(text_of(directory.path() / "dalarna.html").find("ett") != std::string::npos);
    auto const nowhere = make_folder(directory.path() / "dalarna.html" / "reserv");
    CHECK_FALSE(nowhere.has_value());
}

TEST_CASE("a person's number is the one that rings, and not one that is dead", "[paper]") {
    v1::Contacts people;
    auto& officer = *people.add_officers();
    officer.set_id("maja");
    officer.set_party("tib@dalarna");
    officer.set_name("Maja Lövgren");
    add(officer, v1::CHANNEL_SMS, "+46701740606");
    add(officer, v1::CHANNEL_VOICE, "+46701740605");
    add(officer, v1::CHANNEL_RAKEL, "7100606");
    auto const book = contacts::ContactBook::in_memory();
    REQUIRE(book->take_file(people, contacts::ContactBook::When::start, {1}).has_value());
    auto const person = person_of(*book, "maja");
    CHECK(person.name == "Maja Lövgren");
    CHECK(person.phone == "+46701740605");
    CHECK(person.rakel == "7100606");
    auto const revision = book->revision();
    book->drop("maja", v1::CHANNEL_VOICE, "+46701740605");
    CHECK(book->revision() > revision);
    CHECK(person_of(*book, "maja").phone == "+46701740606");
    CHECK(person_of(*book, "nobody").name.empty());
}

}  // namespace larm::paper::test
