#include "engine/core/past.hpp"

#include "tests/support/catch.hpp"

namespace larm::core {
namespace {

v1::CapacityReport report(int free) {
    v1::CapacityReport report;
    report.set_hospital_id("A");
    auto& figure = *report.add_figures();
    figure.set_stage(v1::CARE_STAGE_EMERGENCY);
    figure.set_dimension(v1::PLUS_DIMENSION_STAFF);
    figure.set_free(free);
    return report;
}

v1::StepRecord step(std::string const& id, v1::StepState state) {
    v1::StepRecord step;
    step.set_step_id(id);
    step.set_state(state);
    return step;
}

Past::Entries saved(Past const& past) {
    Past::Entries entries;
    past.save(entries);
    return entries;
}

}  // namespace

TEST_CASE("of a hospital's past the latest hundred are kept, in order, whatever they are",
          "[core][capacity]") {
    Past past;
    for (int number = 0; number < 250; ++number) {
        if (number % 3 == 0) {
            past.add({number}, step(std::to_string(number), v1::STEP_STATE_ORDERED));
        } else {
            past.add({number}, report(number));
        }
    }
    auto const entries = saved(past);
    REQUIRE(entries.size() == 100);
    for (int index = 0; index < 100; ++index) {
        auto const number = 150 + index;
        CHECK(entries[index].at_us() == number);
        if (number % 3 == 0) {
            CHECK(entries[index].step().step_id() == std::to_string(number));
        } else {
            CHECK(entries[index].report().figures(0).free() == number);
        }
    }
    Past again;
    for (auto const& entry : entries) {
        again.add(entry);
    }
    auto const read = saved(again);
    REQUIRE(read.size() == entries.size());
    for (int index = 0; index < 100; ++index) {
        CHECK(read[index].SerializeAsString() == entries[index].SerializeAsString());
    }
}

TEST_CASE("a report is kept with everything that it says", "[core][capacity]") {
    auto all = report(7);
    auto const& reflection = *all.GetReflection();
    auto const& type = *all.GetDescriptor();
    for (int index = 0; index < type.field_count(); ++index) {
        auto const* const field = type.field(index);
        switch (field->cpp_type()) {
            case google::protobuf::FieldDescriptor::CPPTYPE_STRING:
                reflection.SetString(&all, field, "said by " + field->name());
                break;
            case google::protobuf::FieldDescriptor::CPPTYPE_INT64:
                reflection.SetInt64(&all, field, 1'000 + index);
                break;
            case google::protobuf::FieldDescriptor::CPPTYPE_ENUM:
                reflection.SetEnumValue(&all, field, 2);
                break;
            case google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE:
                CHECK(field->name() == "figures");
                break;
            case google::protobuf::FieldDescriptor::CPPTYPE_INT32:
            case google::protobuf::FieldDescriptor::CPPTYPE_UINT32:
            case google::protobuf::FieldDescriptor::CPPTYPE_UINT64:
            case google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE:
            case google::protobuf::FieldDescriptor::CPPTYPE_FLOAT:
            case google::protobuf::FieldDescriptor::CPPTYPE_BOOL:
                FAIL("a new kind of field, which the past must keep too: " << field->name());
        }
    }
    Past past;
    past.add({1}, all);
    auto const entries = saved(past);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].report().SerializeAsString() == all.SerializeAsString());
    CHECK(v1::CapacityFigure::descriptor()->field_count() == 3);
}

TEST_CASE("a step's failure is known for as long as it stands in the past", "[core][capacity]") {
    Past past;
    CHECK_FALSE(past.has_failed());
    past.add({1}, step("stay", v1::STEP_STATE_DONE));
    past.add({2}, step("stay", v1::STEP_STATE_FAILED));
    past.add({3}, step("rooms", v1::STEP_STATE_DONE));
    auto const of = [&](std::string const& id) {
        return past.latest_step([&](v1::StepRecord const& each) { return each.step_id() == id; });
    };
    CHECK(past.has_failed());
    REQUIRE(of("stay").has_value());
    CHECK(of("stay")->state() == v1::STEP_STATE_FAILED);
    for (int number = 0; number < 98; ++number) {
        past.add({10 + number}, report(number));
    }
    CHECK(past.has_failed());
    CHECK(of("rooms")->state() == v1::STEP_STATE_DONE);
    past.add({200}, report(1));
    CHECK_FALSE(past.has_failed());
    CHECK_FALSE(of("stay").has_value());
}

}  // namespace larm::core
