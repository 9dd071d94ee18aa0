#include "engine/delivery/said.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"
#include "engine/core/party.hpp"
#include "engine/delivery/question.hpp"

namespace larm::delivery {
namespace {

constexpr std::size_t code_digits = 6;
constexpr std::size_t count_digits_max = 2;  // nobody has a hundred, but 112 is soon written
constexpr std::string_view declined_by_number = "svarade 0: har inga";

bool is_digit(char sign) {
    return sign >= '0' && sign <= '9';
}

/// How many bytes of something that may stand between numbers `text` begins with; 0 for none.
std::size_t between_at(std::string_view text) {
    constexpr std::string_view signs = " \t\r\n.,#";
    if (signs.find(text.front()) != std::string_view::npos) {
        return 1;
    }
    // No-break spaces, U+00A0 and U+202F: telephones write them by themselves.
    for (std::string_view const blank : {"\xC2\xA0", "\xE2\x80\xAF"}) {
        if (text.starts_with(blank)) {
            return blank.size();
        }
    }
    return 0;
}

/// The runs of digits; nothing where there is anything else than what may stand between them.
std::optional<std::vector<std::string_view>> numbers_in(std::string_view text) {
    std::vector<std::string_view> numbers;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_digit(text[at])) {
            auto const skipped = between_at(text.substr(at));
            if (skipped == 0) {
                return std::nullopt;
            }
            at += skipped;
            continue;
        }
        auto const begin = at;
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        numbers.push_back(text.substr(begin, at - begin));
    }
    return numbers;
}

/// Digits only, and not so many that it could be anything but a slip.
std::optional<int> count_of(std::string_view digits) {
    int count = 0;
    if (digits.empty() || digits.size() > count_digits_max ||
        !std::ranges::all_of(digits, is_digit)) {
        return std::nullopt;
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

Said of_count(int count) {
    return count == 0 ? Said{Said::Kind::decline, 0, std::string{declined_by_number}}
                      : Said{Said::Kind::accept, count, {}};
}

/// A UUID of version 8 over what makes this answer this answer and no other. `part` tells the
/// commands of one answer apart where it needs two.
std::string command_id_of(std::string_view incident_id, Speaker const& speaker,
                          std::string_view part) {
    std::string bytes{"larm said 1"};
    for (auto const each : {incident_id, std::string_view{speaker.officer_id},
                            std::string_view{speaker.party}, std::string_view{speaker.said_id}}) {
        bytes += fmt::format("{}:{}", each.size(), each);
    }
    bytes += static_cast<char>(speaker.via);
    bytes += part;
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    LARM_CHECK(EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) ==
               1);
    core::CommandId id{};
    std::copy_n(hash.begin(), id.size(), id.begin());
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0FU) | 0x80U);
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3FU) | 0x80U);
    return core::uuid_text(id);
}

/// What every request has in common.
template <typename Request>
Request& addressed(Request& request, std::string const& incident_id, Speaker const& speaker,
                   std::string_view part = {}) {
    request.set_command_id(command_id_of(incident_id, speaker, part));
    request.set_incident_id(incident_id);
    request.set_via(speaker.via);
    return request;
}

template <typename Request>
Request& addressed(Request& request, core::Incident const& incident, Speaker const& speaker,
                   std::string_view part = {}) {
    return addressed(request, incident.id, speaker, part);
}

v1::Command spoken_by(Speaker const& speaker, v1::Command command) {
    auto& actor = *command.mutable_actor();
    actor.set_role(core::role_of(speaker.party));
    actor.set_organisation(std::string{core::organisation_of(speaker.party)});
    actor.set_token_id("officer:" + speaker.officer_id);
    return command;
}

/// A roll-call asks for nothing but an answer: whatever is said is one.
std::expected<v1::Command, std::string> roll_call_answer(core::RollCall const& call,
                                                         Speaker const& speaker) {
    if (!call.is_open()) {
        return std::unexpected{"Provlarmet är slut. Inget är registrerat."};
    }
    if (call.result(speaker.officer_id, core::channel_of(speaker.via)) == nullptr) {
        // It would measure nothing.
        return std::unexpected{"Provlarmet kom inte den här vägen. Svara samma väg som det kom."};
    }
    v1::Command command;
    addressed(*command.mutable_acknowledge(), call.id(), speaker).set_party(speaker.party);
    return spoken_by(speaker, std::move(command));
}

int promised(core::Incident const& incident, std::string_view region) {
    auto const* const transports = incident.transports_of(region);
    return transports == nullptr ? 0 : transports->firm();
}

