// The book as channels and people use it: addresses in order, what is dropped, what is changed and
// taken back, who is erased.
#include <fmt/format.h>
#include <sys/stat.h>

#include "tests/unit/contacts/support.hpp"

namespace larm::contacts::test {
namespace {

using Values = std::vector<std::string>;

struct Filled {
    larm::test::TemporaryDirectory directory;
    std::unique_ptr<ContactBook> book = open(directory.path());

    Filled() { (void)must(book->take_file(dalarna(), ContactBook::When::start, noon)); }
    [[nodiscard]] Values sms(std::string const& id) const {
        return book->addresses(id, v1::CHANNEL_SMS);
    }
    v1::ContactsProposal propose(v1::Officer const& wanted, std::string const& token = "tok_a") {
        return must(book->propose(book->difference(people({wanted}), false), by(token)));
    }
};

v1::Officer with_sms(std::string const& number) {
    return officer("dalarna-tib-1", "tib@dalarna", {{v1::CHANNEL_SMS, number}});
}

}  // namespace

TEST_CASE("a new book is filled from the contacts file, and keeps it over a restart",
          "[contacts]") {
    Filled filled;
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740605", "+46701740606"});
    CHECK(filled.book->name("dalarna-tib-2") == "Name of dalarna-tib-2");
    CHECK(filled.book->owners(v1::CHANNEL_RAKEL, "7100606") == Values{"dalarna-tib-1"});
    CHECK(filled.sms("nobody").empty());

    auto const before = filled.book->contacts().SerializeAsString();
    filled.book.reset();
    filled.book = open(filled.directory.path());
    CHECK(filled.book->contacts().SerializeAsString() == before);
    CHECK(officer_in(filled.book->contacts(), "dalarna-tib-1") != nullptr);
}

TEST_CASE("nobody but the daemon's user reads the book", "[contacts]") {
    Filled filled;
    auto const path = filled.directory.path() / "contacts.db";
    struct stat file{};
    REQUIRE(::stat(path.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
    REQUIRE(::chmod(path.c_str(), 0644) == 0);
    filled.book.reset();
    filled.book = open(filled.directory.path());
    REQUIRE(::stat(path.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
}

TEST_CASE("a proposal changes nothing until it is applied, and is taken back as it was",
          "[contacts]") {
    Filled filled;
    auto const proposal = filled.propose(with_sms("+46701740699"));
    CHECK(proposal.state() == v1::PROPOSAL_STATE_OPEN);
    CHECK(proposal.needs_second_person());
    CHECK(filled.sms("dalarna-tib-1").front() == "+46701740605");

    REQUIRE(filled.book->check(proposal, false));
    must(filled.book->apply(proposal.number(), false, by("tok_b")));
    must(filled.book->apply(proposal.number(), false, by("tok_b")));  // twice is once
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740699"});
    auto const history = must(filled.book->history("dalarna-tib-1", 10));
    CHECK(history.entries(0).what().find("+46701740605, +46701740606 -> +46701740699") !=
          std::string::npos);
    CHECK(history.entries(0).by() == "tok_b");

    auto const applied = must(filled.book->proposal(proposal.number()));
    CHECK(applied.proposed_by() == "tok_a");
    CHECK(applied.decided_by() == "tok_b");
    CHECK(filled.book->check(applied, false).error().kind == ContactsErrorKind::state);
    REQUIRE(filled.book->check(applied, true));
    must(filled.book->apply(proposal.number(), true, by("tok_a")));
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740605", "+46701740606"});
}

TEST_CASE("the history of one officer is of nobody else, also of an import about many",
          "[contacts]") {
    Filled filled;  // one proposal of the file's, about three
    auto const all = must(filled.book->history("", 10));
    REQUIRE(all.proposals_size() == 1);
    CHECK(all.proposals(0).changes_size() == 3);
    auto const one = must(filled.book->history("dalarna-tib-2", 10));
    REQUIRE(one.proposals_size() == 1);
    REQUIRE(one.proposals(0).changes_size() == 1);
    CHECK(one.proposals(0).changes(0).officer_id() == "dalarna-tib-2");
    for (auto const& entry : one.entries()) {
        CHECK(entry.officer_id() == "dalarna-tib-2");
    }
    CHECK(must(filled.book->history("nobody", 10)).proposals().empty());
}

TEST_CASE("a proposal does not apply to an entry that has moved on", "[contacts]") {
    Filled filled;
    auto const first = filled.propose(with_sms("+46701740699"));
    auto const second = filled.propose(with_sms("+46701740698"));
    must(filled.book->apply(second.number(), false, by("tok_b")));
    CHECK(filled.book->check(first, false).error().kind == ContactsErrorKind::changed);
}

TEST_CASE("a command that is repeated makes one proposal", "[contacts]") {
    Filled filled;
    auto const changes = filled.book->difference(people({with_sms("+46701740699")}), false);
    auto const id = "0193e000-0000-7000-8000-000000000001";
    auto const one = must(filled.book->propose(changes, by("tok_a", id)));
    auto const again = must(filled.book->propose(changes, by("tok_a", id)));
    CHECK(one.number() == again.number());
}

TEST_CASE("whoever is not in an import stays, unless the import says otherwise", "[contacts]") {
    Filled filled;
    auto const one = people({dalarna().officers(0)});
    CHECK(filled.book->difference(one, false).empty());
    auto const all = filled.book->difference(one, true);
    REQUIRE(all.size() == 2);
    CHECK(all.front().officer_id() == "dalarna-blood-1");
    CHECK_FALSE(all.front().has_after());
    CHECK(filled.book->difference(one, true, "uppsala").empty());
    CHECK(filled.book->difference(one, true, "").empty());  // no organisation is not every one
}

TEST_CASE("what the core hears of a change has no name and no number", "[contacts]") {
    Filled filled;
    auto const changes = filled.book->difference(people({with_sms("+46701740699")}), false);
    auto const told = for_core(changes);
    REQUIRE(told.officers_size() == 1);
    CHECK(told.officers(0).corrected(0) == v1::CHANNEL_SMS);
    auto const bytes = told.SerializeAsString();
    CHECK(bytes.find("4670174") == std::string::npos);
    CHECK(bytes.find("Name of") == std::string::npos);
    CHECK(told.hash().size() == 32);
}

TEST_CASE("push reaches devices, and one that is gone is used no more, also after a crash",
          "[contacts]") {
    Filled filled;
    must(filled.book->add_device(
        "dalarna-tib-1", {.name = "Majas mobil", .subscription = "{\"a\":1}"}, by("tok_a")));
    must(filled.book->add_device(
        "dalarna-tib-1", {.name = "Majas dator", .subscription = "{\"b\":2}"}, by("tok_a")));
    CHECK(filled.book->add_device("stranger", {.name = "x", .subscription = "{}"}, by("t"))
              .error()
              .kind == ContactsErrorKind::not_found);
    CHECK(filled.book->addresses("dalarna-tib-1", v1::CHANNEL_PUSH).size() == 2);
    filled.book->drop("dalarna-tib-1", v1::CHANNEL_PUSH, "{\"a\":1}");
    CHECK(filled.book->addresses("dalarna-tib-1", v1::CHANNEL_PUSH) == Values{"{\"b\":2}"});
    // Read anew before it was written: it stays dropped.
    must(filled.book->add_device(
        "dalarna-tib-2", {.name = "Stens mobil", .subscription = "{\"c\":3}"}, by("tok_a")));
    CHECK(filled.book->addresses("dalarna-tib-1", v1::CHANNEL_PUSH) == Values{"{\"b\":2}"});
    CHECK_FALSE(filled.book->has_lost_push("dalarna-tib-1"));
    filled.book->drop("dalarna-tib-1", v1::CHANNEL_PUSH, "{\"b\":2}");
    CHECK(filled.book->has_lost_push("dalarna-tib-1"));
    CHECK_FALSE(filled.book->has_lost_push("dalarna-blood-1"));  // never had one
    filled.book->note_device("dalarna-tib-2", "{\"c\":3}", v1::DELIVERY_OUTCOME_RECEIVED, noon);
    CHECK_FALSE(must(filled.book->tend(noon)));

    filled.book.reset();
    filled.book = open(filled.directory.path());
    CHECK(filled.book->has_lost_push("dalarna-tib-1"));
    CHECK(filled.book->devices("dalarna-tib-1").front().dropped_at == noon);
    CHECK(filled.book->devices("dalarna-tib-2").front().received_at == noon);
    must(filled.book->add_device(
        "dalarna-tib-1", {.name = "Majas mobil", .subscription = "{\"a\":1}"}, by("tok_a")));
    CHECK(filled.book->addresses("dalarna-tib-1", v1::CHANNEL_PUSH) == Values{"{\"a\":1}"});
}

TEST_CASE("a dead number is passed over, and the next one is used", "[contacts]") {
    Filled filled;
    filled.book->drop("dalarna-tib-1", v1::CHANNEL_SMS, "+46701740605");
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740606"});
    (void)must(filled.book->tend(noon));
    filled.book.reset();
    filled.book = open(filled.directory.path());
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740606"});
}

TEST_CASE("what another program writes is seen", "[contacts]") {
    Filled filled;
    auto const other = open(filled.directory.path());
    CHECK_FALSE(must(filled.book->tend(noon)));
    must(other->erase("dalarna-tib-2", by("tok_admin")));
    CHECK(filled.book->name("dalarna-tib-2") == "Name of dalarna-tib-2");
    CHECK(must(filled.book->tend(noon)));
    CHECK(filled.book->name("dalarna-tib-2").empty());
    CHECK_FALSE(must(filled.book->tend(noon)));
}

TEST_CASE("whoever is erased is in no byte of the file, and is not brought back by it",
          "[contacts]") {
    Filled filled;
    auto const proposal = filled.propose(with_sms("+46701740699"));
    must(filled.book->apply(proposal.number(), false, by("tok_b")));
    must(filled.book->add_device(
        "dalarna-tib-1", {.name = "Majas mobil", .subscription = "{\"endpoint\":1}"}, by("tok_a")));
    auto const before = bytes_of(filled.directory.path());
    for (auto const* trace : {"Name of dalarna-tib-1", "+46701740605", "+46701740699",
                              "{\"endpoint\":1}", "Majas mobil"}) {
        REQUIRE(before.find(trace) != std::string::npos);
    }
    must(filled.book->erase("dalarna-tib-1", by("tok_admin")));
    auto const after = bytes_of(filled.directory.path());
    for (auto const* trace : {"Name of dalarna-tib-1", "+46701740605", "+46701740699",
                              "{\"endpoint\":1}", "Majas mobil"}) {
        CAPTURE(trace);
        CHECK(after.find(trace) == std::string::npos);
    }
    CHECK(after.find("Name of dalarna-tib-2") != std::string::npos);
    auto const history = must(filled.book->history("dalarna-tib-1", 10));
    CHECK(history.entries(0).what() == "erased");
    CHECK(history.entries(1).what().empty());
    auto const applied = must(filled.book->proposal(proposal.number()));
    CHECK(filled.book->check(applied, true).error().kind == ContactsErrorKind::state);

    auto const taken = must(filled.book->take_file(dalarna(), ContactBook::When::reload, noon));
    CHECK(taken.erased == 1);
    CHECK(filled.book->name("dalarna-tib-1").empty());
}

TEST_CASE("a file that is gone, or another in its place, is told until it is back", "[contacts]") {
    Filled filled;
    auto const path = filled.directory.path() / "contacts.db";
    auto const aside = filled.directory.path() / "aside.db";
    auto const proposal = filled.propose(with_sms("+46701740699"));
    auto const says_gone = [&] {
        auto const tended = filled.book->tend(noon);
        REQUIRE_FALSE(tended);
        CHECK(tended.error().kind == ContactsErrorKind::io);
        CHECK(tended.error().message.find("contacts.db is gone") != std::string::npos);
        CHECK(tended.error().message.find("restart") != std::string::npos);
    };
    std::filesystem::rename(path, aside);
    says_gone();
    // Nothing is taken for the journal that could not be kept; the alarm goes on with what it has.
    CHECK(filled.book->proposal(proposal.number()).error().kind == ContactsErrorKind::io);
    CHECK(filled.book->knows("dalarna-tib-1").error().kind == ContactsErrorKind::io);
    CHECK(filled.book->propose({}, by("tok_a")).error().message.find("is gone") !=
          std::string::npos);
    CHECK(filled.sms("dalarna-tib-2") == Values{"+46701740607"});
    std::filesystem::copy_file(aside, path);
    says_gone();
    std::filesystem::rename(aside, path);
    CHECK_FALSE(must(filled.book->tend(noon)));
    must(filled.book->apply(proposal.number(), false, by("tok_b")));
    CHECK(filled.sms("dalarna-tib-1") == Values{"+46701740699"});
}

TEST_CASE("a file that is no book of ours is left as it is", "[contacts]") {
    larm::test::TemporaryDirectory const directory;
    std::string const foreign(4096, 'x');
    {
        auto* const file = std::fopen((directory.path() / "contacts.db").c_str(), "w");
        REQUIRE(std::fwrite(foreign.data(), 1, foreign.size(), file) == foreign.size());
        std::fclose(file);
    }
    auto const opened = ContactBook::open(directory.path());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == ContactsErrorKind::damaged);
    CHECK(bytes_of(directory.path()) == foreign);
    // The alarm goes on with what the contacts file says.
    auto const book = ContactBook::in_memory();
    CHECK(must(book->take_file(dalarna(), ContactBook::When::start, noon)).applied == 3);
    CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740607"});
    CHECK_FALSE(book->propose({}, by("tok_a")));
}

}  // namespace larm::contacts::test
