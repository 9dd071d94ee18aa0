// Whose file it is, who may open it, and what is refused.
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

JournalError refused(Place const& place, OpenMode mode) {
    OpenOptions options;
    options.identity_if_new = identity();
    auto const journal = SqliteJournal::open(place.journal(), mode, std::move(options));
    REQUIRE_FALSE(journal.has_value());
    return journal.error();
}

bool says(JournalError const& error, std::string const& words) {
    INFO(error.message);
    return error.message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a new journal says whose it is, in the settings it must have", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
        CHECK(journal->site() == "site-a");
        CHECK(journal->instance_id() == "instance-1");
        CHECK(journal->created() == now);
        CHECK(journal->epoch() == 1);
        CHECK(*journal->head() == Head{});
        auto& connection = journal->connection();
        CHECK(*connection.text("PRAGMA journal_mode", "test") == "wal");
        CHECK(*connection.number("PRAGMA synchronous", "test") == 2);
        CHECK(*connection.number("PRAGMA page_size", "test") == 4096);
        CHECK(*connection.number("PRAGMA mmap_size", "test") == 0);
        CHECK(*connection.number("PRAGMA trusted_schema", "test") == 0);
        CHECK(*connection.number("PRAGMA cell_size_check", "test") == 1);
        CHECK(*connection.number("PRAGMA foreign_keys", "test") == 1);
    }
    struct stat file{};
    REQUIRE(::stat(place.journal().c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0640);
    CHECK(ask(place.journal(), "SELECT v FROM meta WHERE k = 'format_version'") == "8");
    CHECK_FALSE(ask(place.journal(), "SELECT v FROM meta WHERE k = 'written_by'").empty());

    OpenOptions other;
    other.identity_if_new = identity("site-b");
    CHECK(open(place, other)->site() == "site-a");  // chosen once
}

TEST_CASE("a second opener is refused by the lock, with the number of the first", "[journal]") {
    Place const place;
    auto const journal = open(place);
    auto const error = refused(place, OpenMode::read_write);
    CHECK(error.kind == JournalErrorKind::locked);
    CHECK(says(error, fmt::format("process {}", ::getpid())));
    CHECK(says(error, "live.db"));
}

TEST_CASE("the lock goes with its process, however that ends", "[journal]") {
    Place const place;
    std::array<int, 2> ready{};
    REQUIRE(::pipe(ready.data()) == 0);
    auto const child = ::fork();
    if (child == 0) {
        OpenOptions options;
        options.identity_if_new = identity();
        auto const journal =
            SqliteJournal::open(place.journal(), OpenMode::read_write, std::move(options));
        std::ignore = ::write(ready[1], journal ? "y" : "n", 1);
        ::pause();
        std::_Exit(1);
    }
    char is_open = 'n';
    REQUIRE(::read(ready[0], &is_open, 1) == 1);
    REQUIRE(is_open == 'y');
    CHECK(refused(place, OpenMode::read_write).kind == JournalErrorKind::locked);
    REQUIRE(::kill(child, SIGKILL) == 0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    CHECK(open(place)->epoch() == 2);
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("a missing journal is not made by a reader", "[journal]") {
    Place const place;
    auto const error = refused(place, OpenMode::read_only);
    CHECK(says(error, "no such journal"));
    CHECK_FALSE(std::filesystem::exists(place.journal()));
}

TEST_CASE("a journal of a later format is refused and left as it is", "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
    }
    tamper(place.journal(),
           "UPDATE meta SET v = CAST('999' AS BLOB) WHERE k = 'format_version';"
           "UPDATE meta SET v = CAST('9.8.7' AS BLOB) WHERE k = 'written_by'");
    auto const before = bytes_of(place.journal());
    for (auto const mode : {OpenMode::read_write, OpenMode::read_only}) {
        auto const error = refused(place, mode);
        CHECK(error.kind == JournalErrorKind::bad_format);
        CHECK(says(error, "format 999, written by Larmkedja 9.8.7"));
        CHECK(says(error, "a later one"));
    }
    CHECK(bytes_of(place.journal()) == before);
}

TEST_CASE("a journal that was put back readable by all is no more than its group's once opened",
          "[journal]") {
    Place const place;
    {
        auto const journal = open(place);
    }
    REQUIRE(::chmod(place.journal().c_str(), 0666) == 0);
    auto const journal = open(place);
    append(*journal, batch(0, 1, journal->site(), journal->epoch()));
    for (auto const* const suffix : {"", "-wal", "-shm"}) {
        auto part = place.journal();
        part += suffix;
        struct stat file{};
        CAPTURE(part);
        REQUIRE(::stat(part.c_str(), &file) == 0);
        CHECK((file.st_mode & 0777) == 0640);
    }
}

TEST_CASE("a file that is no journal is refused and left as it is", "[journal]") {
    auto const [what, bytes] =
        GENERATE(table<char const*, std::string>({{"text", "alarmlista: ring Stina\n"},
                                                  {"long text", std::string(9000, 'x')},
                                                  {"zeros", std::string(8192, '\0')}}));
    CAPTURE(what);
    Place const place;
    write_bytes(place.journal(), bytes);
    for (auto const mode : {OpenMode::read_write, OpenMode::read_only}) {
        auto const error = refused(place, mode);
        CHECK(error.kind == JournalErrorKind::corrupt);
        CHECK(says(error, "live.db"));
        CHECK(says(error, "not a journal"));
    }
    CHECK(bytes_of(place.journal()) == bytes);
}

TEST_CASE("another program's database is refused and left as it is", "[journal]") {
    Place const place;
    {
        auto const made = Connection::open(place.journal(), Connection::Access::write, "");
        REQUIRE(made.has_value());
        REQUIRE((*made)->run("CREATE TABLE recipe(name TEXT)", "test"));
    }
    auto const before = bytes_of(place.journal());
    auto const error = refused(place, OpenMode::read_write);
    CHECK(error.kind == JournalErrorKind::bad_format);
    CHECK(says(error, "not a journal of ours"));
    CHECK(bytes_of(place.journal()) == before);
}

TEST_CASE("a process that died while making the journal leaves none behind", "[journal]") {
    Place const place;
    write_bytes(place.journal(), "");
    CHECK(refused(place, OpenMode::read_only).kind == JournalErrorKind::io);
    CHECK(open(place)->epoch() == 1);
}

TEST_CASE("opening names the data directory that is not there", "[journal]") {
    OpenOptions options;
    options.identity_if_new = identity();
    auto const journal =
        SqliteJournal::open("/nonexistent/larm/live.db", OpenMode::read_write, std::move(options));
    REQUIRE_FALSE(journal.has_value());
    CHECK(journal.error().kind == JournalErrorKind::io);
    CHECK(says(journal.error(), "/nonexistent/larm/live.db"));
}

TEST_CASE("a journal on a disk that cannot be written is read all the same", "[journal]") {
    Place const place;
    Head head;
    {
        auto const journal = open(place);
        head = append(*journal, batch(0, 20));
    }
    // What a full or read-only disk does to a reader of WAL: the index beside the file cannot be
    // made. A directory in its place does the same, also to root.
    auto index = place.journal();
    index += "-shm";
    std::filesystem::create_directories(index);
    CHECK(verified(place.journal()) == head);
}

}  // namespace larm::journal::test
