// Blood in the timeline: who counted, asked, offered, took and sent what.
#include "engine/report/timeline.hpp"
#include "tests/support/blood_story.hpp"
#include "tests/support/catch.hpp"

namespace larm::report {

TEST_CASE("a night's blood reads as a timeline in both languages", "[report][blood]") {
    using namespace larm::test;
    Story story{blood_pack()};
    auto const id = story.confirm("uppsala");
    story.must(blood_stock("blood@uppsala", {{o_negative, 4}, {a_positive, 0}}));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}}));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 6}}));
    story.must(accept_blood(id, "blood@uppsala", "skane-1", {{o_negative, 5}}));
    story.must(blood_transport(id, "blood@skane", "skane-1", v1::BLOOD_OFFER_STATE_UNDER_WAY, 50));
    story.must(blood_transport(id, "blood@uppsala", "skane-1", v1::BLOOD_OFFER_STATE_ARRIVED));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 40}}));
    story.must(alarm_country(id, "blood@uppsala", {{o_negative, 90}}));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 30}}));
    story.must(withdraw_blood(id, "blood@skane", "skane-2", "3, inte 30"));
    story.must(offer_blood(id, "blood@skane", {{o_negative, 7}}));
    story.must(accept_blood(id, "blood@uppsala", "skane-3", {{o_negative, 2}}));
    story.must(withdraw_blood(id, "blood@skane", "skane-3", "behövs här"));
    for (auto const language : {Language::swedish, Language::english}) {
        Timeline timeline;
        std::string text;
        std::int64_t seq = 0;
        for (auto const& event : story.log()) {
            for (auto const& line : timeline.tell(event, ++seq)) {
                text += line_text(line, language) + "\n";
            }
        }
        INFO(text);
        auto const is_swedish = language == Language::swedish;
        for (auto const* const part :
             is_swedish ? std::vector{"har i lager: 4 O-, 0 A+",
                                      "LARMADE landets blodcentraler, behöver 40 O-: lagret räcker",
                                      ": 6 O- om 15 min", "tog emot erbjudandet från", ": 5 O-",
                                      "är på väg, framme om 50 min", "är framme",
                                      "IGEN, behöver i allt 90 O-",
                                      "en gång till, med samma behov: ingen frågas",
                                      "tog tillbaka sitt erbjudande: 30 O-: 3, inte 30",
                                      "TOG TILLBAKA det som var mottaget: 2 O-: behövs här"}
                        : std::vector{"has in stock: 4 O-, 0 A+",
                                      "ALARMED the country's blood centres, needs 40 O-",
                                      ": 6 O- in 15 min", "took the offer of", ": 5 O-",
                                      "is under way, there in 50 min", "has arrived",
                                      "AGAIN, needs in all 90 O-",
                                      "once more, with the same needs: nobody",
                                      "took its offer back: 30 O-: 3, inte 30",
                                      "TOOK BACK what had been accepted: 2 O-: behövs här"}) {
            CAPTURE(part);
            CHECK(text.find(part) != std::string::npos);
        }
    }
}

}  // namespace larm::report
