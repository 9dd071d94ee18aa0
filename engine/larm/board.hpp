// A board of the alarm for a terminal, as lines of text: the regions, who has answered, transports
// against the minimum, who is chased over what. Draws nothing by itself: `larm watch` and the
// replay put the lines on the screen.
#pragma once

#include <larm/v1/incident.pb.h>
#include <larm/v1/rules.pb.h>

#include <map>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/report/language.hpp"

namespace larm::cli {

/// What ids are called. An id without a name stands for itself.
struct BoardNames {
    std::map<std::string, std::string> organisations;  ///< "gavleborg" -> "Gävleborg"
    std::map<std::string, std::string> steps;          ///< "blood_alarm" -> "Larm till ..."
};

[[nodiscard]] BoardNames board_names(v1::RulePack const& pack, report::Language language);

/// What must not be missed, on a line of its own above everything else.
struct BoardNotice {
    std::string text;
    bool is_good = false;
};

struct BoardInput {
    std::vector<v1::IncidentView> incidents;  ///< Drawn in this order.
    BoardNames names;
    core::Instant now;     ///< Engine time; deadlines count down against it.
    std::string headline;  ///< First line, e.g. the scenario's title or the server.
    std::string progress;  ///< Second line; empty: none.
    std::vector<BoardNotice> notices;
    std::vector<std::string> timeline;  ///< Newest last; as many as there is room for are shown.
    report::Language language = report::Language::swedish;
    int height = 0;  ///< Lines of the terminal; 0: as many as it takes.
};

/// No line is wider than `width` columns, or longer than `height` lines in all where that is given.
/// `colour` adds ANSI colours, which take no columns.
[[nodiscard]] std::vector<std::string> board_lines(BoardInput const& input, int width, bool colour);

}  // namespace larm::cli
