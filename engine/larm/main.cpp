// larm: Larmkedja's command line. One file per group of verbs; this one only gathers them.
#include "engine/larm/command_line.hpp"

int main(int argc, char** argv) {
    larm::cli::CommandLine line;
    larm::cli::add_server_verbs(line);
    larm::cli::add_contact_verbs(line);
    larm::cli::add_roster_verbs(line);
    larm::cli::add_watch_verbs(line);
    larm::cli::add_rules_verbs(line);
    larm::cli::add_scenario_verbs(line);
    larm::cli::add_replay_verb(line);
    larm::cli::add_score_verb(line);
    larm::cli::add_fallback_verb(line);
    larm::cli::add_simulate_verb(line);
    larm::cli::add_journal_verbs(line);
    larm::cli::add_token_verbs(line);
    larm::cli::add_completion_verb(line);
    return static_cast<int>(line.run(argc, argv));
}
