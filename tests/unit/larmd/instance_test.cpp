// Which installation a data folder belongs to: the same before and after the folder is made, or the
// second start would take it for a copy and alarm nobody.
#include "engine/larmd/instance.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::larmd {
namespace {

namespace fs = std::filesystem;

/// Another working directory for as long as it lives.
class Within {
public:
    explicit Within(fs::path const& place) : before_{fs::current_path()} {
        fs::current_path(place);
    }
    Within(Within const&) = delete;
    Within& operator=(Within const&) = delete;
    ~Within() { fs::current_path(before_); }

private:
    fs::path before_;
};

}  // namespace

TEST_CASE("a data folder has the same instance before it is made and after, however it is named",
          "[instance]") {
    larm::test::TemporaryDirectory const directory;
    Within const within{directory.path()};
    fs::path const whole = directory.path() / "one" / "data";
    auto const id = instance_id(whole);
    CHECK(id.size() == 32);
    auto const names = {fs::path{"one/data"}, fs::path{"./one/data/"}, whole / "",
                        fs::path{"one/../one/data"}};
    for (auto const& name : names) {
        INFO(name);
        CHECK(instance_id(name) == id);
    }
    fs::create_directories(whole);
    CHECK(instance_id(whole) == id);
    for (auto const& name : names) {
        INFO(name);
        CHECK(instance_id(name) == id);
    }
    CHECK(instance_id("data") != id);
}

}  // namespace larm::larmd
