// Secrets in files: which are refused, and with what advice; keys that are made.
#include "engine/delivery/secret_file.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::delivery {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = 32;

struct Folder {
    test::TemporaryDirectory directory;
    fs::path file = directory.path() / "secret";

    void write(std::string const& text, mode_t mode = 0600) const {
        std::ofstream{file} << text;
        REQUIRE(::chmod(file.c_str(), mode) == 0);
    }
};

mode_t mode_of(fs::path const& file) {
    struct stat status{};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

std::string why_refused(fs::path const& file) {
    auto const secret = read_secret(file);
    return secret ? "" : secret.error();
}

bool has(std::string const& text, std::string_view part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a secret is the file's text without what an editor adds", "[larmd][secret]") {
    Folder folder;
    folder.write("\n user:pass word\r\n\n");
    CHECK(read_secret(folder.file) == "user:pass word");
    folder.write("x", 0400);
    CHECK(read_secret(folder.file) == "x");
}

TEST_CASE("a file that others may read or write is no secret, and the cure is named",
          "[larmd][secret]") {
    Folder folder;
    for (mode_t const mode : {0644U, 0660U, 0604U, 0640U, 0620U, 0601U, 0666U}) {
        folder.write("the-secret", mode);
        auto const why = why_refused(folder.file);
        CHECK(has(why, folder.file.string()));
        CHECK(has(why, "chmod 600"));
        CHECK_FALSE(has(why, "the-secret"));
        CHECK_FALSE(read_or_make_key(folder.file, key_size));
    }
}

TEST_CASE("what is not there, empty, endless or no file is refused by name", "[larmd][secret]") {
    Folder folder;
    CHECK(has(why_refused(folder.file), "cannot be read: No such file"));
    folder.write(" \n\t");
    CHECK(has(why_refused(folder.file), "is empty"));
    folder.write(std::string(100'000, 'a'));
    CHECK(has(why_refused(folder.file), "too long"));
    CHECK(has(why_refused(folder.directory.path()), "not a regular file"));
    fs::remove(folder.file);
    REQUIRE(::mkfifo(folder.file.c_str(), 0600) == 0);
    CHECK(has(why_refused(folder.file), "not a regular file"));  // and does not wait for a writer
    CHECK(has(why_refused("/dev/zero"), "not a regular file"));
}

TEST_CASE("a link is judged by where it leads", "[larmd][secret]") {
    Folder folder;
    auto const link = folder.directory.path() / "link";
    fs::create_symlink(folder.file, link);
    CHECK(has(why_refused(link), "cannot be read"));
    folder.write("x");
    CHECK(read_secret(link) == "x");
    folder.write("x", 0644);
    CHECK(has(why_refused(link), "chmod 600"));
}

TEST_CASE("another user's file is refused", "[larmd][secret][root]") {
    if (::geteuid() != 0) {
        return test::skip_test("only root can give a file away");
    }
    Folder folder;
    folder.write("x");
    REQUIRE(::chown(folder.file.c_str(), 65534, 65534) == 0);
    CHECK(has(why_refused(folder.file), "chown"));
}

TEST_CASE("a key that is missing is made once, for its owner alone", "[larmd][secret]") {
    Folder folder;
    auto const key = read_or_make_key(folder.file, key_size);
    REQUIRE(key);
    CHECK(key->size() == key_size);
    CHECK(mode_of(folder.file) == 0600);
    CHECK(read_or_make_key(folder.file, key_size) == key);
    CHECK(std::distance(fs::directory_iterator{folder.directory.path()}, {}) == 1);
    Folder other;
    CHECK(read_or_make_key(other.file, key_size) != key);
    CHECK(has(read_or_make_key(folder.directory.path() / "no" / "key", key_size).error(),
              "cannot be made"));
}

TEST_CASE("a key that has been cut short or is none is refused, and left as it is",
          "[larmd][secret]") {
    Folder folder;
    REQUIRE(read_or_make_key(folder.file, key_size));
    fs::resize_file(folder.file, key_size);
    CHECK(has(read_or_make_key(folder.file, key_size).error(), "must hold 64 hexadecimal digits"));
    CHECK(fs::file_size(folder.file) == key_size);
    folder.write(std::string(63, 'a') + "g");
    CHECK(has(read_or_make_key(folder.file, key_size).error(), "hexadecimal"));
    folder.write("");
    CHECK(has(read_or_make_key(folder.file, key_size).error(), "is empty"));
}

TEST_CASE("two daemons that make a key at once agree on one", "[larmd][secret]") {
    for (int round = 0; round < 25; ++round) {
        Folder folder;
        std::array<int, 2> go{};
        std::array<int, 2> told{};
        REQUIRE(::pipe(go.data()) == 0);
        REQUIRE(::pipe(told.data()) == 0);
        auto const child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            char start = 0;
            if (::read(go[0], &start, 1) != 1) {
                ::_exit(2);
            }
            auto const made = read_or_make_key(folder.file, key_size);
            auto const written = made ? ::write(told[1], made->data(), made->size()) : 0;
            ::_exit(written == static_cast<ssize_t>(key_size) ? 0 : 1);
        }
        REQUIRE(::write(go[1], "!", 1) == 1);
        auto const mine = read_or_make_key(folder.file, key_size);
        std::vector<std::uint8_t> theirs(key_size);
        CHECK(::read(told[0], theirs.data(), theirs.size()) == static_cast<ssize_t>(key_size));
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
        REQUIRE(mine);
        CHECK(*mine == theirs);
        for (auto const descriptor : {go[0], go[1], told[0], told[1]}) {
            ::close(descriptor);
        }
    }
}

}  // namespace larm::delivery
