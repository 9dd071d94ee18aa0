// In the place of what the build makes, where the console is left out.
#include "engine/console/console_files.hpp"

namespace larm::console {

std::span<server::StaticFile const> console_files() {
    return {};
}

}  // namespace larm::console
