#include "engine/core/supply.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/decide_parts.hpp"
#include "engine/core/nearest.hpp"
#include "engine/core/party.hpp"
#include "engine/core/resource_name.hpp"
#include "engine/core/state.hpp"

namespace larm::core {
namespace {

constexpr std::int64_t us_per_s = 1'000'000;
/// Of one organisation: more is no overview any more, and each stands in every situation report.
constexpr std::ptrdiff_t items_max = 200;

/// Of the pack's list, or of all that is not on it; 0: the pack does not say.
int max_age_minutes(Pack const& pack, std::string_view item) {
    auto const* const listed = supply_item(pack, item);
    return listed == nullptr ? pack.rules.support().other_max_age_minutes()
                             : listed->max_age_minutes();
}

/// Anything may be reported in free words; but what is nearly an id of the rules' list means that
/// one, and under another name nobody would find it.
std::optional<Rejection> refuse_slip(Pack const& pack, std::string const& item) {
    std::vector<Named> known;
    auto is_near = false;
    for (auto const& each : pack.rules.support().items()) {
        known.push_back({each.id(), each.title().sv()});
        if (each.id() == item) {
            return std::nullopt;
        }
        is_near = is_near || is_slip(item, each.id());
    }
    return is_near ? std::optional{refusal(
                         Code::invalid_argument, "item",
                         "'" + item + "' is nearly an item of the rules: " + nearest(item, known) +
                             "; say another thing in other words")}
                   : std::nullopt;
}

int urgency(v1::SupplyView const& view) {
    if (view.short_()) {
        return 0;
    }
    return view.stale() ? 1 : 2;
}

bool comes_first(v1::SupplyView const& one, v1::SupplyView const& other) {
    auto const key = [](v1::SupplyView const& view) {
        auto const& record = view.record();
        return std::tuple{urgency(view), view.stale() ? 0 : record.days_of_cover_tenths(),
                          std::string_view{record.organisation_id()},
                          std::string_view{record.item()}};
    };
    return key(one) < key(other);
}

}  // namespace

void fold_supply(Supplies& supplies, v1::SupplyReported const& reported) {
    auto const& supply = reported.supply();
    supplies[{supply.organisation_id(), supply.item()}] = supply;
}

v1::SupplyItem const* supply_item(Pack const& pack, std::string_view item) {
    auto const& items = pack.rules.support().items();
    auto const found = std::ranges::find(items, item, &v1::SupplyItem::id);
    return found == items.end() ? nullptr : &*found;
}

std::string known_supply(State const& state, std::string const& organisation,
                         std::string const& item) {
    if (state.supplies().contains({organisation, item})) {
        return item;
    }
    auto const name = resource_name(item);
    auto const* const pack = state.active_pack();
    if (pack != nullptr) {
        for (auto const& each : pack->rules.support().items()) {
            if (resource_name(each.id()) == name) {
                return each.id();
            }
        }
    }
    std::string const* known = nullptr;
    for (auto const& [key, supply] : state.supplies()) {
        if (resource_name(key.second) == name && (known == nullptr || key.first == organisation)) {
            known = &key.second;
        }
    }
    return known == nullptr ? item : *known;
}

v1::SupplyView supply_view(Pack const* pack, v1::SupplyRecord const& supply, Instant now) {
    v1::SupplyView view;
    *view.mutable_record() = supply;
    view.mutable_title()->set_sv(supply.item());
    view.mutable_title()->set_en(supply.item());
    if (pack != nullptr) {
        auto const* const item = supply_item(*pack, supply.item());
        view.set_short_below_tenths(item == nullptr
                                        ? pack->rules.support().other_short_below_tenths()
                                        : item->short_below_tenths());
        if (item != nullptr) {
            *view.mutable_title() = item->title();
        }
    }
    view.set_stale(supply.stale_at_us() != 0 && now.us >= supply.stale_at_us());
    view.set_short_(!view.stale() && supply.days_of_cover_tenths() < view.short_below_tenths());
    view.set_age_s(std::max<std::int64_t>(0, (now.us - supply.observed_at_us()) / us_per_s));
    return view;
}

std::vector<v1::SupplyView> supply_views(State const& state, std::string_view region,
                                         bool shortages_only, Instant now) {
    std::vector<v1::SupplyView> views;
    auto const* const pack = state.active_pack();
    for (auto const& [key, supply] : state.supplies()) {
        auto const is_of_region =
            region.empty() || (pack != nullptr && pack->region_of(key.first) == region);
        auto view = supply_view(pack, supply, now);
        if (is_of_region && (view.short_() || !shortages_only)) {
            views.push_back(std::move(view));
        }
    }
    std::ranges::sort(views, comes_first);
    return views;
}

Outcome decide_supply(Context const& context, v1::ReportSupply const& request) {
    auto const* const pack = context.state.active_pack();
    if (pack == nullptr) {
        return std::unexpected{refusal(Code::unavailable, "", "no rule pack is in use yet")};
    }
    if (pack->region_of(request.organisation_id()).empty()) {
        return std::unexpected{refusal(Code::invalid_argument, "organisation_id",
                                       no_organisation(pack, request.organisation_id()))};
    }
    Instant const observed{request.observed_at() == 0 ? context.now.us : request.observed_at()};
    if (observed > context.now) {
        return std::unexpected{refusal(Code::invalid_argument, "observed_at", "is later than now")};
    }
    auto const item = known_supply(context.state, request.organisation_id(), request.item());
    auto const known = context.state.supplies().find({request.organisation_id(), item});
    if (known != context.state.supplies().end() && known->second.observed_at_us() > observed.us) {
        return std::unexpected{refusal(Code::failed_precondition, "observed_at",
                                       "a later observation has been reported")};
    }
    if (known == context.state.supplies().end()) {
        if (auto refused = refuse_slip(*pack, item); refused) {
            return std::unexpected{std::move(*refused)};
        }
    }
    auto const of_organisation = std::ranges::count_if(
        context.state.supplies(),
        [&](auto const& each) { return each.first.first == request.organisation_id(); });
    if (known == context.state.supplies().end() && of_organisation >= items_max) {
        return std::unexpected{refusal(Code::resource_exhausted, "item",
                                       request.organisation_id() + " has reported " +
                                           std::to_string(items_max) +
                                           " items; report on one of those, or several as one")};
    }
    auto event = context.event();
    auto& supply = *event.mutable_supply_reported()->mutable_supply();
    supply.set_organisation_id(request.organisation_id());
    supply.set_item(item);
    supply.set_days_of_cover_tenths(request.days_of_cover_tenths());
    supply.set_observed_at_us(observed.us);
    auto const minutes =
        request.max_age_minutes() > 0 ? request.max_age_minutes() : max_age_minutes(*pack, item);
    supply.set_stale_at_us(minutes == 0 ? 0 : (observed + seconds(std::int64_t{60} * minutes)).us);
    supply.set_reported_at_us(context.now.us);
    supply.set_reported_by(context.command.actor().token_id());
    supply.set_via(via_or_api(request.via()));
    auto const is_own = context.command.actor().organisation() == request.organisation_id();
    auto const by_voice = request.via() == v1::VIA_PHONE || request.via() == v1::VIA_RAKEL;
    supply.set_taken_by(by_voice && !is_own ? context.command.actor().token_id() : "");
    supply.set_note(request.note());
    return Events{std::move(event)};
}

}  // namespace larm::core
