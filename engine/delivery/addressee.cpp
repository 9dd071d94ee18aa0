#include "engine/delivery/addressee.hpp"

namespace larm::delivery {

std::optional<Addressee> whose_link(core::State const& state, AnswerKeys const& keys,
                                    std::string_view link) {
    for (auto const& incident : state.incidents()) {
        if (incident.pack == nullptr || incident.is_closed()) {
            continue;
        }
        for (auto const& party : incident.alerted) {
            auto const duty = state.duties().find(party);
            if (duty == state.duties().end()) {
                continue;
            }
            for (auto const& officer : duty->second.officers) {
                AnswerKey const key{incident.id, party, officer.officer_id()};
                if (same_secret(keys.link(key), link)) {
                    return Addressee{incident.id, party, officer.officer_id()};
                }
            }
        }
    }
    return std::nullopt;
}

}  // namespace larm::delivery
