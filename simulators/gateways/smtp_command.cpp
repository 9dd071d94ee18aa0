// The mail server by hand: says where it is, and shows the mails that come.
#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "simulators/gateways/commands.hpp"
#include "simulators/gateways/smtp_server.hpp"

namespace larm::gateways {
namespace {

struct SmtpFlags {
    SmtpManners manners;
    int slow_ms = 0;
    std::uint16_t port = 0;
    std::string ca_file;
};

void run(SmtpFlags const& options) {
    auto manners = options.manners;
    manners.answers_after = std::chrono::milliseconds{options.slow_ms};
    auto const certificate = make_certificate();
    if (!options.ca_file.empty()) {
        std::ofstream{options.ca_file} << certificate.certificate;
    }
    SmtpServer server{manners, certificate, options.port};
    server.on_mail([](SmtpMailSeen const& mail) {
        fmt::print("{}{}\n{}\n", fmt::join(mail.to, ", "), mail.was_encrypted ? " (TLS)" : "",
                   mail.data);
        std::fflush(stdout);
    });
    fmt::print("mail at {}\n", server.url());
    std::fflush(stdout);
    run_until_told();
}

}  // namespace

void add_smtp(CLI::App& app) {
    auto* const command = app.add_subcommand("smtp", "a mail server with STARTTLS");
    auto const options = std::make_shared<SmtpFlags>();
    auto& manners = options->manners;
    command->add_option("--port", options->port, "0: the system's choice");
    command->add_option("--ca-file", options->ca_file, "where to write its authority, PEM");
    command->add_option("--slow", options->slow_ms, "milliseconds before each answer");
    command->add_option("--flaky", manners.fails_every, "every so manieth mail is answered 451");
    command->add_option("--refuse", manners.refuses, "550 to recipients that hold this");
    command->add_flag("--greylist", manners.greylists, "451 to each recipient's first mail");
    command->add_flag("!--no-tls", manners.offers_tls, "offers no STARTTLS");
    command->add_flag("--dead", manners.is_dead, "takes connections and says nothing");
    command->add_flag("--duplicate", manners.keeps_twice, "every mail arrives twice");
    command->add_flag("--lie", manners.lies, "says 250, and loses the mail");
    command->callback([options] { run(*options); });
}

}  // namespace larm::gateways
