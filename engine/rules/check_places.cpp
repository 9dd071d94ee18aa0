// Regions, hospitals, blood centres and other organisations.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/party.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

constexpr int people_max = 20'000'000;

/// Names that short messages are filled with.
void check_sendable(Check const& check, Place const& place, std::string const& name) {
    if (auto const bad = first_outside_latin1(name); bad) {
        check.fault(place, fmt::format("\"{}\" cannot be sent in an SMS or over Rakel", utf8(*bad)),
                    "use letters of ISO 8859-1");
    }
}

void check_number(Check const& check, Place const& place, v1::RulePack const& pack, int index) {
    auto const number = pack.regions(index).number();
    check.range(place, "number", number, 1, 99);
    for (int other = 0; other < index; ++other) {
        if (number != 0 && pack.regions(other).number() == number) {
            check.fault(place,
                        fmt::format("number {} is {}'s already", number, pack.regions(other).id()));
        }
    }
}

void check_transports_total(Check const& check, Place const& place, v1::Region const& region) {
    check.range(place, "transports_total", region.transports_total(), 0, 1000);
    for (auto const& step : check.pack().steps()) {
        if (step.expects() == v1::EXPECTS_TRANSPORTS && region.transports_total() > 0 &&
            region.transports_total() < step.minimum()) {
            check.fault(
                place,
                fmt::format("{} has {} transports in all, and \"{}\" asks for {}", region.id(),
                            region.transports_total(), step.id(), step.minimum()),
                "leave transports_total out where it is not known");
        }
    }
}

void check_regions(Check const& check) {
    auto const& pack = check.pack();
    if (pack.regions().empty()) {
        check.lacks("no regions", "write regions { id: ... } for each of them");
    }
    auto const ids = ids_of(pack.regions());
    for (int index = 0; index < pack.regions_size(); ++index) {
        auto const& region = pack.regions(index);
        auto const place = check.at("regions", index);
        check.id(place.at("id"), "region", region.id(), ids, index);
        check.present(place.at("name"), "name", region.name());
        check.present(place.at("short_name"), "short_name", region.short_name());
        check_sendable(check, place.at("short_name"), region.short_name());
        check.range(place.at("population"), "population", region.population(), 0, people_max);
        check_transports_total(check, place.at("transports_total"), region);
        check_number(check, place.at("number"), pack, index);
    }
}

void check_position(Check const& check, Place const& place, v1::Hospital const& hospital) {
    // Swapped degrees are the usual mistake. Written so that NaN is outside too.
    if (!(hospital.latitude() >= 55 && hospital.latitude() <= 70)) {
        check.fault(place.at("latitude"),
                    fmt::format("latitude {} is not in Sweden", hospital.latitude()),
                    "degrees north, 55 to 70");
    }
    if (!(hospital.longitude() >= 10 && hospital.longitude() <= 25)) {
        check.fault(place.at("longitude"),
                    fmt::format("longitude {} is not in Sweden", hospital.longitude()),
                    "degrees east, 10 to 25");
    }
}

void check_hospitals(Check const& check) {
    auto const& pack = check.pack();
    auto const ids = ids_of(pack.hospitals());
    for (int index = 0; index < pack.hospitals_size(); ++index) {
        auto const& hospital = pack.hospitals(index);
        auto const place = check.at("hospitals", index);
        if (!is_code(hospital.id())) {
            check.fault(place.at("id"),
                        fmt::format("\"{}\" cannot be the id of a hospital", hospital.id()),
                        "a hospital's id is 1 to 64 of A-Z, a-z, 0-9, _ and -");
        }
        if (std::find(ids.begin(), ids.begin() + index, hospital.id()) != ids.begin() + index ||
            region_called(pack, hospital.id()) != nullptr) {
            check.fault(place.at("id"), fmt::format("two of the id \"{}\"", hospital.id()),
                        "regions, hospitals and organisations each have an id of their own");
        }
        check.present(place.at("name"), "name", hospital.name());
        check.known(place.at("region_id"), "region", hospital.region_id(), ids_of(pack.regions()));
        if (hospital.type() == v1::HOSPITAL_TYPE_UNSPECIFIED) {
            check.fault(place.at("type"), "type missing");
        }
        if (hospital.trauma() == v1::TRAUMA_COVER_UNSPECIFIED) {
            check.fault(place.at("trauma"), "trauma missing",
                        "TRAUMA_COVER_NONE where there is none; say in source what is assumed");
        }
        check_position(check, place, hospital);
    }
}

void check_blood_centres(Check const& check) {
    auto const& pack = check.pack();
    for (int index = 0; index < pack.blood_centres_size(); ++index) {
        auto const& centre = pack.blood_centres(index);
        auto const place = check.at("blood_centres", index);
        check.known(place.at("region_id"), "region", centre.region_id(), ids_of(pack.regions()));
        for (int other = 0; other < index; ++other) {
            if (pack.blood_centres(other).region_id() == centre.region_id()) {
                check.fault(
                    place.at("region_id"),
                    fmt::format("region \"{}\" has a blood centre already", centre.region_id()),
                    "the region's blood centre that is alarmed is one");
            }
        }
        check.present(place.at("name"), "name", centre.name());
        check.known(place.at("hospital_id"), "hospital", centre.hospital_id(),
                    ids_of(pack.hospitals()));
        auto const* const hospital = hospital_called(pack, centre.hospital_id());
        if (hospital != nullptr && hospital->region_id() != centre.region_id()) {
            check.fault(place.at("hospital_id"),
                        fmt::format("hospital \"{}\" lies in region \"{}\"", centre.hospital_id(),
                                    hospital->region_id()),
                        "the blood centre that a region alarms is its own");
        }
    }
}

void check_organisations(Check const& check) {
    auto const& pack = check.pack();
    auto const ids = ids_of(pack.organisations());
    for (int index = 0; index < pack.organisations_size(); ++index) {
        auto const& organisation = pack.organisations(index);
        auto const place = check.at("organisations", index);
        check.id(place.at("id"), "organisation", organisation.id(), ids, index);
        if (region_called(pack, organisation.id()) != nullptr ||
            hospital_called(pack, organisation.id()) != nullptr) {
            check.fault(place.at("id"), fmt::format("two of the id \"{}\"", organisation.id()),
                        "regions, hospitals and organisations each have an id of their own");
        }
        check.present(place.at("name"), "name", organisation.name());
        check_sendable(check, place.at("name"), organisation.name());
        if (core::role_word(organisation.role()).empty()) {
            check.fault(place.at("role"), "no role that can be alarmed",
                        "ROLE_NATIONAL for Socialstyrelsen");
        }
    }
}

}  // namespace

void check_places(Check const& check) {
    check_regions(check);
    check_hospitals(check);
    check_blood_centres(check);
    check_organisations(check);
}

}  // namespace larm::rules
