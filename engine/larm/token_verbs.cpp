// larm token, larm backup: what is done to a data directory, also while the daemon uses it.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/access/access_file.hpp"
#include "engine/access/role.hpp"
#include "engine/access/session_store.hpp"
#include "engine/access/token_store.hpp"
#include "engine/core/nearest.hpp"
#include "engine/journal/backup.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/expiry.hpp"
#include "engine/larm/journal_state.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/server_address.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

ExitCode failed(access::AccessError const& error) {
    complain(error.message);
    switch (error.kind) {
        case access::AccessErrorKind::busy:
        case access::AccessErrorKind::full: return ExitCode::refused;
        case access::AccessErrorKind::invalid:
        case access::AccessErrorKind::not_found:
        case access::AccessErrorKind::ambiguous:
        case access::AccessErrorKind::conflict:
        case access::AccessErrorKind::io:
        case access::AccessErrorKind::damaged:
        case access::AccessErrorKind::newer_format: return ExitCode::bad_input;
    }
    std::abort();
}

/// access.db of a data directory.
class TokenVerb : public Verb {
protected:
    explicit TokenVerb(CLI::App& flags) {
        flags.add_option("--data", data_, "The daemon's data directory")->required();
        flags.add_flag("--json", json_, "Print JSON");
    }

    [[nodiscard]] std::expected<access::AccessFile, access::AccessError> open(
        access::IfMissing if_missing) const {
        std::error_code unknown;
        auto const is_new = !fs::exists(data_, unknown) && !unknown;
        auto file = access::AccessFile::open(data_, {.if_missing = if_missing});
        if (file && file->warning()) {
            complain(*file->warning());
        }
        if (file && is_new) {
            complain(fmt::format("{} was not there and has been made: is it the daemon's --data?",
                                 data_.string()));
        }
        return file;
    }

    fs::path data_;
    bool json_ = false;
};

json::object to_json(access::Grant const& grant) {
    json::object shown;
    shown["tokenId"] = grant.token_id;
    shown["role"] = access::role_name(grant.role);
    shown["organisation"] = grant.organisation;
    shown["world"] = grant.world;
    shown["name"] = grant.name;
    if (grant.expires_at) {
        shown["expiresAt"] = utc_time(grant.expires_at->us);
    }
    return shown;
}

class CreateToken final : public TokenVerb {
public:
    explicit CreateToken(CLI::App& flags) : TokenVerb{flags} {
        flags.add_option("--role", role_, fmt::format("One of {}", access::role_names()))
            ->required();
        region_ = flags.add_option("--region", wanted_.organisation, "Region the bearer acts for");
        flags
            .add_option("--org", wanted_.organisation,
                        "Organisation the bearer acts for: a hospital, socialstyrelsen")
            ->excludes(region_);
        flags.add_option("--world", wanted_.world, "live, or the id of an exercise")
            ->capture_default_str();
        flags.add_option("--name", wanted_.name, "Whose it is; stays in access.db");
        flags.add_option("--expires", expires_,
                         "12h, 30d or 26w from now, or a UTC date such as 2027-01-31");
    }

    ExitCode run() override {
        core::Instant const now{now_us()};
        wanted_.role = access::parse_role(role_).value_or(v1::ROLE_UNSPECIFIED);
        if (!expires_.empty()) {
            wanted_.expires_at = parse_expiry(expires_, now);
            if (!wanted_.expires_at) {
                complain("--expires: must be 12h, 30d or 26w, or a date such as 2027-01-31");
                return ExitCode::bad_input;
            }
        }
        if (auto const unknown = nobody_called_so(); !unknown.empty()) {
            complain(unknown);
            return ExitCode::refused;
        }
        auto file = open(access::IfMissing::create);
        if (!file) {
            return failed(file.error());
        }
        auto const made = access::TokenStore{*file}.create(wanted_, now);
        if (!made) {
            return failed(made.error());
        }
        show(*made);
        return ExitCode::ok;
    }

private:
    /// Whom a token of the role can be for, by the pack that the journal holds.
    [[nodiscard]] std::vector<core::Named> known_in(core::Pack const& pack) const {
        std::vector<core::Named> known;
        auto const is_hospital = wanted_.role == v1::ROLE_HOSPITAL;
        if (wanted_.role != v1::ROLE_NATIONAL && !is_hospital) {
            for (auto const& region : pack.rules.regions()) {
                known.push_back({region.id(), region.name()});
            }
        }
        for (auto const& hospital : pack.rules.hospitals()) {
            if (is_hospital) {
                known.push_back({hospital.id(), hospital.name()});
            }
        }
        // The country's other blood centres are organisations of the pack, and not its regions.
        for (auto const& each : pack.rules.organisations()) {
            if (each.role() == wanted_.role) {
                known.push_back({each.id(), each.name()});
            }
        }
        return known;
    }

