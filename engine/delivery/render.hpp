// A message template filled with an incident's facts. The placeholders and their cuts are the rule
// language's: MessageTemplate in proto/larm/v1/rules.proto. What kind of message it is (live,
// exercise) is not known here: message.hpp marks it.
#pragma once

#include <larm/v1/rules.pb.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "engine/delivery/facts.hpp"

namespace larm::delivery {

/// Rakel's short data: characters of ISO 8859-1.
constexpr std::size_t short_characters_max = 120;

/// One message in all its forms, UTF-8. Titles and the short text are one line each.
struct Texts {
    std::string title_sv;
    std::string title_en;
    std::string body_sv;
    std::string body_en;
    /// Printable ISO 8859-1 only, at most short_characters_max.
    std::string short_sv;

    friend bool operator==(Texts const&, Texts const&) = default;
};

/// Never fails: whatever humans wrote becomes sendable text on its own line. Values are not
/// expanded again; a placeholder the language does not have stays as it is. English that a pack
/// leaves out is the Swedish.
[[nodiscard]] Texts render(v1::MessageTemplate const& form, Facts const& facts, Asked const& asked);

/// Renders a pack's messages and keeps the last: to most recipients of an alarm it says the same.
/// One thread at a time.
class Renderer {
public:
    /// Valid until the next call; nullptr where the pack has no such message.
    [[nodiscard]] Texts const* texts(std::shared_ptr<Facts const> const& facts, Asked const& asked,
                                     std::string_view message);

private:
    [[nodiscard]] bool says_the_same(Asked const& asked) const;

    std::shared_ptr<Facts const> facts_;  ///< Of the last; held, so that no other has its address.
    Asked asked_;
    std::string message_;
    bool names_party_ = false;
    bool names_offer_ = false;
    Texts texts_;
};

/// The incident's last eight characters: of a time-ordered UUID the part that tells two apart.
[[nodiscard]] std::string_view short_incident_id(std::string_view incident_id);

}  // namespace larm::delivery