v1::Command acknowledgement(core::Incident const& incident, Speaker const& speaker) {
    v1::Command command;
    addressed(*command.mutable_acknowledge(), incident, speaker).set_party(speaker.party);
    return command;
}

v1::Command taking_back(core::Incident const& incident, Speaker const& speaker,
                        std::string const& region, int count, std::string_view part) {
    v1::Command command;
    auto& revoke = addressed(*command.mutable_revoke_transports(), incident, speaker, part);
    revoke.set_region_id(region);
    revoke.set_count(count);
    revoke.set_expected_version(incident.version);
    return command;
}

/// Where provisional promises stand beside firm ones: the newest firm promise of at least `count`,
/// so that a correction of the firm number does not take from the others.
std::string firm_promise_of(core::Transports const& transports, int count) {
    auto const& all = transports.commitments;
    auto const found = std::find_if(all.rbegin(), all.rend(), [count](auto const& each) {
        return !each.provisional && each.standing() - each.departed >= count;
    });
    return transports.provisional() == 0 || found == all.rend() ? std::string{}
                                                                : found->given.commitment_id();
}

/// A number is how many there are in all, as a person means it, so that saying it twice promises
/// nothing twice and saying another one corrects it. The incident's version guards the difference
/// against an answer that comes over another channel at the same time.
v1::Command promise(core::Incident const& incident, Speaker const& speaker,
                    std::string const& region, int wanted) {
    auto const lacking = wanted - promised(incident, region);
    if (lacking == 0) {
        return acknowledgement(incident, speaker);
    }
    if (lacking < 0) {
        auto command = taking_back(incident, speaker, region, -lacking, {});
        auto& revoke = *command.mutable_revoke_transports();
        revoke.set_commitment_id(firm_promise_of(*incident.transports_of(region), -lacking));
        revoke.set_reason(fmt::format("rättat till {}", wanted));
        return command;
    }
    v1::Command command;
    auto& commit = addressed(*command.mutable_commit_transports(), incident, speaker);
    commit.set_region_id(region);
    commit.set_count(lacking);
    commit.set_expected_version(incident.version);
    return command;
}

int not_departed(core::Transports const* transports) {
    int left = 0;
    if (transports != nullptr) {
        for (auto const& each : transports->commitments) {
            left += std::max(0, each.standing() - each.departed);
        }
    }
    return left;
}

/// None at all: what was promised and has not left is taken back first, since an ambulance that is
/// counted on and does not exist is worse than one too few.
v1::Command decline(core::Incident const& incident, Speaker const& speaker,
                    std::string const& region, std::string const& reason) {
    if (auto const left = not_departed(incident.transports_of(region)); left > 0) {
        auto command = taking_back(incident, speaker, region, left, "take back");
        command.mutable_revoke_transports()->set_reason(reason);
        return command;
    }
    v1::Command command;
    if (!region.empty()) {
        auto& request = addressed(*command.mutable_decline_transports(), incident, speaker);
        request.set_region_id(region);
        request.set_reason(reason);
        return command;
    }
    auto& answer = addressed(*command.mutable_answer(), incident, speaker);
    answer.set_party(speaker.party);
    answer.mutable_decline()->set_reason(reason);
    if (auto const* const asked = chase_asked(incident, speaker.party, {}); asked != nullptr) {
        answer.set_step(incident.pack->step(asked->step).id());
    }
    return command;
}

v1::Command request_of(core::Incident const& incident, Speaker const& speaker, Said const& said) {
    auto const region = region_asked(incident, speaker.party);
    switch (said.kind) {
        case Said::Kind::acknowledge: break;
        case Said::Kind::accept:
            if (!region.empty() && said.count > 0) {
                return promise(incident, speaker, region, said.count);
            }
            break;  // "yes" to what asks for no number is having seen it
        case Said::Kind::decline: return decline(incident, speaker, region, said.reason);
    }
    return acknowledgement(incident, speaker);
}

/// To the moves that were shown: an id is that of one hospital and of so many, and a move that
/// becomes larger gets another.
v1::Command answer_to_moves(core::Incident const& incident, core::Chase const& asked,
                            Speaker const& speaker, Said const& said) {
    v1::Command command;
    std::string const region{core::organisation_of(asked.party)};
    if (said.kind == Said::Kind::accept) {
        auto& taken = addressed(*command.mutable_accept_transfers(), incident, speaker);
        taken.set_region_id(region);
        taken.mutable_move_ids()->Assign(said.moves.begin(), said.moves.end());
    } else {
        auto& refused = addressed(*command.mutable_decline_transfers(), incident, speaker);
        refused.set_region_id(region);
        refused.mutable_move_ids()->Assign(said.moves.begin(), said.moves.end());
        refused.set_reason(said.reason);
    }
    return command;
}

