// What a push says to our service worker: JSON that it can show as it stands, since every push must
// be shown. How long it may be is the caller's; what does not fit is cut by what its reader misses
// least, and a mark is never cut off.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// {"id", "kind", "mark", "incident", "step", "party", "sentAt" (RFC 3339), "answerUrl",
/// "asksForNumber", "lang": "sv", "title", "body", "texts": {"en": {"title", "body"}}}. "id" is the
/// delivery's, by which a device shows it once. "mark" and "answerUrl" may be empty; "texts" has no
/// "en" where it did not fit. `mark` is that of the letter's kind. At most `bytes_max` where that
/// leaves room for more than ids, the mark and the link. A device tells what it has done with it by
/// a POST to "answerUrl" of act=received or act=seen and delivery=ID, as a form.
[[nodiscard]] std::string push_payload(Letter const& letter, std::string_view mark,
                                       std::chrono::system_clock::time_point sent_at,
                                       std::size_t bytes_max);

/// The Topic header, 32 characters: a later push of the same kind, incident, step, party and person
/// takes the place of one that has not been fetched. Another kind is always another topic.
[[nodiscard]] std::string push_topic(Letter const& letter);

}  // namespace larm::delivery
