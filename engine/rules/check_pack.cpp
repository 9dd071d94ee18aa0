#include "engine/rules/check_pack.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>

#include "engine/rules/check_values.hpp"
#include "engine/rules/names.hpp"

namespace larm::rules {
namespace {

void check_all_values(PackSource const& source, Faults& faults) {
    auto const& pack = source.pack();
    auto const& reflection = *pack.GetReflection();
    std::vector<google::protobuf::FieldDescriptor const*> fields;
    reflection.ListFields(pack, &fields);
    for (auto const* const field : fields) {
        if (!field->is_repeated()) {
            check_value(source.at(field->name()), pack, *field, -1, faults);
            continue;
        }
        for (int index = 0; index < reflection.FieldSize(pack, field); ++index) {
            check_value(source.at(field->name(), index), pack, *field, index, faults);
        }
    }
}

/// No pack of a healthcare region is near these; far over them the checks would take too long.
struct Limit {
    std::string_view field;
    int max;
};
constexpr std::array<Limit, 10> limits{{{"regions", 100},
                                        {"hospitals", 1000},
                                        {"blood_centres", 100},
                                        {"organisations", 2000},
                                        {"steps", 100},
                                        {"messages", 200},
                                        {"sources", 200},
                                        {"indicators", 100},
                                        {"plus", 1000},
                                        {"ways", 20000}}};

bool is_too_large(PackSource const& source, Faults& faults) {
    auto const& pack = source.pack();
    auto large = false;
    auto const add = [&](Place const& place, std::string_view field, int size, int max) {
        if (size > max) {
            faults.push_back(place.fault(fmt::format("{} {}", size, field),
                                         fmt::format("at most {} can be checked", max)));
            large = true;
        }
    };
    for (auto const& limit : limits) {
        auto const* const field = pack.GetDescriptor()->FindFieldByName(std::string{limit.field});
        auto const size = pack.GetReflection()->FieldSize(pack, field);
        add(source.at(limit.field, size == 0 ? -1 : std::min(size - 1, limit.max)), limit.field,
            size, limit.max);
    }
    for (int hospital = 0; !large && hospital < pack.plus_size(); ++hospital) {
        add(source.at("plus", hospital), "steps", pack.plus(hospital).steps_size(), 100);
    }
    for (int step = 0; !large && step < pack.steps_size(); ++step) {
        auto const place = source.at("steps", step);
        add(place, "rungs", pack.steps(step).rungs_size(), 50);
        for (auto const& rung : pack.steps(step).rungs()) {
            add(place, "notify", rung.notify_size(), 20);
            for (auto const& notify : rung.notify()) {
                add(place, "channels", notify.channels_size(), 20);
            }
        }
    }
    return large;
}

}  // namespace

void check_pack(PackSource const& source, Faults& faults) {
    if (is_too_large(source, faults)) {
        return;
    }
    check_all_values(source, faults);
    Check const check{source, faults};
    check_head(check);
    check_places(check);
    check_steps(check);
    check_order(check);
    check_rungs(check);
    check_notices(check);
    check_channels(check);
    check_messages(check);
    check_cooperation(check);
    check_indicators(check);
    check_blood(check);
    check_capacity(check);
    check_transfers(check);
    check_triage(check);
    check_readiness(check);
}

void Check::fault(Place const& place, std::string message, std::string hint) const {
    faults_.push_back(place.fault(std::move(message), std::move(hint)));
}

void Check::lacks(std::string message, std::string hint) const {
    if (source_.is_whole()) {
        faults_.push_back(source_.fault(std::move(message), std::move(hint)));
    }
}

void Check::known(Place const& place, std::string_view what, std::string const& name,
                  std::vector<std::string> const& known) const {
    if (name.empty()) {
        fault(place, fmt::format("{} missing", what));
    } else if (source_.is_whole() && std::ranges::find(known, name) == known.end()) {
        fault(place, fmt::format("unknown {} \"{}\"", what, name), did_you_mean(name, known));
    }
}

void Check::range(Place const& place, std::string_view what, int value, int min, int max) const {
    if (value < min || value > max) {
        fault(place, fmt::format("{} is {}", what, value),
              fmt::format("it can be {} to {}", min, max));
    }
}

void Check::id(Place const& place, std::string_view what, std::string const& id,
               std::vector<std::string> const& all, int index) const {
    if (id.empty()) {
        fault(place, fmt::format("{} without id", what));
        return;
    }
    if (!is_id(id)) {
        fault(place, fmt::format("\"{}\" cannot be the id of a {}", id, what),
              "an id is 1 to 64 of a-z, 0-9, _ and -");
    }
    if (std::find(all.begin(), all.begin() + index, id) != all.begin() + index) {
        fault(place, fmt::format("two of the id \"{}\"", id),
              fmt::format("each {} has an id of its own", what));
    }
}

void Check::present(Place const& place, std::string_view what, std::string const& value) const {
    if (value.empty()) {
        fault(place, fmt::format("{} missing", what));
    }
}

}  // namespace larm::rules
