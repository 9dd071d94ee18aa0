#define CATCH_CONFIG_RUNNER
#include "tests/support/catch.hpp"
#include "tests/support/skip.hpp"

namespace {

constexpr int skipped = 77;  // CTest's SKIP_RETURN_CODE, in tests/CMakeLists.txt
bool has_skipped = false;

}  // namespace

namespace larm::test {

void skip_test(std::string const& why) {
    has_skipped = true;
    WARN("skipped: " << why);
}

}  // namespace larm::test

int main(int argc, char** argv) {
    auto const result = Catch::Session().run(argc, argv);
    return result == 0 && has_skipped ? skipped : result;
}
