// larmd's command line.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace larm::larmd {

struct Options {
    std::filesystem::path rules;
    std::filesystem::path data;
    std::filesystem::path spill;   ///< empty: none
    std::filesystem::path config;  ///< empty: defaults
    boost::asio::ip::tcp::endpoint listen;
    std::string public_url;           ///< empty: as the settings say
    std::filesystem::path scenarios;  ///< the folder of those that lie ready; empty: none
    std::filesystem::path exercise;   ///< a scenario to play in a world of its own; empty: none
    std::vector<std::string> humans;  ///< parties in it that are not simulated
    bool adopt = false;  ///< this data directory is a copy that shall deliver from now on
};

/// Ends the program: 0 after --help or --version, 2 for a mistake, which has been printed.
struct Exit {
    int code = 0;
};

/// Reads the command line; prints help or what is wrong with it.
[[nodiscard]] std::expected<Options, Exit> read_options(int argc, char** argv);

}  // namespace larm::larmd
