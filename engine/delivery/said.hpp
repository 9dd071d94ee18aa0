// What a person says back, whichever way it comes, and the number grammar of texts and telephone
// keys. Numbers only: carriers take "stop", "cancel", "end" and "yes" for themselves, and a number
// is the same in every language.
//
//   text   483920        I have seen it
//          483920 5      five transports in all (to a blood centre: yes)
//          483920 0      no, we cannot
//   keys   1             I have seen it
//          5 #           five transports
//          0 #           no, we cannot
//
// Each question has a code of its own (question.hpp): of patients, support, a conference or a
// decision a code and a key say only that it has been seen. A page that shows the patients takes a
// yes or a no to all that it shows.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/domain.pb.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"

namespace larm::delivery {

/// One answer, in meaning.
struct Said {
    enum class Kind {
        acknowledge,
        accept,   ///< `count` where the step asks for a number.
        decline,  ///< `reason` is never empty.
    };
    Kind kind = Kind::acknowledge;
    int count = 0;
    std::string reason;
    /// The moves of patients that were shown, by id: it is to these, and to none that has come
    /// since. Empty: what was said by a code or by keys, which show none.
    std::vector<std::string> moves = {};

    friend bool operator==(Said const&, Said const&) = default;
};

/// A text with its code, which may come first or last. Blanks (no-break ones too), dots, commas and
/// a "#" between and around are nothing; letters anywhere make it unreadable.
struct CodedSaid {
    std::string code;
    Said said;

    friend bool operator==(CodedSaid const&, CodedSaid const&) = default;
};
[[nodiscard]] std::optional<CodedSaid> read_text(std::string_view text);

/// What was pressed, without what ended it: "1" ended by nothing acknowledges, digits ended by "#"
/// are a number. At most two digits: three are a slip.
[[nodiscard]] std::optional<Said> read_keys(std::string_view digits, bool ended_by_hash);

/// Who says it, and by what.
struct Speaker {
    std::string officer_id;
    std::string party;  ///< The party the officer was told for.
    v1::Via via = v1::VIA_UNSPECIFIED;
    /// What makes the answer the same answer when it comes twice: the provider's message id, the
    /// call's id and turn, the page's form id.
    std::string said_id;
    /// The step that the message was about, or its question; empty: the alarm.
    std::string step = {};
    /// By the buttons of a page, which has neither code nor keys.
    bool is_on_page = false;
};

/// Where an answer to patients is changed: one press answers for all, and another answer is a
/// matter for two to speak about.
constexpr std::string_view change_in_words =
    "Ändra svaret: i larmkonsolen, eller ring den drabbade regionens TiB.";

/// The region whose transports the party decides on; empty where it is asked for none.
[[nodiscard]] std::string region_asked(core::Incident const& incident, std::string_view party);

/// The command it amounts to, for the world to decide: an answer to the question of `speaker.step`
/// and to no other, refused where that is answered elsewhere. A number to a party that is asked for
/// transports is how many there are in all: what lacks is committed, what is too much revoked. Its
/// command id is derived from `speaker`, so that the same answer takes effect once:
/// `already_exists` means that it has. Where it carries an expected version and the world answers
/// `aborted`, somebody else has answered meanwhile: ask again with the state of then. Its actor is
/// the party's role, with token id "officer:" and the officer's id. Failure: a sentence in Swedish
/// of what was wrong and what to do.
[[nodiscard]] std::expected<v1::Command, std::string> command_of(core::State const& state,
                                                                 std::string_view incident_id,
                                                                 Speaker const& speaker,
                                                                 Said const& said);

/// Whether something of what was said is still to be done after `command`, so that command_of() is
/// asked again: a no that had promises to take back first.
[[nodiscard]] bool has_more(v1::Command const& command, Said const& said);

/// What now stands, read back to whoever texted: "TiB Dalarna: 5 av 5 transporter. Fel? Koden och
/// rätt antal." In Swedish, one line, fits Rakel. Of the question of `step`, as a Speaker's.
[[nodiscard]] std::string read_back(core::State const& state, std::string_view incident_id,
                                    std::string_view party, std::string_view step = {});
/// The same without how to change it, for those who do not text.
[[nodiscard]] std::string what_stands(core::State const& state, std::string_view incident_id,
                                      std::string_view party, std::string_view step = {});
/// The same, of the answer to just these moves: "TiB Dalarna: tar emot 2 patienter: 2 svårt till
/// FAL (1-1)."
[[nodiscard]] std::string what_stands_of(core::State const& state, std::string_view incident_id,
                                         Speaker const& speaker,
                                         std::vector<std::string> const& moves);
/// Why nothing was registered, to a person and in Swedish; fits Rakel.
[[nodiscard]] std::string refusal_in_words(core::Rejection const& refusal);
/// The same to somebody who has answered the moves that a page showed, which may be others by now.
[[nodiscard]] std::string refusal_in_words(core::State const& state, std::string_view incident_id,
                                           Speaker const& speaker,
                                           std::vector<std::string> const& moves,
                                           core::Rejection const& refusal);

}  // namespace larm::delivery
