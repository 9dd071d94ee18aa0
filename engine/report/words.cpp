#include "engine/report/words.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/core/blood.hpp"
#include "engine/core/party.hpp"

namespace larm::report {

std::string_view say(Language language, std::string_view sv, std::string_view en) {
    return language == Language::english ? en : sv;
}

std::string Words::organisation(std::string_view id) const {
    if (pack_ != nullptr) {
        if (auto const* const region = pack_->region(id); region != nullptr) {
            return region->short_name();
        }
        for (auto const& organisation : pack_->rules.organisations()) {
            if (organisation.id() == id) {
                return organisation.name();
            }
        }
        for (auto const& hospital : pack_->rules.hospitals()) {
            if (hospital.id() == id) {
                return hospital.name();
            }
        }
    }
    return std::string{id};
}

std::string Words::party(std::string_view party) const {
    auto const where = organisation(core::organisation_of(party));
    switch (core::role_of(party)) {
        case v1::ROLE_TIB: return "TiB " + where;
        case v1::ROLE_DEPUTY: return fmt::format("{} {}", say("stf TiB", "deputy TiB"), where);
        case v1::ROLE_BLOOD: return fmt::format("{} {}", say("blodcentral", "blood centre"), where);
        case v1::ROLE_NATIONAL: return where;
        case v1::ROLE_HOSPITAL: return where;
        case v1::ROLE_UNSPECIFIED:
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{party};
}

std::string Words::actor(v1::Actor const& actor) const {
    if (actor.role() == v1::ROLE_UNSPECIFIED) {
        return std::string{say("larmmotorn", "the alarm engine")};
    }
    if (actor.role() == v1::ROLE_ADMIN) {
        return std::string{say("administratör", "administrator")};
    }
    return party(core::make_party(actor.role(), actor.organisation()));
}

std::string Words::blood_kind(v1::BloodProduct product, v1::BloodGroup group) const {
    std::string text{core::blood::group_sign(group)};
    switch (core::blood::product_or_red_cells(product)) {
        case v1::BLOOD_PRODUCT_PLASMA: text += text.empty() ? "plasma" : " plasma"; break;
        case v1::BLOOD_PRODUCT_PLATELETS:
            text += (text.empty() ? "" : " ") + std::string{say("trombocyter", "platelets")};
            break;
        case v1::BLOOD_PRODUCT_RED_CELLS:
        case v1::BLOOD_PRODUCT_UNSPECIFIED:
        case v1::BloodProduct_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::BloodProduct_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return text;
}

std::string Words::blood(v1::BloodProduct product, v1::BloodGroup group, std::int64_t units) const {
    return fmt::format("{} {}", units, blood_kind(product, group));
}

std::string Words::hospital(std::string_view id) const {
    return party(core::make_party(v1::ROLE_HOSPITAL, id));
}

std::string_view Words::stage(v1::CareStage stage) const {
    switch (stage) {
        case v1::CARE_STAGE_EMERGENCY: return say("akutmottagning", "emergency");
        case v1::CARE_STAGE_IMAGING: return say("röntgen", "imaging");
        case v1::CARE_STAGE_OPERATING: return say("operation", "operating");
        case v1::CARE_STAGE_INTENSIVE: return say("intensivvård", "intensive care");
        case v1::CARE_STAGE_WARD: return say("vårdavdelning", "ward");
        case v1::CARE_STAGE_UNSPECIFIED:
        case v1::CareStage_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::CareStage_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

std::string Words::step(std::string_view id) const {
    auto const index = pack_ == nullptr ? -1 : pack_->step_index(id);
    if (index < 0 || pack_->step(index).title().sv().empty()) {
        return std::string{id};
    }
    return in(language_, pack_->step(index).title());
}

std::string Words::level(v1::ReadinessLevel level) const {
    switch (level) {
        case v1::READINESS_LEVEL_STAB: return "stabsläge";
        case v1::READINESS_LEVEL_FORSTARKNING: return "förstärkningsläge";
        case v1::READINESS_LEVEL_KATASTROF: return "katastrofläge";
        case v1::READINESS_LEVEL_UNSPECIFIED:
        case v1::ReadinessLevel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ReadinessLevel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{say("okänt läge", "unknown level")};
}

std::string Words::via(v1::Via via) const {
    switch (via) {
        case v1::VIA_CONSOLE: return std::string{say("konsol", "console")};
        case v1::VIA_PUSH: return "push";
        case v1::VIA_SMS: return "sms";
        case v1::VIA_VOICE: return std::string{say("telefonsamtal", "voice call")};
        case v1::VIA_RAKEL: return "Rakel";
        case v1::VIA_EMAIL: return std::string{say("e-post", "e-mail")};
        case v1::VIA_WEBHOOK: return "webhook";
        case v1::VIA_PHONE: return std::string{say("telefon", "telephone")};
        case v1::VIA_API: return "API";
        case v1::VIA_UNSPECIFIED:
        case v1::Via_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Via_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{say("okänt sätt", "unknown way")};
}

std::string Words::channel(v1::Channel channel) const {
    switch (channel) {
        case v1::CHANNEL_PUSH: return "push";
        case v1::CHANNEL_SMS: return "sms";
        case v1::CHANNEL_VOICE: return std::string{say("telefonsamtal", "voice call")};
        case v1::CHANNEL_RAKEL: return "Rakel";
        case v1::CHANNEL_EMAIL: return std::string{say("e-post", "e-mail")};
        case v1::CHANNEL_WEBHOOK: return "webhook";
        case v1::CHANNEL_OPERATOR: return std::string{say("larmdisk", "operator desk")};
        case v1::CHANNEL_UNSPECIFIED:
        case v1::Channel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Channel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{say("okänd kanal", "unknown channel")};
}

std::string Words::phase(v1::IncidentPhase phase) const {
    switch (phase) {
        case v1::INCIDENT_PHASE_REPORTED: return std::string{say("rapporterad", "reported")};
        case v1::INCIDENT_PHASE_CONFIRMED: return std::string{say("bekräftad", "confirmed")};
        case v1::INCIDENT_PHASE_RUNNING: return std::string{say("larmkedjan pågår", "running")};
        case v1::INCIDENT_PHASE_STOOD_DOWN: return std::string{say("avlarmad", "stood down")};
        case v1::INCIDENT_PHASE_RESCINDED: return std::string{say("återkallad", "rescinded")};
        case v1::INCIDENT_PHASE_CLOSED: return std::string{say("avslutad", "closed")};
        case v1::INCIDENT_PHASE_UNSPECIFIED:
        case v1::IncidentPhase_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IncidentPhase_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return std::string{say("okänd", "unknown")};
}

std::string Words::casualties(v1::Casualties const& casualties) const {
    struct Part {
        int count;
        std::string_view sv;
        std::string_view en;
    };
    std::array<Part, 4> const parts{
        {{casualties.dead(), "döda", "dead"},
         {casualties.severe(), "svårt skadade", "severely injured"},
         {casualties.moderate(), "måttligt skadade", "moderately injured"},
         {casualties.minor(), "lätt skadade", "lightly injured"}}};
    std::string text;
    for (auto const& part : parts) {
        if (part.count > 0) {
            text +=
                fmt::format("{}{} {}", text.empty() ? "" : ", ", part.count, say(part.sv, part.en));
        }
    }
    return text;
}

std::string Words::transports(int count) const {
    return fmt::format(
        "{} {}", count,
        count == 1 ? say("transport", "transport unit") : say("transporter", "transport units"));
}

}  // namespace larm::report