    /// Why nobody would be the bearer. A token may be made before the first start: then nobody can
    /// know, and that is said.
    [[nodiscard]] std::string nobody_called_so() const {
        auto const is_somebodys = region_->count() > 0 || access::needs_organisation(wanted_.role);
        if (!is_somebodys || wanted_.organisation.empty() || wanted_.world != access::live_world) {
            return {};
        }
        auto const journal = data_ / "live.db";
        std::error_code absent;
        auto const state = fs::exists(journal, absent)
                               ? state_of_journal(journal)
                               : std::expected<core::State, std::string>{
                                     std::unexpected{std::string{"no daemon has begun there yet"}}};
        if (!state || state->active_pack() == nullptr) {
            complain(fmt::format("nobody has looked whether there is a {}@{}: {}",
                                 access::role_name(wanted_.role), wanted_.organisation,
                                 state ? "its journal holds no rules" : state.error()));
            return {};
        }
        auto const known = known_in(*state->active_pack());
        if (std::ranges::find(known, wanted_.organisation, &core::Named::id) != known.end()) {
            return {};
        }
        return fmt::format(
            "there is no {} {} in this installation's rules, so that the bearer could answer for "
            "nobody, and no token has been made; nearest: {}. What comes with new rules can have "
            "one when the daemon has read them",
            wanted_.role == v1::ROLE_HOSPITAL   ? "hospital"
            : wanted_.role == v1::ROLE_BLOOD    ? "blood centre"
            : wanted_.role == v1::ROLE_NATIONAL ? "national organisation"
                                                : "region",
            wanted_.organisation, core::nearest(wanted_.organisation, known));
    }

    void show(access::CreatedToken const& made) const {
        if (json_) {
            auto shown = to_json({made.token_id, wanted_.role, wanted_.organisation, wanted_.world,
                                  wanted_.name, wanted_.expires_at});
            shown["token"] = made.secret;
            print(json::serialize(shown) + "\n");
            return;
        }
        auto const expiry =
            wanted_.expires_at ? "expires " + local_time(wanted_.expires_at->us) : "never expires";
        // The secret is the last word on stdout: scripts take it from there.
        print(fmt::format("Token {} for {}{}{} in world {}, {}. Shown once: {}\n", made.token_id,
                          access::role_name(wanted_.role), wanted_.organisation.empty() ? "" : "@",
                          wanted_.organisation, wanted_.world, expiry, made.secret));
    }

    CLI::Option* region_ = nullptr;
    std::string role_;
    std::string expires_;
    access::NewToken wanted_;
};

class ListTokens final : public TokenVerb {
public:
    explicit ListTokens(CLI::App& flags) : TokenVerb{flags} {}

    ExitCode run() override {
        auto file = open(access::IfMissing::fail);
        if (!file) {
            return failed(file.error());
        }
        auto const tokens = access::TokenStore{*file}.list();
        if (!tokens) {
            return failed(tokens.error());
        }
        json_ ? show_json(*tokens) : show_table(*tokens);
        return ExitCode::ok;
    }

private:
    static void show_json(std::vector<access::ListedToken> const& tokens) {
        for (auto const& token : tokens) {
            auto shown = to_json(token.grant);
            shown["createdAt"] = utc_time(token.created_at.us);
            if (token.revoked_at) {
                shown["revokedAt"] = utc_time(token.revoked_at->us);
            }
            print(json::serialize(shown) + "\n");
        }
    }

    static Cell state(access::ListedToken const& token) {
        if (token.revoked_at) {
            return {"revoked " + local_time(token.revoked_at->us), Colour::dim};
        }
        auto const& expires = token.grant.expires_at;
        if (!expires) {
            return {"active", Colour::green};
        }
        return expires->us > now_us()
                   ? Cell{"active until " + local_time(expires->us), Colour::green}
                   : Cell{"expired " + local_time(expires->us), Colour::yellow};
    }

    static void show_table(std::vector<access::ListedToken> const& tokens) {
        std::vector<std::vector<Cell>> rows;
        for (auto const& token : tokens) {
            auto const& grant = token.grant;
            rows.push_back({{grant.token_id, Colour::bold},
                            {std::string{access::role_name(grant.role)}},
                            {grant.organisation},
                            {grant.world},
                            {grant.name},
                            {local_time(token.created_at.us)},
                            state(token)});
        }
        print(table({"TOKEN", "ROLE", "FOR", "WORLD", "NAME", "CREATED", "STATE"}, rows));
    }
};

class RevokeToken final : public TokenVerb {
public:
    explicit RevokeToken(CLI::App& flags) : TokenVerb{flags} {
        flags.add_option("TOKEN", id_or_name_, "Id (tok_...) or name of the token")->required();
    }

