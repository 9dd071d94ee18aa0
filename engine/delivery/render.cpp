#include "engine/delivery/render.hpp"

#include <algorithm>

#include "engine/core/blood.hpp"
#include "engine/core/local_time.hpp"
#include "engine/delivery/text.hpp"
#include "engine/delivery/words.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t short_value_max = 30;
constexpr std::size_t short_type_max = 20;
constexpr std::size_t short_matter_max = 60;
/// What an exercise and Rakel add to a short text between them.
constexpr std::size_t short_added_max = 39;
constexpr std::string_view more = "...";

using Lines = google::protobuf::RepeatedPtrField<v1::BloodUnits>;

/// Says that it is cut: a reason without its end may say the opposite.
std::string cut_open(std::string_view utf8, std::size_t characters_max) {
    return code_points(utf8).size() <= characters_max
               ? std::string{utf8}
               : cut(utf8, characters_max - more.size()).append(more);
}

/// Each kind once, where it came first.
Lines sum_of(std::vector<BloodNeed> const& needs) {
    Lines sum;
    for (auto const& need : needs) {
        for (auto const& line : need.units) {
            auto const same =
                std::ranges::find(sum, core::blood::kind_of(line),
                                  [](auto const& each) { return core::blood::kind_of(each); });
            if (same == sum.end()) {
                *sum.Add() = line;
            } else {
                same->set_units(same->units() + line.units());
            }
        }
    }
    return sum;
}

/// The value of one placeholder in one language, in full or as the short text has it.
class Values {
public:
    Values(Facts const& facts, Asked const& asked, Language language, bool in_short,
           bool is_of_offer, std::size_t answer_max = short_value_max)
        : facts_{facts},
          asked_{asked},
          language_{language},
          in_short_{in_short},
          is_of_offer_{is_of_offer},
          answer_max_{answer_max} {}

    /// False where there is no such placeholder.
    [[nodiscard]] bool append(std::string& text, std::string_view name) const {
        if (name == "region") {
            text += region();
        } else if (name == "place") {
            text += said(facts_.place, short_value_max, "okänd plats", "place unknown");
        } else if (name == "type") {
            text += said(facts_.type, short_type_max, "okänd händelse", "not known");
        } else if (name == "reason") {
            text += said(facts_.reason, short_value_max, "inget angivet", "none given");
        } else if (name == "answer") {
            auto const& answer = asked_.answer;
            text += said(in_short_ ? cut_open(latin1_line(answer), answer_max_) : answer,
                         answer_max_, "inget angivet", "none given");
        } else if (name == "matter") {
            auto const& matter =
                language_ == Language::swedish ? asked_.matter.sv : asked_.matter.en;
            text += said(in_short_ ? cut_list(latin1_line(matter), short_matter_max) : matter,
                         short_matter_max, "larmet", "the alarm");
        } else if (name == "level") {
            text += level_in_words(facts_.level, language_);
        } else if (name == "casualties") {
            text += casualties_in_words(facts_.casualties, language_,
                                        in_short_ ? short_value_max : std::string::npos);
        } else if (name == "asks") {
            auto const asks = asks_in_words(*facts_.pack, asked_.step, asked_.missing, language_);
            text += in_short_ ? cut(asks, short_value_max) : asks;
        } else if (name == "centre") {
            text += centres();
        } else if (name == "blood") {
            text += blood();
        } else if (name == "again") {
            text += !asked_.is_asked_again           ? ""
                    : language_ == Language::swedish ? "PÅ NYTT: "
                                                     : "ONCE MORE: ";
        } else if (name == "offer") {
            text += blood_in_words(asked_.offer, language_,
                                   in_short_ ? short_value_max : std::string::npos);
        } else if (name == "party") {
            text += one_line(party_in_words(*facts_.pack, asked_.party, language_));
        } else if (name == "time") {
            text += core::minute_text(asked_.since);
        } else if (name == "incident") {
            text += short_incident_id(facts_.incident_id);
        } else {
            return false;
        }
        return true;
    }

private:
    [[nodiscard]] std::string region() const {
        auto const* const region = facts_.pack->region(facts_.region_id);
        if (region == nullptr) {
            return facts_.region_id;
        }
        return in_short_ ? region->short_name() : region->name();
    }

    /// Of an offer the centre that it is for, else all that ask.
    [[nodiscard]] std::string centres() const {
        if (is_of_offer_ && !asked_.offered_to.empty()) {
            return centre(asked_.offered_to);
        }
        std::string text;
        for (auto const& need : facts_.blood) {
            text += (text.empty() ? "" : ", ") + centre(need.centre);
        }
        return text;
    }

    [[nodiscard]] std::string centre(std::string_view party) const {
        return one_line(party_in_words(*facts_.pack, party, language_));
    }

