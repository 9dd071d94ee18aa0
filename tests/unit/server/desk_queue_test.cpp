// Who may wait for the desk: documents of one caller leave room for the others, and documents for
// what people wait for.
#include "engine/server/desk_queue.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace larm::server::test {

TEST_CASE("one caller has two documents waiting and no more, and is told to wait for them",
          "[server][desk]") {
    DeskQueue queue;
    CHECK_FALSE(queue.enter("tok_a", DeskWork::document));
    CHECK_FALSE(queue.enter("tok_a", DeskWork::document));
    auto const refused = queue.enter("tok_a", DeskWork::document);
    REQUIRE(refused);
    CHECK(refused->code == ConnectCode::resource_exhausted);
    CHECK(refused->message ==
          "your 2 documents are still being written: wait for them, then ask for the next");
    CHECK_FALSE(queue.enter("tok_a", DeskWork::call));  // what is no document is none of them
    CHECK_FALSE(queue.enter("tok_b", DeskWork::document));
    queue.leave("tok_a", DeskWork::document);
    CHECK_FALSE(queue.enter("tok_a", DeskWork::document));
}

TEST_CASE("documents of however many callers leave the desk to others", "[server][desk]") {
    DeskQueue queue;
    for (int caller = 0; caller < DeskQueue::documents_max; ++caller) {
        CHECK_FALSE(queue.enter(fmt::format("tok_{}", caller), DeskWork::document));
    }
    CHECK(queue.enter("another", DeskWork::document));
    for (int call = DeskQueue::documents_max; call < DeskQueue::calls_max; ++call) {
        CHECK_FALSE(queue.enter("tok_0", DeskWork::call));
    }
    auto const full = queue.enter("tok_0", DeskWork::call);
    REQUIRE(full);
    CHECK(full->message == "too many calls wait for the desk; try again");
    queue.leave("tok_0", DeskWork::call);
    CHECK_FALSE(queue.enter("tok_0", DeskWork::call));
}

TEST_CASE("one caller looks at one earlier moment at a time", "[server][desk]") {
    DeskQueue queue;
    CHECK_FALSE(queue.enter("tok_a", DeskWork::playback));
    auto const refused = queue.enter("tok_a", DeskWork::playback);
    REQUIRE(refused);
    CHECK(refused->code == ConnectCode::resource_exhausted);
    CHECK(refused->message ==
          "your last look at an earlier moment is still under way: wait for it, then ask for the "
          "next");
    CHECK_FALSE(queue.enter("tok_a", DeskWork::document));
    CHECK_FALSE(queue.enter("tok_b", DeskWork::playback));
    queue.leave("tok_a", DeskWork::playback);
    CHECK_FALSE(queue.enter("tok_a", DeskWork::playback));
}

}  // namespace larm::server::test
