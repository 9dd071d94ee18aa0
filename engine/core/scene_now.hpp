// A scene as a reader sees it: as it was reported last, less whom moves have taken from it since.
#pragma once

#include "engine/core/casualties.hpp"

namespace larm::core {

struct SceneNow {
    Counts at_scene{};   ///< Those who are to go and have not left are still there.
    Counts under_way{};  ///< From it, to hospitals.
};

[[nodiscard]] SceneNow scene_now(CasualtyBook const& book, v1::CasualtySite const& site);

}  // namespace larm::core
