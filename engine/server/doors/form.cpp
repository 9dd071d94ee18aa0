#include "engine/server/doors/form.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <charconv>

namespace larm::server {
namespace {

std::string decoded(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        if (text[at] == '%' && at + 2 < text.size()) {
            auto const* const digits = text.data() + at + 1;
            auto const [end, error] = std::from_chars(digits, digits + 2, value, 16);
            if (error == std::errc{} && end == digits + 2) {
                bytes += static_cast<char>(value);
                at += 2;
                continue;
            }
        }
        bytes += text[at] == '+' ? ' ' : text[at];
    }
    return bytes;
}

}  // namespace

Form Form::of(std::string_view body) {
    Form form;
    while (!body.empty()) {
        auto const end = std::min(body.find('&'), body.size());
        auto const pair = body.substr(0, end);
        auto const equals = std::min(pair.find('='), pair.size());
        form.fields_.emplace_back(decoded(pair.substr(0, equals)),
                                  decoded(pair.substr(std::min(equals + 1, pair.size()))));
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return form;
}

std::string_view Form::value(std::string_view name) const {
    auto const found =
        std::ranges::find_if(fields_, [name](auto const& field) { return field.first == name; });
    return found == fields_.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_form(HttpRequest const& request) {
    auto const type = header(request, boost::beast::http::field::content_type);
    return boost::beast::iequals(type.substr(0, type.find(';')),
                                 "application/x-www-form-urlencoded");
}

}  // namespace larm::server
