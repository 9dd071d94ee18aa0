// The tool and the daemon at the same time, as two processes.
#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/access/access_thread.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/access/daemon.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

/// The child's ends of its pipes.
struct Ends {
    int go;     // a byte for each time it is told to go on
    int lines;  // a line for each thing done
};

bool is_told(int go) {
    char byte = 0;
    return ::read(go, &byte, 1) == 1;
}

/// A second process, forked while this one has no other thread and no open access.db. It begins its
/// work when it is told to.
class Child {
public:
    template <class Work>
    explicit Child(Work work) {
        int go[2];
        int lines[2];
        REQUIRE(::pipe(go) == 0);
        REQUIRE(::pipe(lines) == 0);
        pid_ = ::fork();
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::close(go[1]);
            ::close(lines[0]);
            ::_exit(is_told(go[0]) && work(Ends{go[0], lines[1]}) ? 0 : 1);
        }
        ::close(go[0]);
        ::close(lines[1]);
        go_ = go[1];
        lines_ = lines[0];
    }
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    ~Child() {
        ::close(go_);
        ::close(lines_);
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);  // only reached when the test has failed already
            std::ignore = ::waitpid(pid_, nullptr, 0);
        }
    }

    void go_on() const { REQUIRE(::write(go_, "g", 1) == 1); }

    /// Nothing once the child has ended.
    [[nodiscard]] std::string line() const {
        std::string text;
        char c = 0;
        while (::read(lines_, &c, 1) == 1 && c != '\n') {
            text += c;
        }
        return text;
    }

    [[nodiscard]] bool ended_well() {
        int status = 0;
        bool const waited = ::waitpid(pid_, &status, 0) == pid_;
        pid_ = 0;
        return waited && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    pid_t pid_ = 0;
    int go_ = -1;
    int lines_ = -1;
};

