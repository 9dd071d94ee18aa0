// What a provider posts: application/x-www-form-urlencoded, as the WHATWG URL standard reads it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/server/http.hpp"

namespace larm::server {

class Form {
public:
    /// Never fails: what is no proper escape stands as it is.
    [[nodiscard]] static Form of(std::string_view body);
    /// The first value of that name, empty where there is none.
    [[nodiscard]] std::string_view value(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Whether a request says that its body is a form.
[[nodiscard]] bool is_form(HttpRequest const& request);

}  // namespace larm::server
