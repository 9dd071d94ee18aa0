// How one party is chased: what each rung of a step's ladder sends, and when the next one comes.
// Policy numbers come from the incident's pack; each function answers with how the chase stands
// afterwards and changes nothing.
#pragma once

#include <larm/v1/event.pb.h>

#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/incident.hpp"

namespace larm::core::ladder {

/// What a notify of the pack means in this incident; the message is empty where it is the step's.
[[nodiscard]] v1::Notice notice_of(v1::Notify const& notify, Incident const& incident,
                                   std::string const& party);

/// The chase as it stands.
[[nodiscard]] v1::ChaseUpdate current(Incident const& incident, Chase const& chase);

/// The chase's beginning. The stricken region's TiB knows of the alarm and of its end: acknowledged
/// from the start.
[[nodiscard]] v1::ChaseUpdate begin(Incident const& incident, int step, std::string_view party,
                                    Instant now);

/// Somebody has something new to ask of the party in the step: from the first rung on, whether it
/// has answered before or is still being asked.
[[nodiscard]] v1::ChaseUpdate ask_anew(Incident const& incident, int step, std::string_view party,
                                       Instant now);
/// The same for all of `asked` by the first of `events`: as that event's chases, or where the step
/// has not begun as those of `start`, which says that it has.
void ask_anew(std::vector<v1::Event>& events, v1::Event start, Incident const& incident, int step,
              std::vector<v1::ChaseUpdate> asked);

/// A deadline has passed without a human's answer, `due` is when: the next rung, or the last one
/// again.
[[nodiscard]] v1::ChaseUpdate escalate(Incident const& incident, Chase const& chase, Instant due,
                                       Instant now);

/// A human has seen it. Nothing where one had already. A step that asks for more asks again later.
[[nodiscard]] std::optional<v1::ChaseUpdate> acknowledge(Incident const& incident,
                                                         Chase const& chase, Instant now);

/// A human has answered for good: nothing more is awaited.
[[nodiscard]] v1::ChaseUpdate settle(Incident const& incident, Chase const& chase);

/// A human has answered no to a step that asks only to be seen: settled, and whoever the pack names
/// is told at once, unless it is they who said it.
[[nodiscard]] v1::ChaseUpdate decline(Incident const& incident, Chase const& chase);

/// Adds that somebody beside the chase's party is told of what it has just said. Nothing where the
/// pack names no channel.
void tell(v1::ChaseUpdate& update, Incident const& incident, v1::Notify const& notify,
          std::string const& recipient);

/// Somebody new has the duty, or a human let a held chase run: the ladder starts over at once.
[[nodiscard]] v1::ChaseUpdate restart(Incident const& incident, Chase const& chase, Instant now);

/// A transport step after the region's promises changed: settled, asked to firm up, or asked for
/// what lacks.
[[nodiscard]] v1::ChaseUpdate weigh_transports(Incident const& incident, Chase const& chase,
                                               int missing, int provisional, Instant now);

/// What a human of a party has heard, by what they say.
enum class Heard : std::uint8_t {
    all,          ///< What has come to them; after the end, the end among it.
    alarm_alone,  ///< They were called about the alarm, and it may have ended in the meantime.
};

/// Adds to `event` the acknowledgement that any human act of `party` implies, on all its other open
/// chases but of a conference, which is acknowledged by who comes; after the end, of those that
/// told of the alarm only on such as the party was told of, unless it is these that they were
/// called about.
void imply_acknowledgement(v1::Event& event, Incident const& incident, std::string_view party,
                           int except_step, Instant now, Heard heard = Heard::all);

/// Whether a message of the end has gone to the party, or is to.
[[nodiscard]] bool is_told_of_the_end(Incident const& incident, std::string_view party);

/// After the end: somebody has heard of the alarm only now, and so is told that it is over.
/// `by_voice`: whom no message may reach, and who is called at once.
void tell_the_end(v1::Event& event, Incident const& incident, std::string const& party, Instant now,
                  bool by_voice = false);

/// A declined region lacks more than a human has accepted: whoever decides on shortfalls is asked
/// anew.
void reopen_shortfall(v1::Event& event, Incident const& incident, Instant now);

}  // namespace larm::core::ladder
