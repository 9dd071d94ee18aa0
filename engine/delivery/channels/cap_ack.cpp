#include "engine/delivery/channels/cap_ack.hpp"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>
#include <utility>

#include "engine/delivery/channels/cap_text.hpp"

namespace larm::delivery {
namespace {

using Tree = boost::property_tree::ptree;

constexpr std::string_view cap_namespace = "urn:oasis:names:tc:emergency:cap:1.2";
constexpr int attributes = boost::property_tree::xml_parser::trim_whitespace |
                           boost::property_tree::xml_parser::no_comments;

std::string_view without_prefix(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

/// The only child of that name; empty where there is none, or more than one.
std::string only(Tree const& alert, std::string_view prefix, std::string_view name) {
    std::string text;
    int count = 0;
    for (auto const& [key, child] : alert) {
        if (without_prefix(key) == name && prefix_of(key) == prefix) {
            text = child.data();
            ++count;
        }
    }
    return count == 1 ? text : std::string{};
}

std::vector<CapReference> references_in(std::string const& text) {
    std::vector<CapReference> references;
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        auto const first = word.find(',');
        auto const last = word.rfind(',');
        if (first != std::string::npos && first < last) {
            references.push_back({word.substr(0, first), word.substr(first + 1, last - first - 1),
                                  word.substr(last + 1)});
        }
    }
    return references;
}

std::expected<Tree, std::string> tree_of(std::string_view xml) {
    if (xml.size() > cap_ack_bytes_max) {
        return std::unexpected{"the message is too long"};
    }
    if (xml.find("<!DOCTYPE") != std::string_view::npos ||
        xml.find("<!ENTITY") != std::string_view::npos) {
        return std::unexpected{"a document type is not allowed"};
    }
    Tree tree;
    try {
        std::istringstream stream{std::string{xml}};
        boost::property_tree::read_xml(stream, tree, attributes);
    } catch (boost::property_tree::xml_parser_error const& error) {
        return std::unexpected{"no well-formed XML: " + error.message()};
    }
    return tree;
}

}  // namespace

std::expected<CapAck, std::string> read_cap_ack(std::string_view xml) {
    auto const tree = tree_of(xml);
    if (!tree) {
        return std::unexpected{tree.error()};
    }
    if (tree->size() != 1 || without_prefix(tree->front().first) != "alert") {
        return std::unexpected{"no CAP alert"};
    }
    auto const prefix = prefix_of(tree->front().first);
    auto const& alert = tree->front().second;
    Tree::path_type const declared{
        "<xmlattr>|xmlns" + (prefix.empty() ? std::string{} : ":" + std::string{prefix}), '|'};
    if (alert.get(declared, "") != cap_namespace) {
        return std::unexpected{"the namespace is not " + std::string{cap_namespace}};
    }
    if (only(alert, prefix, "msgType") != "Ack") {
        return std::unexpected{"msgType is not Ack"};
    }
    CapAck ack{.identifier = only(alert, prefix, "identifier"),
               .sender = only(alert, prefix, "sender"),
               .status = only(alert, prefix, "status"),
               .references = references_in(only(alert, prefix, "references"))};
    if (ack.identifier.empty() || ack.sender.empty() || ack.status.empty()) {
        return std::unexpected{"identifier, sender and status must each be there once"};
    }
    for (auto const& name : {ack.identifier, ack.sender}) {
        if (auto fault = cap_sender_fault(name); !fault.empty()) {
            return std::unexpected{"identifier or sender: " + fault};
        }
    }
    if (ack.references.empty()) {
        return std::unexpected{"references must name what is acknowledged: sender,identifier,sent"};
    }
    return ack;
}

}  // namespace larm::delivery
