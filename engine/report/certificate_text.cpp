#include "engine/report/certificate_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/words.hpp"

namespace larm::report {
namespace {

bool has_held(v1::ReadinessRun const& run) {
    return run.trouble().empty() && run.failed().empty();
}

std::string failed_line(v1::Verdict const& verdict, Language language) {
    auto line =
        fmt::format("  ✗ {}: {}", in(language, verdict.expected()), in(language, verdict.seen()));
    return verdict.place().empty() ? line : fmt::format("{}  [{}]", line, verdict.place());
}

}  // namespace

std::vector<std::string> run_lines(v1::ReadinessRun const& run, Language language) {
    auto const head =
        fmt::format("{}, {} {}: ", run.scenario_id(), say(language, "frö", "seed"), run.seed());
    if (!run.trouble().empty()) {
        return {head + std::string{say(language, "kan inte spelas", "cannot be played")},
                "  " + run.trouble()};
    }
    std::vector<std::string> lines{
        head + fmt::format("{} {} {} {}", run.held(), say(language, "av", "of"), run.expected(),
                           say(language, "förväntningar höll", "expectations held"))};
    for (auto const& verdict : run.failed()) {
        lines.push_back(failed_line(verdict, language));
    }
    return lines;
}

std::string certificate_line(v1::ReadinessCertificate const& certificate, Language language) {
    return fmt::format(
        "{} {} {} {} {} ({} {}, {} {})",
        certificate.held() ? say(language, "HÖLL:", "HELD:")
                           : say(language, "HÖLL INTE:", "DID NOT HOLD:"),
        std::ranges::count_if(certificate.runs(), has_held), say(language, "av", "of"),
        certificate.runs_size(), say(language, "körningar", "runs"),
        say(language, "regler", "rules"), certificate.rules_hash().substr(0, 12),
        say(language, "kontakter", "contacts"), certificate.contacts_hash().substr(0, 12));
}

std::vector<std::string> failed_lines(v1::ReadinessCertificate const& certificate,
                                      Language language) {
    std::vector<std::string> lines;
    for (auto const& run : certificate.runs()) {
        if (!has_held(run)) {
            auto const of_run = run_lines(run, language);
            lines.insert(lines.end(), of_run.begin(), of_run.end());
        }
    }
    return lines;
}

}  // namespace larm::report
