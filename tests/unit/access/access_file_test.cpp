// The file itself: permissions, settings, and everything that is not an access file.
#include "engine/access/access_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

unsigned mode_of(std::filesystem::path const& path) {
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return static_cast<unsigned>(status.st_mode & 07777);
}

AccessError error_of_opening(Directory const& directory, IfMissing if_missing = IfMissing::create) {
    auto const file = AccessFile::open(
        directory.path(), {.if_missing = if_missing, .busy_timeout = core::milliseconds(1)});
    REQUIRE_FALSE(file);
    CHECK_THAT(file.error().message, Catch::Contains("access.db"));
    return file.error();
}

}  // namespace

TEST_CASE("only the owner may read the file, whatever the umask", "[access]") {
    auto const umask_before = ::umask(0);
    Directory const directory;
    {
        auto file = open(directory);
        CHECK_FALSE(file.warning());
        auto writing = Transaction::begin(file, Transaction::Kind::write);
        REQUIRE(file.run("INSERT INTO meta VALUES('probe', 1)", "probing"));
        CHECK(mode_of(directory.path() / "access.db-journal") == 0600);
    }
    ::umask(umask_before);
    CHECK(mode_of(directory.file()) == 0600);
}

TEST_CASE("a file that others could read is tightened, and that is said", "[access]") {
    Directory const directory;
    std::ignore = mint(directory, tib_of("uppsala"));
    REQUIRE(::chmod(directory.file().c_str(), 0644) == 0);
    auto const file = open(directory);
    CHECK(mode_of(directory.file()) == 0600);
    REQUIRE(file.warning());
    CHECK_THAT(*file.warning(), Catch::Contains("0644"));
}

TEST_CASE("a file made by root belongs to whoever owns the directory", "[access][root]") {
    if (::geteuid() != 0) {
        return larm::test::skip_test("not root: nothing to give away");
    }
    Directory const directory;
    REQUIRE(::chown(directory.path().c_str(), 65534, 65534) == 0);
    std::ignore = mint(directory, tib_of("uppsala"));
    struct stat status{};
    REQUIRE(::stat(directory.file().c_str(), &status) == 0);
    CHECK(status.st_uid == 65534);
    CHECK(status.st_gid == 65534);
}

TEST_CASE("a token can be made before the data directory exists", "[access]") {
    Directory const directory;
    auto const deep = directory.path() / "srv" / "larm";
    CHECK(AccessFile::open(deep, {}));
    CHECK(std::filesystem::exists(deep / "access.db"));
    CHECK(mode_of(deep) == 0700);
}

TEST_CASE("a file that must be there is not made", "[access]") {
    Directory const directory;
    CHECK(error_of_opening(directory, IfMissing::fail).kind == AccessErrorKind::io);
    CHECK_FALSE(std::filesystem::exists(directory.file()));
}

TEST_CASE("the file is in rollback mode with strict tables", "[access]") {
    Directory const directory;
    auto file = open(directory);
    auto mode = file.prepare("PRAGMA journal_mode").value();
    REQUIRE(mode.step("asking").value());
    CHECK(mode.text(0) == "delete");
    CHECK(file.number(
                  "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                  "AND name NOT LIKE 'sqlite_%' AND strict = 0",
                  "asking")
              .value() == 0);
    CHECK(
        file.number("SELECT count(*) FROM pragma_table_list WHERE strict = 1", "asking").value() ==
        3);
}

TEST_CASE("a file of a newer format is refused and left alone", "[access]") {
    Directory const directory;
    std::ignore = mint(directory, tib_of("uppsala"));
    tamper(directory, "UPDATE meta SET value = 2 WHERE name = 'format_version'");
    auto const before = bytes_of(directory.file());
    auto const error = error_of_opening(directory);
    CHECK(error.kind == AccessErrorKind::newer_format);
    CHECK_THAT(error.message, Catch::Contains("format 2") && Catch::Contains("up to 1"));
    CHECK(bytes_of(directory.file()) == before);
}

TEST_CASE("a file that is not an access file is refused and left alone", "[access]") {
    Directory const directory;
    SECTION("rubbish") {
        std::ofstream{directory.file()} << std::string(10'000, 'x');
    }
    SECTION("somebody else's database") {
        tamper(directory, "CREATE TABLE journal(seq INTEGER)");
    }
    SECTION("our header, other tables") {
        tamper(directory, "PRAGMA application_id=1279345475");
    }
    auto const before = bytes_of(directory.file());
    auto const error = error_of_opening(directory);
    CHECK(error.kind == AccessErrorKind::damaged);
    CHECK_THAT(error.message, Catch::Contains("move it away"));
    CHECK(bytes_of(directory.file()) == before);
}

TEST_CASE("a file cut short is an error, not an empty list of tokens", "[access]") {
    Directory const directory;
    std::ignore = mint(directory, tib_of("uppsala"));
    std::filesystem::resize_file(directory.file(), 4096);
    auto file = AccessFile::open(directory.path(), {});
    REQUIRE_FALSE((file && TokenStore{*file}.snapshot()));
}

TEST_CASE("a file that another program holds is waited for, then reported", "[access]") {
    Directory const directory;
    auto holder = open(directory);
    auto file = open(directory, {.busy_timeout = core::milliseconds(20)});
    auto const held = Transaction::begin(holder, Transaction::Kind::write);
    REQUIRE(held);
    auto const refused = TokenStore{file}.create(tib_of("uppsala"), midnight);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == AccessErrorKind::busy);
    CHECK_THAT(refused.error().message, Catch::Contains("another program holds it"));
}

TEST_CASE("a file that was replaced is noticed", "[access]") {
    Directory const directory;
    auto const file = open(directory);
    CHECK(file.is_in_place());
    std::filesystem::rename(directory.file(), directory.path() / "old.db");
    CHECK_FALSE(file.is_in_place());
    auto const other = open(directory);
    CHECK_FALSE(file.is_in_place());
    CHECK(other.is_in_place());
}

}  // namespace larm::access::test