    ExitCode run() override {
        auto file = open(access::IfMissing::fail);
        if (!file) {
            return failed(file.error());
        }
        auto const revoked = access::TokenStore{*file}.revoke(id_or_name_, {now_us()});
        if (!revoked) {
            return failed(revoked.error());
        }
        print(json_ ? json::serialize(to_json(revoked->grant)) + "\n"
                    : fmt::format("{} is revoked\n", revoked->grant.token_id));
        return ExitCode::ok;
    }

private:
    std::string id_or_name_;
};

class LinkToken final : public TokenVerb {
public:
    explicit LinkToken(CLI::App& flags) : TokenVerb{flags} {
        flags.add_option("TOKEN", token_id_, "Id (tok_...) of the token")->required();
        flags.add_option("--url", url_, "How the console is reached")->capture_default_str();
        flags.add_option("--minutes", minutes_, "How long the link works")
            ->check(CLI::Range{1, 1440})
            ->capture_default_str();
    }

    ExitCode run() override {
        if (!is_private(url_)) {
            complain(fmt::format(
                "--url {}: no link has been made. Whoever has it is signed in, and without TLS "
                "everybody on the way can read it: https, or http on this machine alone "
                "(http://127.0.0.1:8080)",
                url_));
            return ExitCode::bad_input;
        }
        auto file = open(access::IfMissing::fail);
        if (!file) {
            return failed(file.error());
        }
        auto const code = access::SessionStore{*file}.make_code(token_id_, {now_us()},
                                                                core::seconds(minutes_ * 60L));
        if (!code) {
            return failed(code.error());
        }
        auto const link =
            fmt::format("{}/#/in/{}", url_.substr(0, url_.find_last_not_of('/') + 1), *code);
        print(json_ ? json::serialize(json::object{{"url", link}}) + "\n" : link + "\n");
        return ExitCode::ok;
    }

private:
    /// Nobody else reads what goes there.
    static bool is_private(std::string_view url) {
        constexpr std::string_view tls = "https://";
        if (url.starts_with(tls)) {
            auto const host = url.substr(tls.size(), url.find('/', tls.size()) - tls.size());
            return !host.empty() && url.find_first_of(" ?#\\") == std::string_view::npos;
        }
        auto const server = parse_server(url);
        if (!server) {
            return false;
        }
        auto const& host = server->host;
        // Figures alone: 127.0.0.1.example.org is somebody's name.
        auto const is_address = host.find_first_not_of("0123456789.") == std::string::npos;
        return host == "localhost" || host == "::1" || (is_address && host.starts_with("127."));
    }

    std::string token_id_;
    std::string url_ = "http://127.0.0.1:8080";
    int minutes_ = 15;
};

class BackUp final : public Verb {
public:
    explicit BackUp(CLI::App& flags) {
        flags.add_option("--data", data_, "The daemon's data directory")->required();
        flags.add_option("--to", to_, "New file to copy the live journal to")->required();
    }

    ExitCode run() override {
        auto const report = journal::backup(data_ / "live.db", to_);
        if (!report) {
            std::error_code unknown;
            complain(
                report.error().message +
                (fs::exists(to_, unknown) || unknown
                     ? ""
                     : fmt::format("\nNo backup has been made: {} is not there", to_.string())));
            return report.error().kind == journal::JournalErrorKind::corrupt ? ExitCode::refused
                                                                             : ExitCode::bad_input;
        }
        print(fmt::format("{}: {} events, verified, head {}\n", to_.string(), report->events,
                          journal::head_text(report->head)));
        return ExitCode::ok;
    }

private:
    fs::path data_;
    fs::path to_;
};

}  // namespace

void add_token_verbs(CommandLine& line) {
    auto& group = line.group("token", "Who may talk to the daemon");
    line.add<CreateToken>(group, "create", "Make a token; its secret is the last word on stdout",
                          "larm token create --data /var/lib/larmkedja --role tib "
                          "--region vastmanland --expires 90d");
    line.add<ListTokens>(group, "list", "All tokens ever made, without their secrets",
                         "larm token list --data /var/lib/larmkedja");
    line.add<RevokeToken>(group, "revoke", "Take a token out of use, at once",
                          "larm token revoke --data /var/lib/larmkedja tok_7k2m9q4x");
    line.add<LinkToken>(group, "link", "A link that signs one browser in at the console, once",
                        "larm token link --data /var/lib/larmkedja tok_7k2m9q4x "
                        "--url https://larm.example.se");
    line.add<BackUp>(line.root(), "backup",
                     "Copy and verify the live journal, also while the daemon runs",
                     "larm backup --data /var/lib/larmkedja --to /srv/backup/live-20261125.db");
}

}  // namespace larm::cli