bool say(int to, std::string_view text) {
    auto const line = std::string{text} + "\n";
    return ::write(to, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

// What `larm token create` does, `count` times: no Catch2 in the child, it answers with its exit
// status.
bool mint_many(std::filesystem::path const& directory, int count, int lines) {
    for (int i = 0; i < count; ++i) {
        auto file = AccessFile::open(directory, {});
        if (!file) {
            std::ignore = say(lines, file.error().message);
            return false;
        }
        auto const created = TokenStore{*file}.create(tib_of("uppsala"), midnight);
        if (!created) {
            std::ignore = say(lines, created.error().message);
            return false;
        }
        if (!say(lines, created->secret)) {
            return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("two tools that make the file at the same instant both succeed", "[access][processes]") {
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        Directory const directory;
        Child first{[&](Ends ends) { return mint_many(directory.path(), 2, ends.lines); }};
        Child second{[&](Ends ends) { return mint_many(directory.path(), 2, ends.lines); }};
        first.go_on();
        second.go_on();
        std::set<std::string> const secrets{first.line(), first.line(), second.line(),
                                            second.line()};
        CHECK(first.ended_well());
        CHECK(second.ended_well());
        auto file = open(directory);
        TokenStore store{file};
        REQUIRE(secrets.size() == 4);
        for (auto const& secret : secrets) {
            CAPTURE(secret);
            CHECK(store.find(secret, midnight).value());
        }
    }
}

TEST_CASE("a tool makes tokens while the daemon writes its audit, and neither loses anything",
          "[access][processes]") {
    Directory const directory;
    constexpr int tokens = 100;
    Child tool{[&](Ends ends) {
        for (int i = 0; i < tokens; ++i) {
            if (!mint_many(directory.path(), 1, ends.lines) || !is_told(ends.go)) {
                return false;
            }
        }
        return true;
    }};
    HandClock clock;
    AccessThread access{{.data_directory = directory.path(),
                         .look_gap = core::Duration{0},
                         .busy_timeout = core::seconds(5),
                         .audit_every = core::Duration{0},
                         .on_tokens_changed = {}},
                        [&] { return clock.now(); }};
    tool.go_on();
    AccessStatus before_the_last;
    for (int i = 0; i < tokens; ++i) {
        before_the_last = access.status();
        auto const secret = tool.line();
        CAPTURE(i, secret);
        for (int n = 0; n < 10; ++n) {
            access.audit(refusal(midnight, "tok_a", "M" + std::to_string(i)));
        }
        // The tool makes its next token while the daemon looks for this one and then writes.
        tool.go_on();
        REQUIRE(ask(access, secret));
    }
    REQUIRE(tool.ended_well());
    access.stop();
    CHECK(before_the_last.refusals_written > 0);  // else they never met
    CHECK(before_the_last.reloads > 10);
    CHECK(access.status().refusals_written == 10 * tokens);

    auto file = open(directory);
    CHECK(TokenStore{file}.list().value().size() == tokens);
    std::int64_t counted = 0;
    auto const rows = AuditLog{file, 1000}.list(1000).value();
    for (auto const& row : rows) {
        counted += row.count;
    }
    CHECK(counted == 10 * tokens);
}

TEST_CASE("a daemon that starts on a full disk lets its people in, and audits when there is room",
          "[access][processes]") {
    Directory const directory;
    // Its own process: the limit that stands in for the full disk holds for all files of a process.
    Child daemon{[&](Ends ends) {
        auto const secret = [&] {
            auto file = AccessFile::open(directory.path(), {});
            return TokenStore{*file}.create(tib_of("uppsala"), midnight)->secret;
        }();
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        rlimit const full{.rlim_cur = 0, .rlim_max = limit.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &full);

        HandClock clock;
        AccessThread access{{.data_directory = directory.path(), .on_tokens_changed = {}},
                            [&] { return clock.now(); }};
        access.audit(refusal(midnight, "tok_a", "A"));
        bool const let_in = ask(access, secret).has_value();
        std::ignore = ask(access, unknown_secret());
        std::ignore = ask(access, unknown_secret());
        bool const write_fault = access.status().write_fault.has_value();
        bool const readable = !access.status().read_fault.has_value();

        ::setrlimit(RLIMIT_FSIZE, &limit);
        access.stop();
        bool const audited = access.status().refusals_written == 1;
        return say(ends.lines, fmt::format("let in {}, write fault {}, readable {}, audited {}",
                                           let_in, write_fault, readable, audited));
    }};
    daemon.go_on();
    CHECK(daemon.line() == "let in true, write fault true, readable true, audited true");
    CHECK(daemon.ended_well());
}

TEST_CASE("a tool killed in the middle of writing leaves every finished token and no half one",
          "[access][processes]") {
    Directory const directory;
    Child tool{[&](Ends ends) {
        if (!mint_many(directory.path(), 3, ends.lines)) {
            return false;
        }
        auto file = AccessFile::open(directory.path(), {});
        auto const writing = Transaction::begin(*file, Transaction::Kind::write);
        // Past the page cache, so that the file itself is changed when we die.
        std::ignore = file->run("PRAGMA cache_size=1; PRAGMA cache_spill=1;", "preparing");
        std::ignore = file->run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 2000) "
            "INSERT INTO meta SELECT 'half' || i, i FROM n",
            "writing");
        std::ignore = say(ends.lines, "half way");
        return ::raise(SIGKILL) == 0;
    }};
    tool.go_on();
    std::vector<std::string> secrets;
    secrets.reserve(3);
    for (int i = 0; i < 3; ++i) {
        secrets.push_back(tool.line());
    }
    REQUIRE(tool.line() == "half way");
    CHECK_FALSE(tool.ended_well());
    REQUIRE(std::filesystem::exists(directory.path() / "access.db-journal"));

    auto file = open(directory);
    CHECK(file.number("SELECT count(*) FROM meta", "counting").value() == 1);
    for (auto const& secret : secrets) {
        CHECK(TokenStore{file}.find(secret, midnight).value());
    }
    CHECK_FALSE(std::filesystem::exists(directory.path() / "access.db-journal"));
}

}  // namespace larm::access::test
