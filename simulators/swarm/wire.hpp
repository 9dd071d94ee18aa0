// The way of letters out of the house, and the devices at its end: lost, late, refused, carried
// twice, told of twice. What goes in is what the real lanes hand to a channel; a device shows what
// it is given once an id, as every client of ours does. Nobody reads them; who acts when is the
// crowd's.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/delivery/channel.hpp"
#include "simulators/player/chance.hpp"
#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/odds.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

/// One of a process's ends of the wire; dead once the process is.
using Line = int;

class Wire {
public:
    using Later = std::function<void(core::Duration after, std::function<void()> happening)>;

    Wire(std::uint64_t seed, Odds const& odds, Tally& tally, Later later);

    [[nodiscard]] Line open();
    /// Its reports go nowhere from now on; what is on its way arrives all the same.
    void close(Line line) { open_.erase(line); }
    /// `kind` is the channel's own.
    void carry(Line line, std::string_view kind, delivery::Letter const& letter,
               delivery::Report report);
    /// From now on everything arrives, at once and once.
    void be_calm() { is_calm_ = true; }

    /// Whether a device has shown what `key_of` names.
    [[nodiscard]] bool has_shown(std::string const& key) const { return shown_.contains(key); }
    /// 4 and 9.
    [[nodiscard]] Held clean() const;
    /// The engine itself has made a message that its channel would not take.
    void refused_at_wire(std::string const& detail);

private:
    void look_at(std::string_view kind, delivery::Letter const& letter);
    void arrive(delivery::Letter const& letter);
    void tell(Line line, core::Duration after, delivery::Report const& report,
              v1::DeliveryOutcome outcome, std::string const& detail);
    void note(int invariant, std::string what);

    std::uint64_t seed_;
    Odds odds_;
    Tally& tally_;
    Later later_;
    std::set<Line> open_;
    Line last_line_ = 0;
    bool is_calm_ = false;
    std::map<std::string, int> tries_;          ///< By delivery id.
    std::map<std::string, std::string> of_id_;  ///< What an id is of.
    std::map<std::string, std::string> id_of_;  ///< And the other way.
    std::set<std::string> shown_;
    std::optional<Broken> found_;
};

/// What makes a message of an incident the one it is, in text.
[[nodiscard]] std::string key_of(std::string_view incident, std::string_view step,
                                 std::string_view party, int attempt, std::string_view recipient,
                                 int channel);

/// Channels of one kind that end in the wire: one for each that there is.
template <delivery::Kind K>
[[nodiscard]] delivery::Channels<K> channels_to(Wire& wire, Line line);

}  // namespace larm::swarm