    /// Where several ask, whose need is which; in short what they need together, since there is no
    /// room for more and the one's need beside the other's name would mislead.
    [[nodiscard]] std::string blood() const {
        if (in_short_ || facts_.blood.size() < 2) {
            return blood_in_words(sum_of(facts_.blood), language_,
                                  in_short_ ? short_value_max : std::string::npos);
        }
        std::string text;
        for (auto const& need : facts_.blood) {
            text += (text.empty() ? "" : "; ") + centre(need.centre) + " " +
                    blood_in_words(need.units, language_, std::string::npos);
        }
        return text;
    }

    /// A human's words, cut only after they have become what can be sent: signs may grow.
    [[nodiscard]] std::string said(std::string const& human, std::size_t characters_max,
                                   std::string_view unknown_sv, std::string_view unknown_en) const {
        auto text = in_short_ ? cut(latin1_line(human), characters_max) : one_line(human);
        if (text.empty()) {
            return std::string{language_ == Language::swedish ? unknown_sv : unknown_en};
        }
        return text;
    }

    Facts const& facts_;
    Asked const& asked_;
    Language language_;
    bool in_short_;
    bool is_of_offer_;
    std::size_t answer_max_;
};

/// One pass over the template, so that braces in a value are only braces.
std::string fill(std::string_view form, Values const& values) {
    std::string text;
    for (;;) {
        auto const open = form.find('{');
        text += form.substr(0, open);
        if (open == std::string_view::npos) {
            return text;
        }
        form.remove_prefix(open);
        auto const close = form.find('}');
        if (close != std::string_view::npos && values.append(text, form.substr(1, close - 1))) {
            form.remove_prefix(close + 1);
        } else {
            text += '{';
            form.remove_prefix(1);
        }
    }
}

/// An answer gets the room that the rest of a short text leaves, and no less than every value has:
/// what is called off, for whom and why is one answer.
std::string short_text(std::string const& form, Facts const& facts, Asked const& asked,
                       bool is_of_offer) {
    auto const with = [&](std::size_t answer_max) {
        return latin1_line(
            fill(form, {facts, asked, Language::swedish, true, is_of_offer, answer_max}));
    };
    if (form.find("{answer}") == std::string::npos) {
        return cut(with(short_value_max), short_characters_max);
    }
    auto const least = code_points(with(more.size())).size();
    auto const rest = least - std::min(least, more.size());
    auto const room = short_characters_max - short_added_max;
    return cut(with(std::max(short_value_max, room - std::min(room, rest))), short_characters_max);
}

bool names(v1::MessageTemplate const& form, std::string_view placeholder) {
    auto const in = [&](std::string const& text) { return text.find(placeholder) != text.npos; };
    return in(form.title().sv()) || in(form.title().en()) || in(form.body().sv()) ||
           in(form.body().en()) || in(form.short_sv());
}

}  // namespace

Texts render(v1::MessageTemplate const& form, Facts const& facts, Asked const& asked) {
    auto const is_of_offer = names(form, "{offer}");
    auto const filled = [&](std::string_view sv, std::string_view en, Language language) {
        return fill(language == Language::english && !en.empty() ? en : sv,
                    {facts, asked, language, false, is_of_offer});
    };
    auto const& title = form.title();
    auto const& body = form.body();
    Texts texts;
    texts.title_sv = one_line(filled(title.sv(), title.en(), Language::swedish));
    texts.title_en = one_line(filled(title.sv(), title.en(), Language::english));
    texts.body_sv = filled(body.sv(), body.en(), Language::swedish);
    texts.body_en = filled(body.sv(), body.en(), Language::english);
    texts.short_sv = short_text(form.short_sv(), facts, asked, is_of_offer);
    return texts;
}

Texts const* Renderer::texts(std::shared_ptr<Facts const> const& facts, Asked const& asked,
                             std::string_view message) {
    if (facts_ != facts || message_ != message || !says_the_same(asked)) {
        auto const& forms = facts->pack->rules.messages();
        auto const form = std::ranges::find(forms, message, &v1::MessageTemplate::id);
        if (form == forms.end()) {
            return nullptr;
        }
        texts_ = render(*form, *facts, asked);
        facts_ = facts;
        asked_ = asked;
        message_ = message;
        names_party_ = names(*form, "{party}");
        names_offer_ = names(*form, "{offer}");
    }
    return &texts_;
}

bool Renderer::says_the_same(Asked const& asked) const {
    return asked.step == asked_.step && asked.missing == asked_.missing &&
           asked.since == asked_.since && asked.is_asked_again == asked_.is_asked_again &&
           asked.answer == asked_.answer && asked.matter == asked_.matter &&
           (!names_party_ || asked.party == asked_.party) && !names_offer_;
}

std::string_view short_incident_id(std::string_view incident_id) {
    constexpr std::size_t characters = 8;
    return incident_id.size() <= characters ? incident_id
                                            : incident_id.substr(incident_id.size() - characters);
}

}  // namespace larm::delivery
