#include "engine/core/pack.hpp"

#include "engine/core/party.hpp"

namespace larm::core {
namespace {

/// The patience of the engine before packs told it (AnswerPolicy, broken_row_ms, overrun_pause_ms):
/// an incident, and a machine whose new pack is refused, goes on with the pack that it has.
void be_as_patient_as_then(v1::AlarmPolicy& policy) {
    for (auto& channel : *policy.mutable_channels()) {
        if (channel.broken_after() > 0 && channel.broken_row_ms() == 0) {
            channel.set_broken_row_ms(3 * channel.backoff_first_ms());
        }
        if (channel.backoff_first_ms() > 0 && channel.overrun_pause_ms() == 0) {
            channel.set_overrun_pause_ms(1'000);
        }
    }
    if (!policy.has_answers()) {
        auto& answers = *policy.mutable_answers();
        answers.set_wrong_replies_per_hour(10);
        answers.set_stranger_replies_per_hour(30);
        answers.set_call_turns(5);
        answers.set_tries(8);
    }
}

int step_that_expects(v1::RulePack const& rules, v1::Expects expects) {
    for (int index = 0; index < rules.steps_size(); ++index) {
        if (rules.steps(index).expects() == expects) {
            return index;
        }
    }
    return -1;
}

}  // namespace

std::optional<v1::RulePack> read_pack(std::string const& bytes) {
    v1::RulePack rules;
    if (!rules.ParseFromString(bytes)) {
        return std::nullopt;
    }
    be_as_patient_as_then(*rules.mutable_policy());
    return rules;
}

v1::Region const* Pack::region(std::string_view id) const {
    for (auto const& region : rules.regions()) {
        if (region.id() == id) {
            return &region;
        }
    }
    return nullptr;
}

v1::Hospital const* Pack::hospital(std::string_view id) const {
    for (auto const& hospital : rules.hospitals()) {
        if (hospital.id() == id) {
            return &hospital;
        }
    }
    return nullptr;
}

int Pack::step_index(std::string_view id) const {
    for (int index = 0; index < rules.steps_size(); ++index) {
        if (rules.steps(index).id() == id) {
            return index;
        }
    }
    return -1;
}

int Pack::transport_step() const {
    return step_that_expects(rules, v1::EXPECTS_TRANSPORTS);
}

int Pack::blood_step() const {
    return step_that_expects(rules, v1::EXPECTS_BLOOD_OFFER);
}

v1::ChannelPolicy const* Pack::channel_policy(v1::Channel channel) const {
    for (auto const& policy : rules.policy().channels()) {
        if (policy.channel() == channel) {
            return &policy;
        }
    }
    return nullptr;
}

bool Pack::waits_for_receipts() const {
    for (auto const& policy : rules.policy().channels()) {
        if (policy.receipt_within_s() > 0) {
            return true;
        }
    }
    return false;
}

std::string_view Pack::region_of(std::string_view organisation) const {
    if (region(organisation) != nullptr) {
        return organisation;
    }
    for (auto const& hospital : rules.hospitals()) {
        if (hospital.id() == organisation) {
            return hospital.region_id();
        }
    }
    return {};
}

std::tuple<int, int, std::string_view> Pack::place_of(std::string_view party) const {
    auto const id = region_of(organisation_of(party));
    int place = 0;
    while (place < rules.regions_size() && rules.regions(place).id() != id) {
        ++place;
    }
    return {place, static_cast<int>(role_of(party)), party};
}

std::vector<std::string> Pack::parties(v1::Audience const& audience,
                                       std::string_view stricken) const {
    std::vector<std::string> found;
    auto const add_regions = [&](std::string_view but) {
        for (auto const& region : rules.regions()) {
            if (region.id() != but) {
                found.push_back(make_party(audience.role(), region.id()));
            }
        }
    };
    auto const add_organisations = [&] {
        for (auto const& organisation : rules.organisations()) {
            if (organisation.role() == audience.role()) {
                found.push_back(make_party(audience.role(), organisation.id()));
            }
        }
    };
    switch (audience.where()) {
        case v1::WHERE_EVERY_REGION: add_regions({}); break;
        case v1::WHERE_OTHER_REGIONS: add_regions(stricken); break;
        case v1::WHERE_COUNTRY:
            add_regions({});
            add_organisations();
            break;
        case v1::WHERE_STRICKEN_REGION:
            found.push_back(make_party(audience.role(), stricken));
            break;
        case v1::WHERE_ORGANISATIONS: add_organisations(); break;
        case v1::WHERE_ALERTED:
        case v1::WHERE_UNSPECIFIED:
        case v1::Where_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Where_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return found;
}

}  // namespace larm::core
