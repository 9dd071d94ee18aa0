// Documents of an exercise say so at the beginning and at the end.
#include "engine/report/exercise_mark.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "tests/support/catch.hpp"

namespace larm::report {
namespace {

bool is_framed(std::string text) {
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text.starts_with(exercise_mark) && text.ends_with(exercise_mark);
}

}  // namespace

TEST_CASE("texts of an exercise begin and end with the word, empty ones too",
          "[report][exercise]") {
    for (auto const* const text : {"", "a;b\n1;2\n", "utan radslut"}) {
        CHECK(is_framed(exercise_text(text)));
        CHECK(exercise_text(text).find(text) != std::string::npos);
    }
    CHECK(exercise_file("lagesbild-1.pdf") == "OVNING-lagesbild-1.pdf");
}

TEST_CASE("JSON of an exercise is still JSON, and says it first", "[report][exercise]") {
    for (auto const* const text : {"{}", "{ }", "{\"number\": 3}", "{\n  \"a\": {}\n}"}) {
        google::protobuf::Struct object;
        auto const json = exercise_json(text);
        INFO(json);
        REQUIRE(google::protobuf::util::JsonStringToMessage(json, &object).ok());
        CHECK(object.fields().at("exercise").bool_value());
    }
}

TEST_CASE("papers of an exercise are marked on every page, before and after",
          "[report][exercise]") {
    PaperDocument paper;
    paper.title = "Lägesbild 1";
    paper.footer = "Region Uppsala";
    paper.blocks = {PaperHeading{1, "Lägesbild"}, PaperText{"Sex svårt skadade", false}};
    auto const marked = exercise_paper(paper);
    CHECK(is_framed(marked.title));
    CHECK(is_framed(marked.footer));
    REQUIRE(marked.blocks.size() == 4);
    CHECK(std::get<PaperText>(marked.blocks[1]).text == exercise_mark);
    CHECK(std::get<PaperText>(marked.blocks.back()).text == exercise_mark);
    CHECK(is_framed(exercise_paper({}).title));
}

TEST_CASE("EDXL of an exercise carries the word where a reader shows it", "[report][exercise]") {
    HaveHospital hospital;
    hospital.id = "UAS";
    hospital.name = "Akademiska";
    hospital.ems_traffic = "Normal";
    hospital.command_plan = "Inactive";
    hospital.clinical_status = "Normal";
    hospital.facility_status = "Normal";
    hospital.staffing = "Adequate";
    hospital.clinical_operations = "Adequate";
    hospital.updated_us = 1'700'000'000'000'000;
    auto const xml = have_xml(exercise_have({hospital}));
    REQUIRE(xml.has_value());
    auto const read = read_have(*xml);
    REQUIRE(read.has_value());
    CHECK(is_framed(read->front().name));
    RmMessage message;
    message.kind = v1::RESOURCE_MESSAGE_REQUEST_RESOURCE;
    message.message_id = "S1";
    message.description = "helikopter";
    CHECK(is_framed(exercise_rm(message).description));
    CHECK(is_framed(exercise_rm(message).incident_description));
}

}  // namespace larm::report
