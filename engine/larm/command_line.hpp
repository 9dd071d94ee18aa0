// The command tree of `larm`. A group of verbs has a file of its own and hangs itself in with one
// of the functions at the end; nothing here knows what a verb does.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/larm/verb.hpp"

namespace larm::cli {

/// Not movable: the verbs' flags point into it.
class CommandLine {
public:
    CommandLine();
    CommandLine(CommandLine const&) = delete;
    CommandLine& operator=(CommandLine const&) = delete;
    ~CommandLine();

    /// Reads the arguments and runs the verb they name. Prints help and mistakes.
    [[nodiscard]] ExitCode run(int argc, char const* const* argv);

    [[nodiscard]] CLI::App& root() { return root_; }

    /// A word under which verbs gather: `larm journal`.
    CLI::App& group(std::string const& name, std::string const& help);

    /// Hangs a verb in. `Made` is constructed with its CLI::App and `more`.
    template <typename Made, typename... More>
    void add(CLI::App& under, std::string const& name, std::string const& help,
             std::string const& example, More&&... more) {
        auto& flags = declare(under, name, help, example);
        keep(flags, std::make_unique<Made>(flags, std::forward<More>(more)...));
    }

private:
    CLI::App& declare(CLI::App& under, std::string const& name, std::string const& help,
                      std::string const& example);
    void keep(CLI::App& flags, std::unique_ptr<Verb> verb);

    CLI::App root_;
    std::vector<std::unique_ptr<Verb>> verbs_;
    Verb* chosen_ = nullptr;
};

/// Says in a verb's help which RPC it calls: "larm.v1.AlarmService/Answer".
void name_method(CLI::App& flags, std::string const& method);

void add_rules_verbs(CommandLine& line);
void add_journal_verbs(CommandLine& line);
/// `larm journal stat`, in the group of the others.
void add_journal_stat(CommandLine& line, CLI::App& group);
void add_journal_playback(CommandLine& line, CLI::App& group);
void add_token_verbs(CommandLine& line);
void add_replay_verb(CommandLine& line);
void add_fallback_verb(CommandLine& line);
void add_score_verb(CommandLine& line);
void add_simulate_verb(CommandLine& line);
void add_server_verbs(CommandLine& line);
/// To the group of add_server_verbs().
void add_capacity_verbs(CommandLine& line, CLI::App& group);
void add_have_verb(CommandLine& line, CLI::App& group);
void add_exercise_export(CommandLine& line, CLI::App& group);
/// `larm scenario`: check, export, import.
void add_scenario_verbs(CommandLine& line);
/// `larm contacts`, `roster`, `rollcall` and `preflight`.
void add_contact_verbs(CommandLine& line);
/// `larm contacts devices` and the like, in the group of the others.
void add_device_verbs(CommandLine& line, CLI::App& group);
void add_roster_verbs(CommandLine& line);
void add_watch_verbs(CommandLine& line);
void add_completion_verb(CommandLine& line);

}  // namespace larm::cli
