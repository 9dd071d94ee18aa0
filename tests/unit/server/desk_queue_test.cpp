// Who may wait for the desk: documents of one caller leave room for the others, and documents for
// what people wait for.
#include "engine/server/desk_queue.hpp"

#include <fmt/format.h>

#include "tests/support/catch.hpp"

namespace larm::server::test {

TEST_CASE("one caller has two documents waiting and no more, and is told to wait for them",
          "[server][desk]") {
    DeskQueue queue;
    CHECK_FALSE(queue.enter("tok_a", true));
    CHECK_FALSE(queue.enter("tok_a", true));
    auto const refused = queue.enter("tok_a", true);
    REQUIRE(refused);
    CHECK(refused->code == ConnectCode::resource_exhausted);
    CHECK(refused->message ==
          "your 2 documents are still being written: wait for them, then ask for the next");
    CHECK_FALSE(queue.enter("tok_a", false));  // what is no document is none of them
    CHECK_FALSE(queue.enter("tok_b", true));
    queue.leave("tok_a", true);
    CHECK_FALSE(queue.enter("tok_a", true));
}

TEST_CASE("documents of however many callers leave the desk to others", "[server][desk]") {
    DeskQueue queue;
    for (int caller = 0; caller < DeskQueue::documents_max; ++caller) {
        CHECK_FALSE(queue.enter(fmt::format("tok_{}", caller), true));
    }
    CHECK(queue.enter("another", true));
    for (int call = DeskQueue::documents_max; call < DeskQueue::calls_max; ++call) {
        CHECK_FALSE(queue.enter("tok_0", false));
    }
    auto const full = queue.enter("tok_0", false);
    REQUIRE(full);
    CHECK(full->message == "too many calls wait for the desk; try again");
    queue.leave("tok_0", false);
    CHECK_FALSE(queue.enter("tok_0", false));
}

}  // namespace larm::server::test
