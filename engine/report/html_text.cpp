#include "engine/report/html_text.hpp"

namespace larm::report {

std::string html_text(std::string_view text) {
    std::string safe;
    for (auto const sign : text) {
        switch (sign) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += sign;
        }
    }
    return safe;
}

}  // namespace larm::report
