#include "engine/delivery/channels/web_push_payload.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <span>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/base64.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

namespace json = boost::json;

constexpr std::size_t topic_bytes = 24;

/// The texts without the mark that Message put around them.
Texts unmarked(Texts texts, std::string_view mark) {
    if (mark.empty()) {
        return texts;
    }
    LARM_CHECK(is_marked(texts, mark));  // refusal_at_wire() has looked
    auto const strip = [&](std::string& text, std::size_t gap) {
        auto const taken = mark.size() + gap;
        text = text.substr(taken, text.size() - 2 * taken);
    };
    auto const empty = marked({}, mark);
    auto const line_gap = empty.title_sv.size() / 2 - mark.size();
    auto const body_gap = empty.body_sv.size() / 2 - mark.size();
    strip(texts.title_sv, line_gap);
    strip(texts.title_en, line_gap);
    strip(texts.body_sv, body_gap);
    strip(texts.body_en, body_gap);
    return texts;
}

std::string time_text(std::chrono::system_clock::time_point time) {
    auto const whole = std::chrono::floor<std::chrono::milliseconds>(time);
    auto const ms = whole.time_since_epoch().count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(whole)), ms);
}

/// `texts` are without a mark.
std::string serialized(Letter const& letter, std::string_view mark, std::string const& sent_at,
                       Texts const& texts, bool with_english) {
    auto const& envelope = letter.envelope;
    auto const shown = marked(texts, mark);
    json::object payload;
    payload["id"] = envelope.delivery_id;
    payload["kind"] = letter.kind;
    payload["mark"] = json::string_view{mark.data(), mark.size()};
    payload["incident"] = envelope.incident_id;
    payload["step"] = envelope.step;
    payload["party"] = envelope.party;
    payload["sentAt"] = sent_at;
    payload["answerUrl"] = letter.answer.url;
    payload["asksForNumber"] = letter.answer.asks_for_number;
    payload["lang"] = "sv";
    payload["title"] = shown.title_sv;
    payload["body"] = shown.body_sv;
    json::object languages;
    if (with_english) {
        languages["en"] = json::object{{"title", shown.title_en}, {"body", shown.body_en}};
    }
    payload["texts"] = std::move(languages);
    return json::serialize(payload);
}

std::string shortened(std::string const& text, std::size_t characters) {
    return cut(text, characters) + "…";
}

}  // namespace

std::string push_payload(Letter const& letter, std::string_view mark,
                         std::chrono::system_clock::time_point sent_at, std::size_t bytes_max) {
    auto texts = unmarked(letter.texts, mark);
    auto const time = time_text(sent_at);
    auto with_english = true;
    auto const payload = [&] { return serialized(letter, mark, time, texts, with_english); };
    auto const fits = [&] { return payload().size() <= bytes_max; };
    /// Cuts one text by as little as makes all fit; to nothing where that is not enough.
    auto const cut_to_fit = [&](std::string& text) {
        auto const whole = std::exchange(text, "…");
        if (!fits()) {
            return false;
        }
        std::size_t kept = 0;
        for (auto step = std::bit_floor(whole.size()); step > 0; step /= 2) {
            text = shortened(whole, kept + step);
            kept += fits() ? step : 0;
        }
        text = shortened(whole, kept);
        return true;
    };
    if (fits() || cut_to_fit(texts.body_en)) {
        return payload();
    }
    with_english = false;
    if (fits() || cut_to_fit(texts.body_sv) || cut_to_fit(texts.title_sv)) {
        return payload();
    }
    return payload();  // longer than asked: whoever sends it says so
}

std::string push_topic(Letter const& letter) {
    auto const& envelope = letter.envelope;
    std::string text{"larm push topic 1"};
    for (std::string_view const part :
         {std::string_view{letter.kind}, std::string_view{envelope.incident_id},
          std::string_view{envelope.step}, std::string_view{envelope.party},
          std::string_view{envelope.recipient}, std::string_view{envelope.officer_id}}) {
        text += fmt::format("{}:{}", part.size(), part);  // so that no two read the same
    }
    if (envelope.incident_id.empty()) {
        text += letter.texts.title_sv;  // an offer of a duty and other news are told apart by it
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    LARM_CHECK(EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) ==
               1);
    return base64url(std::span{hash}.first(topic_bytes));
}

}  // namespace larm::delivery
