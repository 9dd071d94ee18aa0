// What ids and enums of the engine are called in words, in one language. The names of places and
// steps come from the rule pack.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/rules.pb.h>

#include <string>
#include <string_view>

#include "engine/core/pack.hpp"
#include "engine/report/language.hpp"

namespace larm::report {

/// Which of the two a language says.
[[nodiscard]] std::string_view say(Language language, std::string_view sv, std::string_view en);

/// Without a pack ids stand for themselves. The pack must outlive it.
class Words {
public:
    Words(core::Pack const* pack, Language language) : pack_{pack}, language_{language} {}

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] core::Pack const* pack() const { return pack_; }
    [[nodiscard]] std::string_view say(std::string_view sv, std::string_view en) const {
        return report::say(language_, sv, en);
    }

    /// "Gävleborg" for "gavleborg".
    [[nodiscard]] std::string organisation(std::string_view id) const;
    /// "TiB Gävleborg" for "tib@gavleborg".
    [[nodiscard]] std::string party(std::string_view party) const;
    /// "Falu lasarett" for "FAL".
    [[nodiscard]] std::string hospital(std::string_view id) const;
    /// "intensivvård", as it stands in a sentence.
    [[nodiscard]] std::string_view stage(v1::CareStage stage) const;
    /// "TiB Gävleborg"; "larmmotorn" for the engine itself.
    [[nodiscard]] std::string actor(v1::Actor const& actor) const;
    [[nodiscard]] std::string step(std::string_view id) const;
    /// "12 O-", "10 plasma".
    [[nodiscard]] std::string blood(v1::BloodProduct product, v1::BloodGroup group,
                                    std::int64_t units) const;
    /// "O-", "plasma".
    [[nodiscard]] std::string blood_kind(v1::BloodProduct product, v1::BloodGroup group) const;
    [[nodiscard]] std::string level(v1::ReadinessLevel level) const;
    [[nodiscard]] std::string via(v1::Via via) const;
    [[nodiscard]] std::string channel(v1::Channel channel) const;
    [[nodiscard]] std::string phase(v1::IncidentPhase phase) const;
    /// "9 döda, 15 svårt skadade"; empty where none is given.
    [[nodiscard]] std::string casualties(v1::Casualties const& casualties) const;
    /// "1 transport", "3 transporter".
    [[nodiscard]] std::string transports(int count) const;

private:
    core::Pack const* pack_;
    Language language_;
};

}  // namespace larm::report
