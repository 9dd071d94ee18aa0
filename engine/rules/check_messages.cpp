// Message templates: texts in both languages, placeholders that exist, and short texts that Rakel
// can carry.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/step.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/placeholders.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

/// Templates that something sends; of those, the ones sent while no reason can exist yet, and the
/// ones sent when nobody has answered no.
struct Uses {
    std::set<std::string> all;
    std::set<std::string> during_alarm;
    std::set<std::string> without_answer;
    std::set<std::string> without_blood;
    std::set<std::string> without_offer;
};

/// What a template may speak of where it is used.
struct Speakable {
    bool reason = true;
    bool answer = true;
    bool blood = true;
    bool offer = true;
};

Uses uses_of(v1::RulePack const& pack) {
    Uses uses;
    auto const note = [&uses](std::string const& message, bool during_alarm,
                              bool has_answer = false, bool has_blood = false,
                              bool has_offer = false) {
        uses.all.insert(message);
        if (!has_offer) {
            uses.without_offer.insert(message);
        }
        if (!has_blood) {
            uses.without_blood.insert(message);
        }
        if (!has_answer) {
            uses.without_answer.insert(message);
        }
        if (during_alarm) {
            uses.during_alarm.insert(message);
        }
    };
    note(pack.policy().reconfirm_message(), true);
    note(pack.policy().on_held().message(), true);
    note(pack.policy().roll_call().message(), false);
    note(pack.policy().hand_over().message(), false);
    note(pack.policy().device_dropped().message(), false);
    note(pack.capacity().on_warning().message(), true, true);
    for (auto const& step : pack.steps()) {
        auto const alarm = !core::tells_the_end(step);
        auto const blood = step.expects() == v1::EXPECTS_BLOOD_OFFER;
        note(step.message(), alarm, false, blood);
        note(step.on_decline().message(), alarm, true, blood);
        note(step.by_hand().message(), alarm);
        note(step.on_offer().message(), alarm, false, blood, true);
        note(step.on_withdrawal().message(), alarm, true, blood, blood);
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                note(notify.message(), alarm, false, blood);
            }
        }
    }
    return uses;
}

/// The part of a word before "övning" that makes it another word: prövning, bedövning, utövning,
/// sövning.
bool is_another_word(std::u32string_view before) {
    auto const is_letter = [](char32_t point) {
        return (point >= U'a' && point <= U'z') || point >= 0xC0;
    };
    auto const starts = std::find_if_not(before.rbegin(), before.rend(), is_letter).base();
    std::u32string_view const stem{starts, before.end()};
    return stem.ends_with(U"pr") || stem.ends_with(U"bed") || stem.ends_with(U"ut") || stem == U"s";
}

bool says_exercise(std::string_view text) {
    auto const small = code_points(lower_case(text));
    std::u32string_view const word = U"övning";
    for (auto at = small.find(word); at != std::u32string::npos; at = small.find(word, at + 1)) {
        if (!is_another_word(std::u32string_view{small}.substr(0, at))) {
            return true;
        }
    }
    return small.find(U"exercise") != std::u32string::npos ||
           small.find(U" drill") != std::u32string::npos || small.starts_with(U"drill");
}

void check_text(Check const& check, Place const& place, std::string_view what,
                std::string const& text, Speakable may) {
    if (text.empty()) {
        check.fault(place, fmt::format("{} missing", what));
        return;
    }
    if (says_exercise(text)) {
        check.fault(place, fmt::format("{} speaks of an exercise", what),
                    "leave it out: the engine marks what is an exercise, and only that");
    }
    auto const pieces = pieces_of(text);
    if (!pieces) {
        check.fault(place, fmt::format("a brace without its partner in {}", what),
                    "a placeholder is written {name}");
        return;
    }
    auto const known = placeholder_names();
    for (auto const& piece : *pieces) {
        if (!piece.is_placeholder) {
            continue;
        }
        if (std::ranges::find(known, piece.text) == known.end()) {
            check.fault(place, fmt::format("unknown placeholder {{{}}} in {}", piece.text, what),
                        did_you_mean(piece.text, known));
        } else if (piece.text == "answer" && !may.answer) {
            check.fault(place, fmt::format("{{answer}} in {} has nothing to say", what),
                        "nobody has answered no there: use it in messages of on_decline or "
                        "on_withdrawal, and of capacity's on_warning");
        } else if (piece.text == "offer" && !may.offer) {
            check.fault(place, fmt::format("{{offer}} in {} has nothing to say", what),
                        "it is for messages of on_offer and on_withdrawal");
        } else if ((piece.text == "blood" || piece.text == "centre" || piece.text == "again") &&
                   !may.blood) {
            check.fault(place, fmt::format("{{{}}} in {} has nothing to say", piece.text, what),
                        "no blood centre asks for anything there: use it in messages of a step "
                        "with EXPECTS_BLOOD_OFFER");
        } else if (piece.text == "reason" && !may.reason) {
            check.fault(place, fmt::format("{{reason}} in {} has nothing to say", what),
                        "there is a reason only once the alarm has been called off: use it in "
                        "messages of stand-down and rescind");
        }
    }
}

