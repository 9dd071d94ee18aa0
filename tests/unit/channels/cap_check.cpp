#include "tests/unit/channels/cap_check.hpp"

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::test {
namespace {

using Tree = boost::property_tree::ptree;
using Faults = std::vector<std::string>;

/// One place in an element's content. `least` and `most` as in the schema.
struct Place {
    std::string name;
    std::size_t least = 0;
    std::size_t most = 1;
};
constexpr std::size_t many = 1'000;

std::vector<Place> const alert_places{
    {"identifier", 1}, {"sender", 1},  {"sent", 1},     {"status", 1},    {"msgType", 1},
    {"source"},        {"scope", 1},   {"restriction"}, {"addresses"},    {"code", 0, many},
    {"note"},          {"references"}, {"incidents"},   {"info", 0, many}};
std::vector<Place> const info_places{{"language"},
                                     {"category", 1, many},
                                     {"event", 1},
                                     {"responseType", 0, many},
                                     {"urgency", 1},
                                     {"severity", 1},
                                     {"certainty", 1},
                                     {"audience"},
                                     {"eventCode", 0, many},
                                     {"effective"},
                                     {"onset"},
                                     {"expires"},
                                     {"senderName"},
                                     {"headline"},
                                     {"description"},
                                     {"instruction"},
                                     {"web"},
                                     {"contact"},
                                     {"parameter", 0, many},
                                     {"resource", 0, many},
                                     {"area", 0, many}};
std::vector<Place> const area_places{{"areaDesc", 1},     {"polygon", 0, many},
                                     {"circle", 0, many}, {"geocode", 0, many},
                                     {"altitude"},        {"ceiling"}};

std::map<std::string, std::set<std::string>> const words{
    {"status", {"Actual", "Exercise", "System", "Test", "Draft"}},
    {"msgType", {"Alert", "Update", "Cancel", "Ack", "Error"}},
    {"scope", {"Public", "Restricted", "Private"}},
    {"category",
     {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra",
      "CBRNE", "Other"}},
    {"responseType",
     {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear",
      "None"}},
    {"urgency", {"Immediate", "Expected", "Future", "Past", "Unknown"}},
    {"severity", {"Extreme", "Severe", "Moderate", "Minor", "Unknown"}},
    {"certainty", {"Observed", "Likely", "Possible", "Unlikely", "Unknown"}}};

std::regex const time_form{R"(\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d)"};
std::regex const name_form{R"([^\s,<&]+)"};
std::regex const reference_form{
    R"([^\s,<&]+,[^\s,<&]+,\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d)"};

void check_text(std::string const& name, std::string const& text, Faults& faults) {
    if (auto const allowed = words.find(name);
        allowed != words.end() && !allowed->second.contains(text)) {
        faults.push_back(name + " is " + text);
    }
    auto const is_time =
        name == "sent" || name == "effective" || name == "onset" || name == "expires";
    if (is_time && !std::regex_match(text, time_form)) {
        faults.push_back(name + " is no time of CAP: " + text);
    }
    if ((name == "identifier" || name == "sender") && !std::regex_match(text, name_form)) {
        faults.push_back(name + " holds what it must not: " + text);
    }
}

void check_order(std::string const& in, Tree const& element, std::vector<Place> const& places,
                 Faults& faults) {
    std::size_t at = 0;
    std::map<std::string, std::size_t> counts;
    for (auto const& [name, child] : element) {
        if (name == "<xmlattr>") {
            continue;
        }
        auto const found =
            std::ranges::find_if(places.begin() + static_cast<std::ptrdiff_t>(at), places.end(),
                                 [&](auto const& place) { return place.name == name; });
        if (found == places.end()) {
            faults.push_back(name + " is out of order or unknown in " + in);
            continue;
        }
        at = static_cast<std::size_t>(found - places.begin());
        ++counts[name];
        check_text(name, child.data(), faults);
    }
    for (auto const& place : places) {
        if (counts[place.name] < place.least || counts[place.name] > place.most) {
            faults.push_back(place.name + " comes the wrong number of times in " + in);
        }
    }
}

void check_info(Tree const& info, Faults& faults) {
    check_order("info", info, info_places, faults);
    for (auto const& [name, child] : info) {
        if (name == "area") {
            check_order("area", child, area_places, faults);
        }
        if (name == "parameter" || name == "eventCode") {
            check_order(name, child, {{"valueName", 1}, {"value", 1}}, faults);
        }
    }
}

void check_what_hangs_together(Tree const& alert, Faults& faults) {
    auto const of = [&](char const* name) { return alert.get(name, std::string{}); };
    if ((of("scope") == "Restricted") != alert.get_child_optional("restriction").has_value()) {
        faults.push_back("restriction goes with scope Restricted");
    }
    if (of("scope") == "Private" && of("addresses").empty()) {
        faults.push_back("scope Private needs addresses");
    }
    if (of("status") == "Exercise" && of("note").empty()) {
        faults.push_back("an exercise says in its note which");
    }
    auto const type = of("msgType");
    auto const refers = type == "Update" || type == "Cancel" || type == "Ack" || type == "Error";
    if (refers && of("references").empty()) {
        faults.push_back(type + " needs references");
    }
    std::istringstream references{of("references")};
    for (std::string each; references >> each;) {
        if (!std::regex_match(each, reference_form)) {
            faults.push_back("no reference: " + each);
        }
    }
}

Tree tree_of(std::string const& xml) {
    Tree tree;
    std::istringstream stream{xml};
    boost::property_tree::read_xml(stream, tree, boost::property_tree::xml_parser::trim_whitespace);
    return tree;
}

}  // namespace

std::vector<std::string> cap_faults(std::string const& xml) {
    Faults faults;
    auto const tree = tree_of(xml);
    auto const alert = tree.get_child_optional("alert");
    if (!alert || tree.size() != 1) {
        return {"no alert"};
    }
    if (alert->get("<xmlattr>.xmlns", "") != "urn:oasis:names:tc:emergency:cap:1.2") {
        faults.push_back("another namespace");
    }
    check_order("alert", *alert, alert_places, faults);
    check_what_hangs_together(*alert, faults);
    for (auto const& [name, child] : *alert) {
        if (name == "info") {
            check_info(child, faults);
        }
    }
    return faults;
}

std::string schema_faults(std::string const& xml) {
    TemporaryDirectory const directory;
    auto const file = directory.write("alert.xml", xml).string();
    auto const said =
        finish({"/usr/bin/xmllint", "--nonet", "--noout", "--schema",
                std::string{LARM_SOURCE_DIR} + "/tests/unit/channels/cap12.xsd", file});
    return said.code == 0 ? "" : said.err + said.out + "(xmllint, libxml2-utils)";
}

std::string in_cap(std::string const& xml, std::string const& path) {
    return tree_of(xml).get(path, std::string{});
}

}  // namespace larm::test