/// To what is asked beside the alarm. A number would be about transports, which the message was
/// not.
std::expected<v1::Command, std::string> answer_to(core::Incident const& incident,
                                                  Speaker const& speaker,
                                                  std::string const& question, Said const& said) {
    auto const* const asked = chase_asked(incident, speaker.party, question);
    if (asked == nullptr) {
        return std::unexpected{"Detta är inte frågat er. Inget är registrerat."};
    }
    auto const& step = incident.pack->step(asked->step);
    if (said.kind != Said::Kind::acknowledge && !said.moves.empty() &&
        step.expects() == v1::EXPECTS_TRANSFER_ANSWER) {
        return answer_to_moves(incident, *asked, speaker, said);
    }
    if (said.kind != Said::Kind::acknowledge && !takes_no(step)) {
        auto const how = how_to_answer(step);
        return std::unexpected{fmt::format("Inget är registrerat, här kan du bara kvittera.{}{}",
                                           how.empty() ? "" : " ", how)};
    }
    v1::Command command;
    if (said.kind == Said::Kind::decline) {
        auto& answer = addressed(*command.mutable_answer(), incident, speaker);
        answer.set_party(asked->party);
        answer.set_step(step.id());
        answer.mutable_decline()->set_reason(said.reason);
        return command;
    }
    auto& seen = addressed(*command.mutable_acknowledge(), incident, speaker);
    seen.set_party(asked->party);
    seen.set_step(step.id());
    return command;
}

}  // namespace

std::optional<CodedSaid> read_text(std::string_view text) {
    auto const numbers = numbers_in(text);
    if (!numbers || numbers->empty() || numbers->size() > 2) {
        return std::nullopt;
    }
    auto code = numbers->front();
    auto rest = numbers->size() == 2 ? numbers->back() : std::string_view{};
    if (code.size() != code_digits && rest.size() == code_digits) {
        std::swap(code, rest);  // the number first: it is plain what is meant
    }
    if (code.size() != code_digits) {
        return std::nullopt;
    }
    if (rest.empty()) {
        return CodedSaid{std::string{code}, {}};
    }
    auto const count = count_of(rest);
    return count ? std::optional{CodedSaid{std::string{code}, of_count(*count)}} : std::nullopt;
}

std::optional<Said> read_keys(std::string_view digits, bool ended_by_hash) {
    if (!ended_by_hash) {
        return digits == "1" ? std::optional{Said{}} : std::nullopt;
    }
    auto const count = count_of(digits);
    return count ? std::optional{of_count(*count)} : std::nullopt;
}

std::string region_asked(core::Incident const& incident, std::string_view party) {
    auto const role = core::role_of(party);
    auto const region = std::string{core::organisation_of(party)};
    auto const decides = role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY;
    return decides && incident.required_transports(region) > 0 ? region : std::string{};
}

std::expected<v1::Command, std::string> command_of(core::State const& state,
                                                   std::string_view incident_id,
                                                   Speaker const& speaker, Said const& said) {
    if (auto const* const call = state.roll_call(incident_id); call != nullptr) {
        return roll_call_answer(*call, speaker);
    }
    auto const* const incident = state.incident(incident_id);
    if (incident == nullptr || incident->pack == nullptr) {
        return std::unexpected{"Larmet finns inte. Ring den drabbade regionens TiB."};
    }
    if (incident->is_closed()) {
        return std::unexpected{"Händelsen är avslutad. Inget är registrerat."};
    }
    if (incident->has_ended() && said.kind != Said::Kind::acknowledge) {
        // Who answers the alarm may not have seen that it is over.
        return std::unexpected{fmt::format(
            "Larmet är {}. Kvittera det{}",
            incident->phase == v1::INCIDENT_PHASE_RESCINDED ? "återkallat, inget behövs"
                                                            : "avlarmat, inget mer behövs",
            speaker.is_on_page ? ", inget annat är registrerat." : ": bara koden, eller tryck 1.")};
    }
    auto const question = question_of(*incident, speaker.step);
    if (question.empty()) {
        return spoken_by(speaker, request_of(*incident, speaker, said));
    }
    auto answer = answer_to(*incident, speaker, question, said);
    return answer ? spoken_by(speaker, std::move(*answer)) : std::move(answer);
}

bool has_more(v1::Command const& command, Said const& said) {
    return said.kind == Said::Kind::decline && command.has_revoke_transports();
}

}  // namespace larm::delivery
