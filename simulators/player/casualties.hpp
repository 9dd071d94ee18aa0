// The casualties of a scenario: each drawn by itself, once, before anything happens; who is moved
// goes elsewhere than was drawn. The scene and the hospitals count what is so at the time; what is
// counted is entered a while later.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/care.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// In one hospital.
struct Stay {
    std::string hospital;
    core::Instant arrives;
    core::Instant leaves;  ///< Not set: to the end.

    [[nodiscard]] bool is_there(core::Instant at) const {
        return arrives <= at && (!leaves.is_set() || at < leaves);
    }
};

/// How badly hurt whoever stays there is.
struct SevereStay {
    std::size_t severity = 0;
    Stay const* stay = nullptr;
    std::size_t stream = 0;  ///< By which they were drawn.
};

struct Casualty {
    std::size_t severity = 0;
    bool by_themselves = false;  ///< The scene never counts them.
    core::Instant found;
    core::Instant leaves;     ///< The scene.
    std::vector<Stay> stays;  ///< The first one is drawn; in order of time.

    [[nodiscard]] Stay const& first() const { return stays.front(); }
    [[nodiscard]] bool is_at_scene(core::Instant at) const {
        return !by_themselves && found <= at && at < leaves;
    }
};

/// Those of a stream, in the order they are counted in: the severe first. The same for the same
/// seed, and one more of them does not change the others.
[[nodiscard]] std::vector<Casualty> draw(v1::CasualtyStream const& stream, Stage const& stage);

/// `stage` must outlive it, and it what it has put down.
class Casualties {
public:
    explicit Casualties(Stage& stage) : stage_{stage} {}

    /// Draws them, and puts down on the stage's agenda when they are counted. Once.
    void put_down();
    /// Whether those of the incident are drawn at all; else nobody knows better than the log.
    [[nodiscard]] bool are_drawn(std::string const& incident) const;
    /// How many of a move's patients are where it fetches them now; no more than it is of.
    [[nodiscard]] int present(std::string const& incident, v1::TransferMove const& move);
    /// So many of them leave now and arrive then: those who are there first.
    void carry(std::string const& incident, v1::TransferMove const& move, int count,
               core::Instant arrives);
    /// Of everybody who comes to a hospital, of whatever incident, as it stands now. Until somebody
    /// is carried.
    [[nodiscard]] std::span<SevereStay const> stays_at(std::string_view hospital) const;
    /// How often those are others: what was worked out from their stays holds for as long.
    [[nodiscard]] std::int64_t changes_at(std::string_view hospital) const;

private:
    /// One site, or one hospital and incident: what was entered last, and when.
    struct Counted {
        std::string told;
        core::Instant entered;
    };

    void count_scene(std::size_t stream);
    void count_hospital(std::string const& incident, std::string const& hospital, int every_s);
    /// Enters a count a while from now, and never before an earlier one.
    void enter(Counted& counted, v1::Delay const& after, v1::Command command, std::string const& by,
               std::string const& incident);
    /// Whether anybody can be counted for it: confirmed, and not closed.
    [[nodiscard]] bool is_open(std::string const& incident) const;
    [[nodiscard]] std::string incident_of(v1::CasualtyStream const& stream) const;
    /// Of a move those who are where it fetches them.
    [[nodiscard]] std::vector<Casualty*> found_for(std::string const& incident,
                                                   v1::TransferMove const& move);
    [[nodiscard]] core::Instant last_of(std::string const& incident) const;
    void sort_stays();

    Stage& stage_;
    std::vector<std::vector<Casualty>> drawn_;  ///< By stream.
    /// The same by hospital: they are asked for by the minute, and carried now and then.
    std::map<std::string_view, std::vector<SevereStay>> by_hospital_;
    std::map<std::string, std::int64_t, std::less<>> changes_;  ///< By hospital.
    std::vector<Counted> scenes_;
    std::map<std::pair<std::string, std::string>, Counted> hospitals_;
};

}  // namespace larm::player
