// Messages by kind. A live message and an exercise message are different types, and so are the
// channels that take them: sending the one where the other goes does not compile. The kind is also
// written into the letter, because behind a channel, on the wire, there are no types any more.
//
// Another kind is another tag.
#pragma once

#include <larm/v1/domain.pb.h>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/delivery/render.hpp"

namespace larm::delivery {

/// For real. Nothing is added to what it says.
struct Live {
    static constexpr std::string_view word = "live";
    static constexpr std::string_view mark{};
};

/// Exercises: every text begins and ends with the mark.
struct Exercise {
    static constexpr std::string_view word = "exercise";
    static constexpr std::string_view mark = "ÖVNING";
};

/// Roll-calls (provlarm): over live channels to real people, and marked as a test.
struct RollCall {
    static constexpr std::string_view word = "rollcall";
    static constexpr std::string_view mark = "PROV";
};

/// Offers of a duty when a shift begins: no alarm and no test, and marked as what they are.
struct DutyOffer {
    static constexpr std::string_view word = "duty";
    static constexpr std::string_view mark = "JOUR";
};

/// A tag says what the kind is called and how its texts are marked. `mark` is empty for none.
template <typename Tag>
concept Kind = requires {
    { Tag::word } -> std::convertible_to<std::string_view>;
    { Tag::mark } -> std::convertible_to<std::string_view>;
};

/// Kinds that may reach people over real channels. A real channel is a template over this, so that
/// one for exercises cannot be made.
template <typename Tag>
concept ReachesPeople = Kind<Tag> && (std::same_as<Tag, Live> || std::same_as<Tag, RollCall> ||
                                      std::same_as<Tag, DutyOffer>);

/// Whom a message is for. No name, number or address: the officer's id leads to those, outside the
/// journal and the log.
struct Envelope {
    std::string delivery_id;
    std::string incident_id;
    std::string step;
    std::string party;
    int attempt = 0;
    std::string recipient;  ///< role@organisation.
    std::string officer_id;
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
};

/// How its reader can answer; all empty where no answer is wanted, or none can be had.
struct AnswerWays {
    std::string code;  ///< For texts: AnswerKeys::code.
    std::string url;   ///< Of the answer page; empty where nobody outside reaches us, or
                       ///< the channel carries no links.
    bool asks_for_number = false;  ///< The party owes transports.
    bool takes_no = true;          ///< A no means something: not to an alarm's end, nor to a test.

    friend bool operator==(AnswerWays const&, AnswerWays const&) = default;
};

/// What goes over the wire, in the form in which types no longer help.
struct Letter {
    std::string kind;
    Envelope envelope;
    Texts texts;
    AnswerWays answer;
};

/// `texts` with `mark` at the beginning and end of each, the short text within its budget. An empty
/// mark changes nothing.
[[nodiscard]] Texts marked(Texts texts, std::string_view mark);
/// Whether each of the texts begins and ends as marked() makes them.
[[nodiscard]] bool is_marked(Texts const& texts, std::string_view mark);

/// Why a letter may not leave through a channel of this kind; nothing where it may. Looks at the
/// letter alone, so that it holds whatever the types said.
[[nodiscard]] std::optional<std::string> refusal_at_wire(std::string_view kind,
                                                         std::string_view mark,
                                                         Letter const& letter);

/// A message of one kind. There is no way from one kind to another, and none from a value.
template <Kind K>
class Message {
public:
    Message(Envelope envelope, Texts texts, AnswerWays answer = {})
        : letter_{.kind = std::string{K::word},
                  .envelope = std::move(envelope),
                  .texts = marked(std::move(texts), K::mark),
                  .answer = std::move(answer)} {}

    [[nodiscard]] Letter const& letter() const { return letter_; }

private:
    Letter letter_;
};

}  // namespace larm::delivery
