// The casualties of a scenario: each drawn by itself, once, before anything happens. The scene and
// the hospitals count what is so at the time; what is counted is entered a while later.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/care.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

struct Casualty {
    std::size_t severity = 0;
    bool by_themselves = false;  ///< The scene never counts them.
    core::Instant found;
    core::Instant leaves;
    core::Instant arrives;
    std::string hospital;
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
    /// Who comes to a hospital, of whatever incident, by time.
    [[nodiscard]] std::vector<Casualty const*> come_to(std::string_view hospital) const;

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
    [[nodiscard]] core::Instant last_of(std::string const& incident) const;

    Stage& stage_;
    std::vector<std::vector<Casualty>> drawn_;  ///< By stream.
    std::vector<Counted> scenes_;
    std::map<std::pair<std::string, std::string>, Counted> hospitals_;
};

}  // namespace larm::player
