// Forms as providers post them.
#include "engine/server/doors/form.hpp"

#include "tests/support/catch.hpp"

namespace larm::server {

TEST_CASE("a form is read whatever bytes it is made of", "[server][form]") {
    auto const form = Form::of("a=1+2&b=%2B46%C3%A5&a=second&=none&c&d=&e=%zz%4&f=x=y%00z");
    CHECK(form.value("a") == "1 2");
    CHECK(form.value("b") == "+46å");
    CHECK(form.value("c").empty());
    CHECK(form.value("d").empty());
    CHECK(form.value("e") == "%zz%4");
    CHECK(form.value("f") == std::string_view{"x=y\0z", 5});
    CHECK(form.value("g").empty());
    CHECK(Form::of("").value("a").empty());
    CHECK(Form::of("&&&").value("").empty());
    CHECK(Form::of("a=%4").value("a") == "%4");
    CHECK(Form::of("a=%41").value("a") == "A");
}

}  // namespace larm::server
