// Shared by the decide files of capacity: the hospital of a request, and when something was
// observed.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "engine/core/decide_parts.hpp"
#include "engine/core/nearest.hpp"
#include "engine/core/party.hpp"

namespace larm::core {

/// Index of the hospital in the terms of the pack that is in use.
[[nodiscard]] inline std::expected<std::size_t, Rejection> hospital_of(Context const& context,
                                                                       std::string const& id) {
    auto const& terms = context.state.capacity().terms();
    if (!terms.is_known()) {
        return std::unexpected{refusal(Code::failed_precondition, "hospital_id",
                                       "the rule pack in use says nothing of capacity")};
    }
    if (auto const found = terms.hospital(id); found) {
        return *found;
    }
    return std::unexpected{refusal(Code::invalid_argument, "hospital_id",
                                   no_hospital(context.state.active_pack(), id))};
}

/// 0 means now, which is what whoever has no better clock than ours should say.
[[nodiscard]] inline std::expected<Instant, Rejection> observed_at(Context const& context,
                                                                   std::int64_t us,
                                                                   std::string const& field) {
    if (us < 0 || Instant{us} > context.now) {
        return std::unexpected{refusal(Code::invalid_argument, field,
                                       "lies in the future: nobody can have seen it yet; leave it "
                                       "out for now")};
    }
    return us == 0 ? context.now : Instant{us};
}

/// The same rule for whatever was observed later already.
[[nodiscard]] inline Rejection seen_later(std::string const& field) {
    return refusal(Code::failed_precondition, field,
                   "a later observation has been reported; that one counts");
}

/// Who says it, how, and who took it by voice.
template <typename Record, typename Request>
void sign(Record& record, Context const& context, Request const& request,
          std::string const& hospital) {
    auto const via = via_or_api(request.via());
    record.set_via(via);
    // What is set takes memory, if it is empty too, and reports come by the minute.
    if (auto taken_by = context.taken_by(via, make_party(v1::ROLE_HOSPITAL, hospital));
        !taken_by.empty()) {
        record.set_taken_by(std::move(taken_by));
    }
    if (!request.note().empty()) {
        record.set_note(request.note());
    }
}

}  // namespace larm::core
