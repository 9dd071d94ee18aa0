#include "engine/rules/pack_names.hpp"

#include <algorithm>

namespace larm::rules {
namespace {

template <typename Messages>
auto const* called(Messages const& messages, std::string_view id) {
    auto const found =
        std::ranges::find_if(messages, [id](auto const& each) { return each.id() == id; });
    return found == messages.end() ? nullptr : &*found;
}

}  // namespace

v1::Step const* step_called(v1::RulePack const& pack, std::string_view id) {
    return called(pack.steps(), id);
}

v1::Region const* region_called(v1::RulePack const& pack, std::string_view id) {
    return called(pack.regions(), id);
}

v1::Hospital const* hospital_called(v1::RulePack const& pack, std::string_view id) {
    return called(pack.hospitals(), id);
}

bool asks_regions(v1::Step const& step) {
    auto const where = step.audience().where();
    return where == v1::WHERE_EVERY_REGION || where == v1::WHERE_OTHER_REGIONS ||
           where == v1::WHERE_STRICKEN_REGION;
}

bool asks_declarer_only(v1::Step const& step) {
    return step.audience().role() == v1::ROLE_TIB &&
           step.audience().where() == v1::WHERE_STRICKEN_REGION;
}

bool can_ask_declarer(v1::Step const& step) {
    auto const where = step.audience().where();
    return where == v1::WHERE_ALERTED ||
           (step.audience().role() == v1::ROLE_TIB &&
            (where == v1::WHERE_EVERY_REGION || where == v1::WHERE_STRICKEN_REGION));
}

}  // namespace larm::rules