/// The longest the text can become in this pack; `widest` names what takes the room.
std::size_t longest_filled(Lengths const& longest, std::vector<Piece> const& pieces,
                           std::string& widest) {
    std::size_t characters = 0;
    std::vector<std::string> parts;
    for (auto const& piece : pieces) {
        auto const found = piece.is_placeholder ? longest.find(piece.text) : longest.end();
        characters += found == longest.end() ? characters_in(piece.text) : found->second;
        if (found != longest.end()) {
            parts.push_back(fmt::format("{{{}}} {}", piece.text, found->second));
        }
    }
    widest = listed(parts);
    return characters;
}

void check_short(Check const& check, Place const& place, v1::MessageTemplate const& message,
                 Lengths const& longest) {
    auto const& text = message.short_sv();
    if (auto const bad = first_outside_latin1(text); bad) {
        check.fault(place,
                    fmt::format("U+{:04X} in short_sv cannot be sent over Rakel",
                                static_cast<unsigned>(*bad)),
                    "use characters of ISO 8859-1, on one line");
    }
    auto const pieces = pieces_of(text);
    if (!pieces) {
        return;  // said already
    }
    std::string widest;
    auto const characters =
        longest_filled(longest, *pieces, widest) + added_to_short(check.pack(), message.id());
    if (characters > short_characters_max) {
        check.fault(
            place,
            fmt::format("short_sv can become {} characters long, and Rakel takes {}", characters,
                        short_characters_max),
            fmt::format(
                "make it {} shorter; counted with ÖVNING before and after ({}){}{}{}",
                characters - short_characters_max, exercise_characters,
                goes_over_rakel(check.pack(), message.id())
                    ? fmt::format(", the number, incident and code of Rakel ({})", rakel_characters)
                    : std::string{},
                widest.empty() ? "" : " and, at their longest, ", widest));
    }
}

}  // namespace

void check_messages(Check const& check) {
    auto const& pack = check.pack();
    auto const uses = uses_of(pack);
    auto const ids = ids_of(pack.messages());
    for (int index = 0; index < pack.messages_size(); ++index) {
        auto const& message = pack.messages(index);
        auto const place = check.at("messages", index);
        check.id(place.at("id"), "message template", message.id(), ids, index);
        Speakable const may{.reason = !uses.during_alarm.contains(message.id()),
                            .answer = !uses.without_answer.contains(message.id()),
                            .blood = !uses.without_blood.contains(message.id()),
                            .offer = !uses.without_offer.contains(message.id())};
        auto const title = place.at("title");
        auto const body = place.at("body");
        check_text(check, title.at("sv"), "title in Swedish", message.title().sv(), may);
        check_text(check, title.at("en"), "title in English", message.title().en(), may);
        check_text(check, body.at("sv"), "body in Swedish", message.body().sv(), may);
        check_text(check, body.at("en"), "body in English", message.body().en(), may);
        check_text(check, place.at("short_sv"), "short_sv", message.short_sv(), may);
        check_short(check, place.at("short_sv"), message, longest_in_short(pack, message.id()));
        if (check.is_whole() && is_id(message.id()) && !uses.all.contains(message.id())) {
            check.fault(place.at("id"), fmt::format("nothing sends \"{}\"", message.id()),
                        "name it in a step, or remove it");
        }
    }
}

}  // namespace larm::rules
