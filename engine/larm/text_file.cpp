#include "engine/larm/text_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "engine/larm/output.hpp"

namespace larm::cli {

std::optional<std::string> read_text(std::string const& file) {
    std::ifstream input{file};
    input.peek();  // a folder opens, and the iterators below would throw at it
    if (!input.is_open() || input.bad()) {
        complain(fmt::format("{} kan inte läsas. Se efter att filen finns och att du får läsa den.",
                             file));
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{input}, {}};
}

}  // namespace larm::cli
