#include "engine/larmd/settings.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "engine/larmd/channel_settings.hpp"

namespace larm::larmd {
namespace {

namespace pb = google::protobuf;
using server::Limits;

/// Either a count of something or a time, as the field's name says.
struct Setting {
    char const* name;
    std::int64_t min;
    std::int64_t max;
    std::size_t Limits::* count;
    std::chrono::milliseconds Limits::* time;
};

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;

// Every setting with its range; the default is the value of server::Limits.
constexpr std::array<Setting, 14> table{{
    {"connections_max", 0, 1'000'000, &Limits::connections_max, nullptr},
    {"header_bytes_max", 1024, mib, &Limits::header_bytes_max, nullptr},
    {"body_bytes_max", 16 * kib, 64 * mib, &Limits::body_bytes_max, nullptr},
    {"idle_ms_max", 1000, hour_ms, nullptr, &Limits::idle_max},
    {"request_ms_max", 100, 600'000, nullptr, &Limits::request_max},
    {"response_ms_max", 100, 600'000, nullptr, &Limits::response_max},
    {"answer_ms_max", 100, 600'000, nullptr, &Limits::answer_max},
    {"sweep_ms", 10, 5000, nullptr, &Limits::sweep_every},
    {"watch_events_max", 100, 1'000'000, &Limits::watch_events_max, nullptr},
    {"watch_bytes_max", 64 * kib, 1024 * mib, &Limits::watch_bytes_max, nullptr},
    {"watch_lag_bytes_max", 64 * kib, 1024 * mib, &Limits::watch_lag_bytes_max, nullptr},
    {"watch_stall_ms_max", 1000, 600'000, nullptr, &Limits::watch_stall_max},
    {"heartbeat_ms", 100, 5000, nullptr, &Limits::heartbeat_every},
    {"close_ms_max", 100, 4000, nullptr, &Limits::close_max},
}};

std::int64_t value_of(Limits const& limits, Setting const& setting) {
    return setting.count != nullptr ? static_cast<std::int64_t>(limits.*setting.count)
                                    : (limits.*setting.time).count();
}

class Faults : public pb::io::ErrorCollector {
public:
    explicit Faults(std::filesystem::path const& file) : file_{file.string()} {}

    void AddError(int line, int column, std::string const& message) override {
        // The parser counts from 0, and says -1 where it does not know.
        found.push_back(fmt::format("{}:{}:{}: error: {}", file_, std::max(line, 0) + 1,
                                    std::max(column, 0) + 1, message));
    }

    std::vector<std::string> found;

private:
    std::string file_;
};

void apply(v1::ServerConfig const& config, pb::TextFormat::ParseInfoTree const& places,
           Limits& limits, Faults& faults) {
    for (auto const& setting : table) {
        auto const* const field = config.GetDescriptor()->FindFieldByName(setting.name);
        if (!config.GetReflection()->HasField(config, field)) {
            continue;
        }
        auto const value = std::int64_t{config.GetReflection()->GetInt32(config, field)};
        if (value < setting.min || value > setting.max) {
            auto const place = places.GetLocation(field, -1);
            faults.AddError(place.line, place.column,
                            fmt::format("{} is {}; it must be from {} to {}", setting.name, value,
                                        setting.min, setting.max));
        } else if (setting.count != nullptr) {
            limits.*setting.count = static_cast<std::size_t>(value);
        } else {
            limits.*setting.time = std::chrono::milliseconds{value};
        }
    }
}

/// Where the field, or the message around it, begins.
pb::TextFormat::ParseLocation place_of(pb::TextFormat::ParseInfoTree const& places,
                                       pb::Descriptor const* type,
                                       std::vector<std::string> const& path) {
    auto const* tree = &places;
    pb::TextFormat::ParseLocation place;
    for (auto const& name : path) {
        auto const* const field = type->FindFieldByName(name);
        auto const index = field->is_repeated() ? 0 : -1;
        auto const here = tree->GetLocation(field, index);
        if (here.line < 0) {
            break;
        }
        place = here;
        if (field->message_type() == nullptr) {
            break;
        }
        type = field->message_type();
        tree = tree->GetTreeForNested(field, index);
        if (tree == nullptr) {
            break;
        }
    }
    return place;
}

void apply_channels(v1::ServerConfig const& config, pb::TextFormat::ParseInfoTree const& places,
                    std::string const& public_url, Settings& settings, Faults& faults) {
    auto const fault = [&](std::vector<std::string> const& path, std::string const& what) {
        auto const place = place_of(places, config.GetDescriptor(), path);
        faults.AddError(place.line, place.column, what);
    };
    auto const& said = config.public_side();
    auto const& url = public_url.empty() ? said.url() : public_url;
    std::vector<std::string> proxies{said.trusted_proxies().begin(), said.trusted_proxies().end()};
    if (!url.empty() && proxies.empty()) {
        proxies = {"127.0.0.1", "::1"};  // we listen on loopback: that is where the proxy is
    }
    if (auto side = server::PublicSide::of(url, proxies)) {
        settings.public_side = std::move(*side);
    } else {
        fault({"public_side"}, side.error());
    }
    for (auto const& each : faults_of(config.delivery(), url)) {
        std::vector<std::string> path{"delivery"};
        path.insert(path.end(), each.path.begin(), each.path.end());
        std::string name;
        for (auto const& field : each.path) {
            name += (name.empty() ? "" : ".") + field;
        }
        fault(path, fmt::format("{}: {}", name, each.what));
    }
    settings.delivery = config.delivery();
}

void apply_console(v1::ServerConfig const& config, pb::TextFormat::ParseInfoTree const& places,
                   Settings& settings, Faults& faults) {
    struct Term {
        char const* name;
        std::int32_t max;
        std::int64_t unit_s;
        core::Duration server::SignInTerms::* lasts;
    };
    constexpr std::array<Term, 2> terms{{
        {"session_hours", 720, 3600, &server::SignInTerms::session_lasts},
        {"link_minutes", 1440, 60, &server::SignInTerms::link_lasts},
    }};
    auto const& said = config.console();
    settings.sign_in.reserve_number = said.reserve_number();
    settings.sign_in.public_url = settings.public_side.url;
    for (auto const& term : terms) {
        auto const* const field = said.GetDescriptor()->FindFieldByName(term.name);
        auto const value = said.GetReflection()->GetInt32(said, field);
        if (value < 0 || value > term.max) {
            auto const place = place_of(places, config.GetDescriptor(), {"console", term.name});
            faults.AddError(place.line, place.column,
                            fmt::format("console.{} is {}; it must be from 1 to {}", term.name,
                                        value, term.max));
        } else if (value > 0) {
            settings.sign_in.*term.lasts = core::seconds(value * term.unit_s);
        }
    }
}

}  // namespace

std::expected<Settings, std::vector<std::string>> read_settings(std::filesystem::path const& file,
                                                                std::string const& public_url) {
    std::string text;
    if (!file.empty()) {
        std::ifstream input{file};
        text.assign(std::istreambuf_iterator<char>{input}, {});
        if (!input) {
            return std::unexpected{
                std::vector{fmt::format("{}: error: cannot be read", file.string())}};
        }
    }
    Faults faults{file.empty() ? "--public-url" : file};
    pb::TextFormat::Parser parser;
    pb::TextFormat::ParseInfoTree places;
    parser.RecordErrorsTo(&faults);
    parser.WriteLocationsTo(&places);
    v1::ServerConfig config;
    Settings settings;
    if (parser.ParseFromString(text, &config)) {
        apply(config, places, settings.limits, faults);
        apply_channels(config, places, public_url, settings, faults);
        apply_console(config, places, settings, faults);
    }
    if (!faults.found.empty()) {
        return std::unexpected{std::move(faults.found)};
    }
    return settings;
}

std::string describe_settings() {
    Limits const defaults;
    std::string text;
    for (auto const& setting : table) {
        text += fmt::format("{:<22} {:>10}   {} to {}\n", setting.name, value_of(defaults, setting),
                            setting.min, setting.max);
    }
    return text;
}

}  // namespace larm::larmd
