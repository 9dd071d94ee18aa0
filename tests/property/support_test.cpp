// Random nights of support between regions: whatever is asked, offered, taken, reported and let go,
// each unit is in one place, no more is accepted than is offered, and nobody who is asked is
// forgotten.
#include <array>
#include <random>

#include "engine/core/audit.hpp"
#include "engine/core/support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

constexpr int nights = 60;
constexpr int acts = 80;

class Dice {
public:
    explicit Dice(unsigned seed) : engine_{seed} {}
    int up_to(int most) { return std::uniform_int_distribution<int>{0, most}(engine_); }
    std::string region() {
        constexpr std::array regions{"dalarna", "gavleborg", "uppsala"};
        return regions.at(static_cast<std::size_t>(up_to(2)));
    }

private:
    std::mt19937 engine_;
};

std::string request_of(Dice& dice) {
    return "S" + std::to_string(1 + dice.up_to(2));
}

std::string offer_of(Dice& dice) {
    return request_of(dice) + "-" + dice.region() + "-" + std::to_string(1 + dice.up_to(2));
}

v1::Command any(Dice& dice, std::string const& id) {
    switch (dice.up_to(9)) {
        case 0: {
            auto request = request_support(id, dice.region(), 1 + dice.up_to(5));
            if (dice.up_to(1) == 0) {
                also_ask(request, 1 + dice.up_to(3), dice.up_to(1) == 0 ? dice.region() : "");
            }
            return request;
        }
        case 1:
        case 2:
            return offer_support(id, dice.region(), request_of(dice), 1 + dice.up_to(1),
                                 1 + dice.up_to(6));
        case 3: return decline_support(id, dice.region(), request_of(dice), dice.up_to(2));
        case 4:
        case 5: return accept_support(id, dice.region(), offer_of(dice), dice.up_to(4));
        case 6:
        case 7:
            return report_support(id, dice.region(), offer_of(dice),
                                  static_cast<v1::SupportReportKind>(1 + dice.up_to(3)),
                                  dice.up_to(4));
        case 8: return release_support(id, dice.region(), offer_of(dice), dice.up_to(4));
        default: return cancel_support(id, dice.region(), request_of(dice), dice.up_to(2));
    }
}

void check_units(core::SupportRequests const& requests) {
    for (auto const& request : requests) {
        for (auto const& line : request.lines()) {
            for (auto const& offer : line.offers()) {
                for (auto const count : {offer.open(), offer.waiting(), offer.under_way(),
                                         offer.arrived(), offer.released(), offer.withdrawn()}) {
                    REQUIRE(count >= 0);
                }
                REQUIRE(offer.open() + core::accepted(offer) + offer.withdrawn() ==
                        offer.quantity());
            }
        }
    }
}

/// Whoever still has a line to answer is chased; of whom nothing is wanted is left alone.
void check_chases(Story const& story, std::string const& id) {
    auto const& incident = story.incident(id);
    auto const step = incident.pack->step_index("support");
    for (auto const& region : incident.pack->rules.regions()) {
        auto const* const chase = incident.chase(step, "tib@" + region.id());
        auto const left = core::awaited_lines(incident.support, region.id());
        if (chase == nullptr) {
            REQUIRE(left == 0);
            continue;
        }
        REQUIRE(chase->missing == left);
        REQUIRE(chase->next_due.is_set() == (left > 0));
    }
}

}  // namespace

TEST_CASE("units of support are never lost, never doubled, and nobody who is asked is forgotten",
          "[property][support]") {
    int accepted = 0;
    int refused = 0;
    int settled_by_others = 0;
    for (unsigned seed = 1; seed <= nights; ++seed) {
        CAPTURE(seed);
        Dice dice{seed};
        Story story{cooperation_pack()};
        auto const id = story.confirm("uppsala");
        for (int act = 0; act < acts; ++act) {
            auto const given = story.give(any(dice, id)).has_value();
            (given ? accepted : refused) += 1;
            check_units(story.incident(id).support);
            check_chases(story, id);
            if (dice.up_to(3) == 0) {
                story.wait_s(dice.up_to(400));
            }
        }
        auto const nothing_is_lost = [](auto const&...) { return true; };
        CHECK(core::audit(story.state(), story.now(), core::seconds(5), nothing_is_lost).empty());
        auto const saved = story.state().snapshot();
        CHECK(core::State::restore(saved).snapshot().SerializeAsString() ==
              saved.SerializeAsString());
        for (auto const& chase : story.incident(id).chases) {
            settled_by_others += chase.state != v1::PARTY_STATE_ANSWERED && chase.missing == 0 &&
                                         story.incident(id).is_satisfied(chase)
                                     ? 1
                                     : 0;
        }
    }
    CHECK(accepted > nights * acts / 10);
    CHECK(refused > 0);
    CHECK(settled_by_others > 0);  // the rare case is there
}

}  // namespace larm::test
