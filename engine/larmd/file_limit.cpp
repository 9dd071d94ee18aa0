#include "engine/larmd/file_limit.hpp"

#include <sys/resource.h>

namespace larm::larmd {

std::size_t raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    auto const before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

std::size_t connections_within(std::size_t file_limit) {
    return file_limit > files_kept ? file_limit - files_kept : 1;
}

}  // namespace larm::larmd
