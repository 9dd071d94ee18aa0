// A daemon on a folder of its own, with everybody who acts by command line.
#pragma once

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/program.hpp"

namespace larm::e2e::by_hand {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::finish;
using test::Finished;

inline std::vector<std::string> const regions{"dalarna",  "gavleborg",   "sormland", "uppsala",
                                              "varmland", "vastmanland", "orebro"};
inline std::string const stricken = "vastmanland";
inline constexpr auto nobody_told = "INGA MEDDELANDEN GÅR UT HÄRIFRÅN";  // started without --config

inline bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

/// A daemon on a folder of its own, with a token for everybody who acts.
class Night {
public:
    Night() {
        start("127.0.0.1:0");
        for (auto const& region : regions) {
            tokens_["tib@" + region] = token({"--role", "tib", "--region", region});
            tokens_["blood@" + region] = token({"--role", "blood", "--region", region});
        }
        tokens_["observer"] = token({"--role", "observer"});
    }
    Night(Night const&) = delete;
    Night& operator=(Night const&) = delete;

    [[nodiscard]] std::map<std::string, std::string> as(std::string const& who) const {
        return {{"LARM_SERVER", "http://" + address_}, {"LARM_TOKEN", tokens_.at(who)}};
    }
    [[nodiscard]] Finished larm(std::string const& who, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), LARM);
        return finish(std::move(arguments), "", as(who));
    }
    /// As larm(), and it must be accepted; the reply.
    json::object must(std::string const& who, std::vector<std::string> arguments) const {
        arguments.emplace_back("--json");
        auto const done = larm(who, std::move(arguments));
        INFO(done.err << done.out);
        REQUIRE(done.code == 0);
        return json::parse(done.out).as_object();
    }
    void kill() { daemon_.reset(); }
    /// A new daemon on the same data and address.
    void start_again() { start(address_); }
    void signal(int number) const { daemon_->signal(number); }
    [[nodiscard]] fs::path const& data() const { return data_.path(); }

private:
    void start(std::string const& listen) {
        std::vector<std::string> const more{"--listen", listen};
        daemon_ = std::make_unique<test::Daemon>(RULES, data_.path(), more);
        address_ = daemon_->address();
    }
    [[nodiscard]] std::string token(std::vector<std::string> const& whose) const {
        std::vector<std::string> command{LARM, "token", "create", "--data", data_.path().string()};
        command.insert(command.end(), whose.begin(), whose.end());
        auto const made = finish(command);
        INFO(made.err);
        REQUIRE(made.code == 0);
        return test::last_word(made.out);
    }

    test::TemporaryDirectory data_;
    std::string address_;
    std::unique_ptr<test::Daemon> daemon_;
    std::map<std::string, std::string> tokens_;
};

inline std::vector<std::string> confirm_flags() {
    return {"confirm",         "--region", stricken,     "--level",          "katastrof",
            "--mass-casualty", "--type",   "Bussolycka", "--exact-location", "E18 väster om Arboga",
            "--severe",        "12"};
}

}  // namespace larm::e2e::by_hand
