// Indicators of patients who are moved.
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"
#include "tests/support/triage.hpp"

namespace larm::test {

TEST_CASE("capitals and blanks make no other rationed item", "[core][triage]") {
    Story story{triage_pack()};
    auto const id = story.confirm("uppsala");
    auto const ration = [&](std::string const& item, bool ends) {
        v1::Command command;
        *command.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
        auto& request = *command.mutable_decide_care_standard();
        request.set_command_id(next_uuid());
        request.set_incident_id(id);
        request.set_region_id("uppsala");
        request.set_ration_item(item);
        request.set_ends(ends);
        request.set_reason("leveransen uteblev");
        story.must(command);
        return story.incident(id).triage.rationed("uppsala");
    };
    CHECK(ration("vätskor", false) == std::vector<std::string>{"vätskor"});
    CHECK(ration(" VÄTSKOR", false) == std::vector<std::string>{"vätskor"});
    CHECK(ration("Vätskor ", true).empty());
}

TEST_CASE("who has been moved from the scene no longer waits there", "[core][triage]") {
    auto pack = transfer_pack();
    auto const triage = triage_pack();
    *pack.mutable_triage() = triage.triage();
    for (auto const& step : triage.steps()) {
        if (step.id() == "triage") {
            *pack.add_steps() = step;
        }
    }
    Story story{pack};
    story.must(report_all("A", 40, 40, 15, 12));
    auto const id = story.confirm("uppsala");
    story.must(casualties(id, "uppsala", {11, 0, 0}, {}));
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "waiting") == "holds");
    story.must(accept_moves(id, "uppsala"));
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "waiting") == "holds");  // accepted, and still there
    story.must(depart_move(id, "uppsala", story.incident(id).casualties.moves[0].move_id()));
    story.wait_s(61);
    CHECK(standing(story, id, "uppsala", "waiting") == "does not");  // seven
    CHECK(triage_differs_from_whole(story.state()).empty());
    story.wait_s(1800);
    CHECK(standing(story, id, "uppsala", "waiting") == "unknown");
}

}  // namespace larm::test
