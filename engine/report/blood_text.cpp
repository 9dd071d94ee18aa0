// Blood in words: counted, asked for, offered, taken, under way, arrived.
#include <fmt/format.h>

#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

constexpr std::int64_t us_per_minute = 60'000'000;

template <typename Lines>
std::string lines_text(Telling const& telling, Lines const& lines) {
    std::string text;
    for (auto const& line : lines) {
        text += (text.empty() ? "" : ", ") +
                telling.words.blood(line.product(), line.group(), line.units());
    }
    return text;
}

std::string counted_text(Telling const& telling) {
    auto const& counted = telling.event.blood_stock_reported();
    auto text = fmt::format("{} {} {}", telling.words.party(counted.party()),
                            telling.words.say("har i lager:", "has in stock:"),
                            lines_text(telling, counted.lines()));
    auto const minutes = (telling.event.at_us() - counted.observed_at_us()) / us_per_minute;
    if (minutes > 0) {
        text += fmt::format(
            fmt::runtime(telling.words.say(", räknat för {} min sedan", ", counted {} min ago")),
            minutes);
    }
    return text + telling.over(counted.via(), {}) + telling.noted(counted.note());
}

std::string alarmed_text(Telling const& telling) {
    auto const& alarmed = telling.event.blood_country_alarmed();
    if (alarmed.same_as_us() != 0) {
        return fmt::format("{} {}", telling.words.party(alarmed.party()),
                           telling.words.say("larmade landets blodcentraler en gång till, med "
                                             "samma behov: ingen frågas på nytt",
                                             "alarmed the country's blood centres once more, with "
                                             "the same needs: nobody is asked anew"));
    }
    auto const again =
        telling.before != nullptr && telling.before->blood_alarm_of(alarmed.party()) != nullptr;
    return fmt::format(
        "{} {} {}{}", telling.words.party(alarmed.party()),
        again ? telling.words.say("larmade landets blodcentraler IGEN, behöver i allt",
                                  "alarmed the country's blood centres AGAIN, needs in all")
              : telling.words.say("LARMADE landets blodcentraler, behöver",
                                  "ALARMED the country's blood centres, needs"),
        lines_text(telling, alarmed.asks()), Telling::because(alarmed.reason()));
}

std::string offered_text(Telling const& telling) {
    auto const& offered = telling.event.blood_offered();
    auto text =
        fmt::format("{} {} {}: {}", telling.words.party(offered.party()),
                    telling.words.say("erbjöd", "offered"), telling.words.party(offered.to()),
                    lines_text(telling, offered.units()));
    auto const minutes = (offered.ready_at_us() - telling.event.at_us()) / us_per_minute;
    if (minutes > 0) {
        text += fmt::format(" {} {} min", telling.words.say("om", "in"), minutes);
    }
    return text + telling.over(offered.via(), offered.taken_by()) + telling.noted(offered.note());
}

/// Whose an offer is; the offer's own name where it is not known.
std::string giver(Telling const& telling, std::string const& offer_id) {
    auto const* const offer =
        telling.before == nullptr ? nullptr : telling.before->blood_offer(offer_id);
    return offer == nullptr ? offer_id : telling.words.party(offer->given().party());
}

/// What the centre that asked had accepted of it is what it loses.
std::string withdrawn_text(Telling const& telling) {
    auto const& withdrawn = telling.event.blood_offer_withdrawn();
    auto const* const offer =
        telling.before == nullptr ? nullptr : telling.before->blood_offer(withdrawn.offer_id());
    auto const was_taken = offer != nullptr && !offer->accepted().empty();
    auto const what = offer == nullptr ? withdrawn.offer_id()
                                       : lines_text(telling, was_taken ? offer->accepted()
                                                                       : offer->given().units());
    return fmt::format("{} {} {}{}", telling.words.party(withdrawn.party()),
                       was_taken ? telling.words.say("TOG TILLBAKA det som var mottaget:",
                                                     "TOOK BACK what had been accepted:")
                                 : telling.words.say("tog tillbaka sitt erbjudande:",
                                                     "took its offer back:"),
                       what, Telling::because(withdrawn.reason())) +
           telling.over(withdrawn.via(), withdrawn.taken_by());
}

std::string accepted_text(Telling const& telling) {
    auto const& accepted = telling.event.blood_accepted();
    return fmt::format("{} {} {}: {}", telling.words.party(accepted.party()),
                       telling.words.say("tog emot erbjudandet från", "took the offer of"),
                       giver(telling, accepted.offer_id()), lines_text(telling, accepted.units())) +
           telling.over(accepted.via(), accepted.taken_by()) + telling.noted(accepted.note());
}

std::string transport_of_blood_text(Telling const& telling) {
    auto const& reported = telling.event.blood_transport_reported();
    auto const has_arrived = reported.state() == v1::BLOOD_OFFER_STATE_ARRIVED;
    auto text = fmt::format("{} {} {}", telling.words.say("Blod från", "Blood of"),
                            giver(telling, reported.offer_id()),
                            has_arrived ? telling.words.say("är framme", "has arrived")
                                        : telling.words.say("är på väg", "is under way"));
    auto const minutes = (reported.arrives_at_us() - telling.event.at_us()) / us_per_minute;
    if (reported.arrives_at_us() != 0) {
        text += fmt::format(", {} {} min", telling.words.say("framme om", "there in"), minutes);
    }
    return text + telling.over(reported.via(), reported.taken_by()) +
           telling.noted(reported.note());
}

}  // namespace

std::string blood_text(Telling const& telling) {
    auto const& event = telling.event;
    if (event.has_blood_stock_reported()) {
        return counted_text(telling);
    }
    if (event.has_blood_country_alarmed()) {
        return alarmed_text(telling);
    }
    if (event.has_blood_offered()) {
        return offered_text(telling);
    }
    if (event.has_blood_offer_withdrawn()) {
        return withdrawn_text(telling);
    }
    if (event.has_blood_accepted()) {
        return accepted_text(telling);
    }
    return event.has_blood_transport_reported() ? transport_of_blood_text(telling) : std::string{};
}

}  // namespace larm::report
