// larm completion: a shell script that knows every verb, flag and choice, written from the command
// tree itself, so that it cannot fall behind.
#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/role.hpp"
#include "engine/core/party.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/rules/loader.hpp"
#include "simulators/player/scenario.hpp"

namespace larm::cli {
namespace {

/// "stab katastrof" of an option that takes one of a set. CLI11 shows the set in braces.
std::string choices(CLI::Option const& option) {
    auto const type = option.get_type_name();
    auto const begin = type.find('{');
    auto const end = type.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos) {
        return {};
    }
    auto words = type.substr(begin + 1, end - begin - 1);
    std::ranges::replace(words, ',', ' ');
    return words;
}

/// What flags take that no set of CLI11's tells: ids of the rule pack, and roles.
using Words = std::map<std::string, std::string, std::less<>>;

void add_word(std::string& words, std::string const& word) {
    words += (words.empty() ? "" : " ") + word;
}

/// Of the pack in `folder`; without one, roles only.
Words words_of(std::optional<std::filesystem::path> const& folder) {
    Words words;
    std::string roles{access::role_names()};
    std::erase(roles, ',');
    words["--role"] = roles;
    if (!folder) {
        return words;
    }
    auto const loaded = rules::load_pack(*folder);
    if (!loaded) {
        return words;
    }
    auto const& pack = loaded->pack;
    for (auto const& region : pack.regions()) {
        add_word(words["--region"], region.id());
        for (auto const* const role : {"tib@", "deputy@", "blood@"}) {
            add_word(words["--party"], role + region.id());
        }
    }
    for (auto const& organisation : pack.organisations()) {
        add_word(words["--party"], core::make_party(organisation.role(), organisation.id()));
        add_word(words["--org"], organisation.id());
    }
    for (auto const& hospital : pack.hospitals()) {
        add_word(words["--org"], hospital.id());
    }
    for (auto const& step : pack.steps()) {
        add_word(words["--step"], step.id());
    }
    return words;
}

struct Flag {
    std::string name;     ///< "--level"
    std::string choices;  ///< "stab katastrof"; empty where anything goes
    std::string help;
    bool takes_value = false;
};

/// One word of the command line and what may follow it.
struct Node {
    std::string path;  ///< "larm journal verify"
    std::string help;
    std::vector<std::string> verbs;
    std::vector<Flag> flags;
    std::string positional;  ///< what stands without a flag, where it is one of a set
};

void collect(CLI::App const& app, std::string const& path, Words const& words,
             std::vector<Node>& nodes) {
    Node node{path, app.get_description(), {}, {}, {}};
    auto const verbs = app.get_subcommands([](CLI::App const*) { return true; });
    for (auto const* const verb : verbs) {
        node.verbs.push_back(verb->get_name());
    }
    for (auto const* const option : app.get_options()) {
        if (option->get_positional()) {
            add_word(node.positional, choices(*option));
        }
        for (auto const& lname : option->get_lnames()) {
            auto const name = "--" + lname;
            auto const known = words.find(name);
            node.flags.push_back({name, known == words.end() ? choices(*option) : known->second,
                                  option->get_description(), option->get_items_expected_max() > 0});
        }
    }
    nodes.push_back(std::move(node));
    for (auto const* const verb : verbs) {
        collect(*verb, path + " " + verb->get_name(), words, nodes);
    }
}

std::string words_after(Node const& node) {
    std::string words = node.positional.empty() ? "" : node.positional + " ";
    for (auto const& verb : node.verbs) {
        words += verb + " ";
    }
    for (auto const& flag : node.flags) {
        words += flag.name + " ";
    }
    words.pop_back();  // --help is always there
    return words;
}

std::string bash(std::vector<Node> const& nodes) {
    std::string paths;
    std::string values;
    std::string words;
    for (auto const& node : nodes) {
        if (node.path.contains(' ')) {
            paths += fmt::format("{}'{}'", paths.empty() ? "" : "|", node.path);
        }
        words += fmt::format("        '{}') words='{}' ;;\n", node.path, words_after(node));
        for (auto const& flag : node.flags) {
            if (flag.takes_value) {
                values += fmt::format("        '{} {}') words='{}' ;;\n", node.path, flag.name,
                                      flag.choices);
            }
        }
    }
    return fmt::format(R"sh(# Completion of larm for bash: eval "$(larm completion bash)"
COMP_WORDBREAKS=${{COMP_WORDBREAKS//@/}}  # tib@dalarna is one word
_larm() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} path=larm word words
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$path $word" in
        {}) path="$path $word" ;;
        esac
    done
    case "$path $prev" in
{}    *)
        case "$path" in
{}        esac ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _larm larm
)sh",
                       paths, values, words);
}

/// zsh reads bash's completions.
std::string zsh(std::vector<Node> const& nodes) {
    return "#compdef larm\nautoload -U +X compinit && compinit -u\n"
           "autoload -U +X bashcompinit && bashcompinit\n" +
           bash(nodes);
}

std::string fish(std::vector<Node> const& nodes) {
    auto const quoted = [](std::string text) {
        for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2) {
            text.insert(at, "\\");
        }
        return "'" + text + "'";
    };
    std::string paths;
    std::string lines;
    for (auto const& node : nodes) {
        if (node.path.contains(' ')) {
            paths += " " + quoted(node.path);
        }
        auto const at = fmt::format("complete -c larm -n \"test (__larm_path) = '{}'\"", node.path);
        for (auto const& verb : node.verbs) {
            auto const path = node.path + " " + verb;
            auto const found = std::ranges::find(nodes, path, &Node::path);
            lines += fmt::format("{} -f -a {} -d {}\n", at, verb, quoted(found->help));
        }
        if (!node.positional.empty()) {
            lines += fmt::format("{} -f -a {}\n", at, quoted(node.positional));
        }
        for (auto const& flag : node.flags) {
            lines += fmt::format(
                "{} -l {}{}{} -d {}\n", at, flag.name.substr(2), flag.takes_value ? " -r" : "",
                flag.choices.empty() ? "" : " -f -a " + quoted(flag.choices), quoted(flag.help));
        }
    }
    return fmt::format(R"sh(# Completion of larm for fish: larm completion fish | source
function __larm_path
    set -l path larm
    for word in (commandline -opc)[2..]
        if contains -- "$path $word"{}
            set path "$path $word"
        end
    end
    echo $path
end
{})sh",
                       paths, lines);
}

class Complete final : public Verb {
public:
    Complete(CLI::App& flags, CLI::App const& root) : root_{root} {
        flags.add_option("SHELL", shell_, "Which shell")
            ->required()
            ->check(CLI::IsMember({"bash", "zsh", "fish"}));
        flags
            .add_option("--rules", rules_,
                        "Folder of the rule pack whose regions, parties and steps are offered")
            ->envname("LARM_RULES");
    }

    ExitCode run() override {
        auto const folder =
            rules_ ? rules_ : player::pack_above(std::filesystem::current_path(), "mellansverige");
        std::vector<Node> nodes;
        collect(root_, root_.get_name(), words_of(folder), nodes);
        print(shell_ == "bash" ? bash(nodes) : shell_ == "zsh" ? zsh(nodes) : fish(nodes));
        return ExitCode::ok;
    }

private:
    CLI::App const& root_;
    std::string shell_;
    std::optional<std::filesystem::path> rules_;
};

}  // namespace

void add_completion_verb(CommandLine& line) {
    line.add<Complete>(line.root(), "completion", "Print a completion script for a shell",
                       "eval \"$(larm completion bash)\"", line.root());
}

}  // namespace larm::cli
