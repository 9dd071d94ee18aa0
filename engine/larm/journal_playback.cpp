// larm journal state: how it stood at an instant, or after an event, from a journal file alone.
// What the console's playback shows, without a daemon; also while one writes the file.
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <limits>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/larm/blood_text.hpp"
#include "engine/larm/board.hpp"
#include "engine/larm/capacity_text.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/cooperation_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/transfer_text.hpp"
#include "engine/larm/triage_text.hpp"
#include "engine/report/answers.hpp"
#include "engine/report/exercise_mark.hpp"
#include "engine/world/playback.hpp"

namespace larm::cli {
namespace {

/// What is shown as 14:07:32 was until the next second began.
constexpr std::int64_t rest_of_second_us = 999'999;
constexpr int columns = 100;

std::string to_json(google::protobuf::Message const& reply) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(reply, &json, options).ok());
    return json + "\n";
}

/// What the incident runs on, else what was in force then; where the journal has neither, as of one
/// that was cut off, the folder that was named.
core::Pack const* pack_of(core::State const& state, core::Incident const* incident,
                          core::Pack const* of_folder) {
    auto const* const own = incident == nullptr ? nullptr : incident->pack;
    auto const* const in_force = own != nullptr ? own : state.active_pack();
    return in_force != nullptr ? in_force : of_folder;
}

std::string to_text(v1::GetStateAtReply const& reply, core::State const& state, core::Instant at,
                    core::Pack const* of_folder) {
    BoardInput board;
    core::Pack const* pack = pack_of(state, nullptr, of_folder);
    for (auto const& view : reply.snapshot().incidents()) {
        pack = pack_of(state, state.incident(view.incident_id()), pack);
        board.incidents.push_back(view);
    }
    board.names = pack != nullptr ? board_names(pack->rules, board.language) : BoardNames{};
    board.now = at;
    board.headline = fmt::format("Uppspelning {}: inte nu", local_time(at.us));
    board.progress = board.incidents.empty() ? "Inga pågående händelser" : "";
    auto text = fmt::format("event       {}, {}\nstate hash  {}\n\n", reply.seq(),
                            local_time(reply.at_us()), reply.state_hash());
    for (auto const& line : board_lines(board, columns, has_colour())) {
        text += line + "\n";
    }
    return text;
}

/// What the console's other screens showed of the incident.
std::string care_text(v1::GetAnswersAtReply const& answers, core::Pack const* pack) {
    report::Words const words{pack, report::Language::swedish};
    return fmt::format("\nKAPACITET\n{}\nFLYTTAR\n{}\nTRIAGE\n{}\nBLOD\n{}\n{}",
                       capacity_picture(answers.capacity(), {}, {}, words),
                       transfers_text(answers.transfers(), words, Shown::then),
                       triage_text(answers.triage(), words),
                       blood_text(answers.blood().blood(), words),
                       cooperation_text(answers, words));
}

class StateOfJournal final : public Verb {
public:
    explicit StateOfJournal(CLI::App& flags) {
        flags.add_option("FILE", file_, "The journal")->required();
        auto* const at =
            flags
                .add_option("--at", at_,
                            "\"YYYY-MM-DD HH:MM:SS\" in Sweden, to the end of that second")
                ->check([](std::string const& text) {
                    auto const instant = core::instant_of_local(text);
                    return instant ? std::string{} : instant.error();
                });
        flags.add_option("--seq", seq_, "With every event up to and with this one")
            ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()))
            ->excludes(at);
        flags.add_option("--incident", incident_, "Only this one, also when it is over");
        names_.declare(flags);
        flags.get_option("--rules")->description(
            "Folder of a rule pack, for names that the journal has none for");
        flags.add_flag("--care", care_,
                       "Of one incident also capacity, moves, triage, blood, support, supplies, "
                       "the situation report and conferences");
        flags.add_flag(
            "--json", json_,
            "Print what GetStateAt answers, with --care what GetAnswersAt does, as JSON");
    }

    ExitCode run() override {
        if (at_.empty() && seq_ == 0) {
            complain("give --at or --seq");
            return ExitCode::bad_input;
        }
        v1::GetStateAt asked;
        asked.set_incident_id(incident_);
        asked.set_seq(seq_);
        if (!at_.empty()) {
            asked.set_at_us(core::instant_of_local(at_)->us + rest_of_second_us);
        }
        world::Playback playback{file_};
        auto const reply = playback.look(asked, {}, [] { return true; });
        if (!reply) {
            complain(reply.error().message);
            return ExitCode::bad_input;
        }
        core::Instant const at{at_.empty() ? reply->at_us() : asked.at_us()};
        if (!care_) {
            print(json_ ? to_json(*reply) : to_text(*reply, playback.state(), at, names_.pack()));
            return ExitCode::ok;
        }
        auto const& shown = reply->snapshot().incidents();
        if (shown.size() != 1) {
            complain(shown.empty() ? "no incident was going on then: give --incident"
                                   : several_were_going_on(shown));
            return ExitCode::bad_input;
        }
        auto const& incident = *playback.state().incident(shown.Get(0).incident_id());
        v1::GetAnswersAt wished;
        wished.set_capacity(true);
        wished.set_blood(true);
        wished.set_cooperation(true);
        auto const answers = report::answers_at(playback.state(), incident, wished, at);
        auto const* const of_folder = json_ ? nullptr : names_.pack();
        auto const text = to_text(*reply, playback.state(), at, of_folder) +
                          care_text(answers, pack_of(playback.state(), &incident, of_folder));
        print(json_                                    ? to_json(answers)
              : playback.state().exercise() == nullptr ? text
                                                       : report::exercise_text(text));
        return ExitCode::ok;
    }

private:
    template <typename Incidents>
    static std::string several_were_going_on(Incidents const& incidents) {
        std::string ids;
        for (auto const& each : incidents) {
            ids += (ids.empty() ? "" : ", ") + each.incident_id();
        }
        return fmt::format("{} incidents were going on then: give --incident with one of {}",
                           incidents.size(), ids);
    }

    std::filesystem::path file_;
    std::string at_;
    std::int64_t seq_ = 0;
    std::string incident_;
    PackNames names_;
    bool care_ = false;
    bool json_ = false;
};

}  // namespace

void add_journal_playback(CommandLine& line, CLI::App& group) {
    line.add<StateOfJournal>(group, "state", "How it stood at an instant, or after an event",
                             "larm journal state live.db --at \"2026-11-26 14:07:32\"");
}

}  // namespace larm::cli
