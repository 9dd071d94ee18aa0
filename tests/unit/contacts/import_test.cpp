// The contacts file after the first start: it proposes, and overwrites nothing by itself.
#include "tests/unit/contacts/support.hpp"

namespace larm::contacts::test {
namespace {

using When = ContactBook::When;
using Values = std::vector<std::string>;

v1::Contacts with_number(std::string const& number) {
    auto contacts = dalarna();
    contacts.mutable_officers(1)->mutable_addresses(0)->set_value(number);
    return contacts;
}

}  // namespace

TEST_CASE("a file that changed while nothing ran is a proposal, made once", "[contacts][import]") {
    larm::test::TemporaryDirectory const directory;
    auto book = open(directory.path());
    (void)must(book->take_file(dalarna(), When::start, noon));
    auto const taken = must(book->take_file(with_number("+46701740690"), When::start, noon));
    CHECK(taken.applied == 0);
    REQUIRE(taken.proposal != 0);
    CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740607"});
    CHECK(must(book->proposal(taken.proposal)).proposed_by() == "file");
    auto const number = static_cast<int>(taken.proposal);
    CHECK(must(book->take_file(with_number("+46701740690"), When::start, noon)).proposal == 0);
    // What the file no longer says can no longer be approved.
    CHECK(must(book->take_file(dalarna(), When::start, noon)).proposal == 0);
    CHECK(must(book->proposal(number)).state() == v1::PROPOSAL_STATE_WITHDRAWN);
    auto const again = must(book->take_file(with_number("+46701740690"), When::start, noon));
    CHECK(again.proposal > number);
    CHECK(must(book->proposal(again.proposal)).state() == v1::PROPOSAL_STATE_OPEN);
}

TEST_CASE("a reload applies what the file says anew", "[contacts][import]") {
    larm::test::TemporaryDirectory const directory;
    auto book = open(directory.path());
    (void)must(book->take_file(dalarna(), When::start, noon));
    CHECK(must(book->take_file(dalarna(), When::reload, noon)).applied == 0);
    CHECK(must(book->take_file(with_number("+46701740690"), When::reload, noon)).applied == 1);
    CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740690"});
    auto const history = must(book->history("dalarna-tib-2", 10));
    CHECK(history.entries(0).by() == "file");
}

TEST_CASE("a file that stays as it was overwrites nothing that people have approved since",
          "[contacts][import]") {
    larm::test::TemporaryDirectory const directory;
    auto book = open(directory.path());
    (void)must(book->take_file(dalarna(), When::start, noon));
    auto const proposal =
        must(book->propose(book->difference(with_number("+46701740691"), false), by("tok_a")));
    must(book->apply(proposal.number(), false, by("tok_b")));
    for (auto const when : {When::start, When::reload}) {
        auto const taken = must(book->take_file(dalarna(), when, noon));
        CHECK(taken.applied == 0);
        CHECK(taken.proposal == 0);
        CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740691"});
    }
}

TEST_CASE("what people have approved a reload of the file proposes to change, and does not change",
          "[contacts][import]") {
    larm::test::TemporaryDirectory const directory;
    auto book = open(directory.path());
    (void)must(book->take_file(dalarna(), When::start, noon));
    auto const approved =
        must(book->propose(book->difference(with_number("+46701740691"), false), by("tok_a")));
    must(book->apply(approved.number(), false, by("tok_b")));
    CHECK(must(book->not_as_in_file()).empty());  // the file has only not followed

    auto edited = with_number("+46701740690");
    edited.mutable_officers(0)->mutable_addresses(0)->set_value("+46701740692");
    auto const taken = must(book->take_file(edited, When::reload, noon));
    CHECK(taken.applied == 1);  // whom nobody has decided about
    CHECK(book->addresses("dalarna-tib-1", v1::CHANNEL_SMS).front() == "+46701740692");
    REQUIRE(taken.proposal != 0);
    CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740691"});
    CHECK(must(book->not_as_in_file()) == Values{"dalarna-tib-2"});

    // Again and after a restart: neither changes it, nor forgets to say so.
    CHECK(must(book->take_file(edited, When::reload, noon)).applied == 0);
    CHECK(must(book->not_as_in_file()) == Values{"dalarna-tib-2"});
    book.reset();
    book = open(directory.path());
    (void)must(book->take_file(edited, When::start, noon));
    CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740691"});
    CHECK(must(book->not_as_in_file()) == Values{"dalarna-tib-2"});

    SECTION("until the file's is approved") {
        must(book->apply(taken.proposal, false, by("tok_c")));
        CHECK(book->addresses("dalarna-tib-2", v1::CHANNEL_SMS) == Values{"+46701740690"});
        CHECK(must(book->not_as_in_file()).empty());
    }
    SECTION("until the file is corrected") {
        edited.mutable_officers(1)->mutable_addresses(0)->set_value("+46701740691");
        (void)must(book->take_file(edited, When::reload, noon));
        CHECK(must(book->not_as_in_file()).empty());
    }
    SECTION("also when the proposal is withdrawn, since the file goes on saying it") {
        must(book->withdraw(taken.proposal, by("tok_c")));
        CHECK(must(book->not_as_in_file()) == Values{"dalarna-tib-2"});
    }
}

TEST_CASE("a party that has nobody gets somebody at once, also at a start", "[contacts][import]") {
    larm::test::TemporaryDirectory const directory;
    auto book = open(directory.path());
    (void)must(book->take_file(dalarna(), When::start, noon));
    auto more = dalarna();
    *more.add_officers() =
        officer("uppsala-tib-1", "tib@uppsala", {{v1::CHANNEL_SMS, "+46701740620"}});
    auto const taken = must(book->take_file(more, When::start, noon));
    CHECK(taken.applied == 1);
    CHECK(taken.proposal == 0);
    CHECK(book->addresses("uppsala-tib-1", v1::CHANNEL_SMS) == Values{"+46701740620"});
}

}  // namespace larm::contacts::test
