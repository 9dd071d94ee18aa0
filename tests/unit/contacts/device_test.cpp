// Push devices in the book: added, renewed, replaced, removed, and what survives a restart.
#include <sqlite3.h>

#include "tests/unit/contacts/support.hpp"

namespace larm::contacts::test {
namespace {

constexpr auto maja = "dalarna-tib-1";
constexpr core::Instant later{noon.us + 3'600'000'000};
using Values = std::vector<std::string>;

struct Registered {
    Registered() { must(book->take_file(dalarna(), ContactBook::When::start, noon)); }
    void restart() {
        book.reset();
        book = open(directory.path());
    }
    [[nodiscard]] Values push() const { return book->addresses(maja, v1::CHANNEL_PUSH); }
    DeviceAct add(NewDevice const& device, core::Instant at = noon) const {
        return must(book->add_device(maja, device, {"tok_a", {}, at}));
    }

    larm::test::TemporaryDirectory directory;
    std::unique_ptr<ContactBook> book = open(directory.path());
};

int history_lines(Registered const& filled) {
    return must(filled.book->history(maja, 100)).entries_size();
}

}  // namespace

TEST_CASE("a device that subscribes again with the same endpoint is renewed", "[contacts][push]") {
    Registered filled;
    CHECK(filled.add({"mobil", "sub-one"}).change == v1::PUSH_DEVICE_CHANGE_ADDED);
    filled.book->note_device(maja, "sub-one", v1::DELIVERY_OUTCOME_ACCEPTED, noon);
    auto const lines = history_lines(filled);
    auto const act = filled.add({"mobil", "sub-one, written otherwise", "sub-one", true}, later);
    CHECK(act.change == v1::PUSH_DEVICE_CHANGE_RENEWED);
    CHECK(history_lines(filled) == lines);  // a page that is opened is no news
    filled.restart();
    auto const devices = filled.book->devices(maja);
    REQUIRE(devices.size() == 1);
    CHECK(devices[0].subscription == "sub-one, written otherwise");
    CHECK(devices[0].added_at == noon);
    CHECK(devices[0].renewed_at == later);
    CHECK(devices[0].accepted_at == noon);
}

TEST_CASE("a new subscription of the same device name takes the place of the old",
          "[contacts][push]") {
    Registered filled;
    filled.add({"mobil", "sub-one"});
    filled.add({"dator", "two"});
    CHECK(filled.add({"mobil", "three"}, later).change == v1::PUSH_DEVICE_CHANGE_REPLACED);
    CHECK(filled.push() == Values{"two", "three"});
    CHECK(bytes_of(filled.directory.path()).find("sub-one") == std::string::npos);
}

TEST_CASE("what was removed or is gone is not brought back by a renewal", "[contacts][push]") {
    Registered filled;
    filled.add({"mobil", "sub-one"});
    auto const removed = must(filled.book->remove_device(maja, "sub-one", by("tok_a")));
    CHECK(removed.change == v1::PUSH_DEVICE_CHANGE_REMOVED);
    CHECK(removed.device == "mobil");
    CHECK(filled.push().empty());
    CHECK(filled.book->remove_device(maja, "sub-one", by("tok_a")).error().kind ==
          ContactsErrorKind::not_found);
    CHECK(filled.book->add_device(maja, {"mobil", "sub-one", {}, true}, by("tok_a")).error().kind ==
          ContactsErrorKind::not_found);

    filled.add({"mobil", "sub-one"});
    filled.book->drop(maja, v1::CHANNEL_PUSH, "sub-one");
    CHECK(filled.book->add_device(maja, {"mobil", "sub-one", {}, true}, by("tok_a")).error().kind ==
          ContactsErrorKind::state);
    // By its owner's hand it is, though the file has not heard of the end yet.
    filled.add({"mobil", "sub-one"}, later);
    CHECK(filled.push() == Values{"sub-one"});
    CHECK_FALSE(must(filled.book->tend(later)));
    filled.restart();
    CHECK(filled.push() == Values{"sub-one"});
    CHECK(filled.book->devices(maja).front().added_at == later);
    // A subscription that the browser has made anew by itself keeps the device going.
    filled.book->drop(maja, v1::CHANNEL_PUSH, "sub-one");
    CHECK(filled.add({"mobil", "two", {}, true}).change == v1::PUSH_DEVICE_CHANGE_REPLACED);
    CHECK(filled.push() == Values{"two"});
}

TEST_CASE("when a device was dropped is known at once, and what channels told outlives a change",
          "[contacts][push]") {
    Registered filled;
    filled.add({"mobil", "sub-one"});
    filled.add({"dator", "two"});
    filled.book->note_device(maja, "two", v1::DELIVERY_OUTCOME_RECEIVED, later);
    filled.book->drop(maja, v1::CHANNEL_PUSH, "sub-one");
    filled.add({"platta", "three"});  // reads the file anew, where neither stands yet
    CHECK(filled.book->devices(maja)[2].received_at.is_set());
    CHECK(filled.book->take_owners_of_dropped().empty());  // not written yet
    CHECK_FALSE(must(filled.book->tend(later)));
    CHECK(filled.book->take_owners_of_dropped() == std::set<std::string>{maja});
    CHECK(filled.book->take_owners_of_dropped().empty());
    CHECK(filled.book->devices(maja)[0].dropped_at == later);
    filled.restart();
    CHECK(filled.book->devices(maja)[0].dropped_at == later);
    CHECK(filled.push() == Values{"three", "two"});
}

TEST_CASE("an act on a device is remembered over a restart, and forgotten with the person",
          "[contacts][push]") {
    Registered filled;
    must(
        filled.book->add_device(maja, {"mobil", "sub-one"}, {"tok_a", "command-1", noon, "print"}));
    filled.restart();
    auto const act = must(filled.book->act("command-1"));
    REQUIRE(act.has_value());
    CHECK(act->fingerprint == "print");
    CHECK(act->officer_id == maja);
    CHECK(act->device == "mobil");
    CHECK(act->change == v1::PUSH_DEVICE_CHANGE_ADDED);
    CHECK_FALSE(must(filled.book->act("command-2")).has_value());
    must(filled.book->erase(maja, by("tok_admin")));
    CHECK_FALSE(must(filled.book->act("command-1")).has_value());
}

TEST_CASE("devices do not become endless", "[contacts][push]") {
    Registered filled;
    for (int count = 0; count < 10; ++count) {
        filled.add({"d" + std::to_string(count), "s" + std::to_string(count)});
    }
    CHECK(filled.book->add_device(maja, {"one more", "new"}, by("tok_a")).error().kind ==
          ContactsErrorKind::state);
    filled.add({"d3", "new"});
    CHECK(filled.push().size() == 10);
}

TEST_CASE("a book of format 1 is brought to format 2 with its devices", "[contacts][push]") {
    Registered filled;
    filled.add({"mobil", "sub-one"});
    filled.book.reset();
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open((filled.directory.path() / "contacts.db").c_str(), &raw) == SQLITE_OK);
    REQUIRE(sqlite3_exec(raw,
                         "DROP TABLE device_act; ALTER TABLE device DROP COLUMN renewed_at_us; "
                         "UPDATE meta SET value = 1",
                         nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(raw);
    filled.book = open(filled.directory.path());
    CHECK(filled.push() == Values{"sub-one"});
    filled.add({"mobil", "sub-one", {}, true}, later);
    filled.restart();
    CHECK(filled.book->devices(maja).front().renewed_at == later);
}

}  // namespace larm::contacts::test
