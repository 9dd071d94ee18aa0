// Words of the field and of time in Swedish, as a planner reads them.
#pragma once

#include <larm/v1/rules.pb.h>

#include <string>
#include <string_view>
#include <vector>

namespace larm::rules {

/// "45 sekunder", "1 minut och 30 sekunder", "6 timmar".
[[nodiscard]] std::string duration_in_words(int seconds);
[[nodiscard]] std::string minutes_in_words(int minutes);
/// "varje minut", "varannan minut", "var 5:e minut", "var 45:e sekund", else
/// "med 1 minut och 30 sekunder emellan".
[[nodiscard]] std::string every_in_words(int seconds);
/// "fem"; figures from thirteen on.
[[nodiscard]] std::string number_in_words(int number);
/// "en sekundärtransport", "fem sekundärtransporter"
[[nodiscard]] std::string transports_in_words(int number);
/// "a, b och c"
[[nodiscard]] std::string joined(std::vector<std::string> const& words);
/// With its first letter large, å, ä and ö too.
[[nodiscard]] std::string capitalised(std::string_view text);

/// "TiB", "blodcentralen".
[[nodiscard]] std::string role_in_words(v1::Role role);
/// "push", "SMS", "telefonsamtal".
[[nodiscard]] std::string channel_in_words(v1::Channel channel);
/// "katastrofläge"
[[nodiscard]] std::string level_in_words(v1::ReadinessLevel level);
[[nodiscard]] std::string hospital_type_in_words(v1::HospitalType type);
/// "röda blodkroppar"
[[nodiscard]] std::string blood_product_in_words(v1::BloodProduct product);
[[nodiscard]] std::string trauma_in_words(v1::TraumaCover cover);

/// A stage of care as the pack names it; else by its number's name.
[[nodiscard]] std::string stage_in_words(v1::RulePack const& pack, v1::CareStage stage);
/// "TiB Dalarna", "Stf TiB Dalarna", "Blodcentralen Dalarna": a party as {party} names it.
[[nodiscard]] std::string party_in_words(v1::RulePack const& pack, std::string_view party);

}  // namespace larm::rules
