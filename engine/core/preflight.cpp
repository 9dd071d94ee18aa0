#include "engine/core/preflight.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/core/roster.hpp"

namespace larm::core {
namespace {

using Channels = std::vector<v1::Channel>;
/// What each rung of a step uses to tell a recipient.
using Rungs = std::map<std::string, std::vector<Channels>>;

Channels channels_of(v1::Notify const& notify) {
    Channels channels;
    for (auto const channel : notify.channels()) {
        channels.push_back(static_cast<v1::Channel>(channel));
    }
    return channels;
}

/// Everyone the step asks, whichever region is stricken.
std::set<std::string> parties_of(Pack const& pack, v1::Step const& step) {
    std::set<std::string> all;
    if (step.audience().where() == v1::WHERE_ALERTED) {
        return all;  // those of the other steps
    }
    for (auto const& region : pack.rules.regions()) {
        for (auto& party : pack.parties(step.audience(), region.id())) {
            all.insert(std::move(party));
        }
    }
    return all;
}

std::vector<std::string> recipients_of(Pack const& pack, v1::Notify const& notify,
                                       std::string const& party) {
    switch (notify.who()) {
        case v1::RECIPIENT_DEPUTY: return {make_party(v1::ROLE_DEPUTY, organisation_of(party))};
        case v1::RECIPIENT_DECLARER: {
            std::vector<std::string> all;
            for (auto const& region : pack.rules.regions()) {
                all.push_back(make_party(v1::ROLE_TIB, region.id()));
            }
            return all;
        }
        case v1::RECIPIENT_PARTY:
        case v1::RECIPIENT_UNSPECIFIED:
        case v1::Recipient_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Recipient_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {party};
}

Rungs rungs_of(Pack const& pack, v1::Step const& step) {
    Rungs rungs;
    for (auto const& party : parties_of(pack, step)) {
        rungs[party];  // asked, even where only others are told
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                for (auto const& recipient : recipients_of(pack, notify, party)) {
                    auto& known = rungs[recipient];
                    auto const channels = channels_of(notify);
                    if (std::ranges::find(known, channels) == known.end()) {
                        known.push_back(channels);
                    }
                }
            }
        }
    }
    return rungs;
}

v1::DutySeeded const* on_duty(Duty const& duty) {
    auto const found = std::ranges::find_if(duty.officers, [&](auto const& officer) {
        return officer.officer_id() == duty.officer_id;
    });
    return found == duty.officers.end() ? nullptr : &*found;
}

class Preflight {
public:
    Preflight(State const& state, Means const& means, Instant now)
        : state_{state}, means_{means}, now_{now} {}

    v1::PreflightReply run() {
        reply_.set_seq(state_.seq());
        auto const* const pack = state_.active_pack();
        if (pack == nullptr) {
            return std::move(reply_);
        }
        for (auto const& step : pack->rules.steps()) {
            for (auto const& [party, rungs] : rungs_of(*pack, step)) {
                look_at(step.id(), party, rungs);
            }
        }
        look_at_proofs(pack->rules.policy().roll_call().proven_for_h());
        look_at_push();
        look_at_rosters();
        grade();
        put_in_order(*pack);
        return std::move(reply_);
    }

private:
    /// Each party's findings together, the worst off first.
    void put_in_order(Pack const& pack) {
        auto const place = [&pack](v1::PreflightFinding const& each) {
            return std::tuple{each.grade(), pack.place_of(each.party()), !each.unreachable()};
        };
        std::stable_sort(
            reply_.mutable_findings()->begin(), reply_.mutable_findings()->end(),
            [&place](auto const& one, auto const& other) { return place(one) < place(other); });
    }

    void grade() {
        std::map<std::string, v1::PreflightGrade> grades;
        for (auto const& finding : reply_.findings()) {
            auto& grade =
                grades.try_emplace(finding.party(), v1::PREFLIGHT_GRADE_DOUBTFUL).first->second;
            grade = std::min(grade, grade_of(finding));
        }
        for (auto& finding : *reply_.mutable_findings()) {
            finding.set_grade(grades[finding.party()]);
        }
    }

    [[nodiscard]] v1::PreflightGrade grade_of(v1::PreflightFinding const& finding) const {
        if (finding.unreachable()) {
            return reached_.contains(finding.party()) ? v1::PREFLIGHT_GRADE_STEP_UNREACHABLE
                                                      : v1::PREFLIGHT_GRADE_UNREACHABLE;
        }
        switch (finding.reason()) {
            case v1::PREFLIGHT_REASON_NOBODY_ON_DUTY:
            case v1::PREFLIGHT_REASON_NO_CHANNEL:
            case v1::PREFLIGHT_REASON_NOT_CONFIGURED:
            case v1::PREFLIGHT_REASON_PUSH_DROPPED:
            case v1::PREFLIGHT_REASON_CHANNEL_DOWN: return v1::PREFLIGHT_GRADE_FEWER_WAYS;
            case v1::PREFLIGHT_REASON_NOT_PROVEN:
            case v1::PREFLIGHT_REASON_NEVER_PROVEN:
            case v1::PREFLIGHT_REASON_PUSH_DOUBTFUL:
            case v1::PREFLIGHT_REASON_ROSTER_ENDS:
            case v1::PREFLIGHT_REASON_UNSPECIFIED:
            case v1::PreflightReason_INT_MIN_SENTINEL_DO_NOT_USE_:
            case v1::PreflightReason_INT_MAX_SENTINEL_DO_NOT_USE_: break;
        }
        return v1::PREFLIGHT_GRADE_DOUBTFUL;
    }

    v1::PreflightFinding& find(std::string const& step, std::string const& party,
                               v1::PreflightReason reason) {
        auto& finding = *reply_.add_findings();
        finding.set_step(step);
        finding.set_party(party);
        finding.set_reason(reason);
        auto const duty = state_.duties().find(party);
        if (duty != state_.duties().end()) {
            finding.set_officer_id(duty->second.officer_id);
        }
        return finding;
    }

    /// What the channel, or the officer's end of it, said when it took nothing; empty where it may
    /// well do, or nothing is set up for it.
    [[nodiscard]] std::string why_down(v1::DutySeeded const& officer, v1::Channel channel) const {
        if (!means_.configured.contains(channel)) {
            return {};
        }
        if (auto const down = means_.down.find(channel); down != means_.down.end()) {
            return down->second;
        }
        auto const refused = means_.refused_webhooks.find(officer.officer_id());
        return channel == v1::CHANNEL_WEBHOOK && refused != means_.refused_webhooks.end()
                   ? refused->second
                   : std::string{};
    }

    [[nodiscard]] bool works(v1::DutySeeded const& officer, v1::Channel channel) const {
        return means_.configured.contains(channel) && why_down(officer, channel).empty() &&
               !(channel == v1::CHANNEL_PUSH && means_.without_push.contains(officer.officer_id()));
    }

    /// A rung of which nothing works: why, over those of its channels that the officer has.
    void find_dead_rung(v1::PreflightFinding const& about, v1::DutySeeded const& officer,
                        Channels const& rung, Channels const& usable) {
        auto& finding = *reply_.add_findings();
        finding = about;
        finding.mutable_channels()->Assign(rung.begin(), rung.end());
        auto const has_lost_push = std::ranges::find(usable, v1::CHANNEL_PUSH) != usable.end() &&
                                   means_.without_push.contains(officer.officer_id());
        Channels down;
        for (auto const channel : usable) {
            auto const why = why_down(officer, channel);
            if (!why.empty()) {
                down.push_back(channel);
                auto& all = *finding.mutable_why();
                all += all.find(why) != std::string::npos ? "" : (all.empty() ? "" : "; ") + why;
            }
        }
        if (!down.empty()) {
            finding.set_reason(v1::PREFLIGHT_REASON_CHANNEL_DOWN);
            finding.mutable_channels()->Assign(down.begin(), down.end());
        } else {
            finding.set_reason(usable.empty()  ? v1::PREFLIGHT_REASON_NO_CHANNEL
                               : has_lost_push ? v1::PREFLIGHT_REASON_PUSH_DROPPED
                                               : v1::PREFLIGHT_REASON_NOT_CONFIGURED);
        }
    }

    void look_at(std::string const& step, std::string const& party,
                 std::vector<Channels> const& rungs) {
        auto const duty = state_.duties().find(party);
        auto const* const officer = duty == state_.duties().end() ? nullptr : on_duty(duty->second);
        if (officer == nullptr) {
            find(step, party, v1::PREFLIGHT_REASON_NOBODY_ON_DUTY).set_unreachable(true);
            return;
        }
        auto const has = [officer](v1::Channel channel) {
            return std::ranges::find(officer->channels(), channel) != officer->channels().end();
        };
        auto const is_reached = std::ranges::any_of(rungs, [&](Channels const& channels) {
            return std::ranges::any_of(
                channels, [&](v1::Channel each) { return has(each) && works(*officer, each); });
        });
        if (is_reached) {
            reached_.insert(party);
        }
        for (auto const& channels : rungs) {
            Channels usable;
            std::ranges::copy_if(channels, std::back_inserter(usable), has);
            auto const works_at_all = std::ranges::any_of(
                usable, [&](v1::Channel each) { return works(*officer, each); });
            if (!works_at_all) {
                v1::PreflightFinding about;
                about.set_step(step);
                about.set_party(party);
                about.set_officer_id(officer->officer_id());
                about.set_unreachable(!is_reached);
                find_dead_rung(about, *officer, channels, usable);
            }
        }
    }

    void look_at_proofs(int proven_for_h) {
        if (proven_for_h == 0) {
            return;  // the pack asks for no proof
        }
        for (auto const& [party, duty] : state_.duties()) {
            auto const* const officer = on_duty(duty);
            if (officer != nullptr &&
                std::ranges::none_of(officer->channels(), [&](auto const channel) {
                    return is_proven(state_.reach(), officer->officer_id(),
                                     static_cast<v1::Channel>(channel), now_, proven_for_h);
                })) {
                auto const was_proven =
                    std::ranges::any_of(state_.reach(), [officer](auto const& each) {
                        return each.first.first == officer->officer_id() &&
                               each.second.proven_at.is_set();
                    });
                find({}, party,
                     was_proven ? v1::PREFLIGHT_REASON_NOT_PROVEN
                                : v1::PREFLIGHT_REASON_NEVER_PROVEN);
            }
        }
    }

    /// Told where other channels of the rung work too: the owner believes in the telephone.
    void look_at_push() {
        for (auto const& [party, duty] : state_.duties()) {
            auto const* const officer = on_duty(duty);
            if (officer == nullptr || !means_.configured.contains(v1::CHANNEL_PUSH) ||
                std::ranges::find(officer->channels(), v1::CHANNEL_PUSH) ==
                    officer->channels().end()) {
                continue;
            }
            auto const has_lost_it = means_.without_push.contains(officer->officer_id());
            auto const is_told =
                std::ranges::any_of(reply_.findings(), [&](v1::PreflightFinding const& each) {
                    return each.party() == party &&
                           each.reason() == v1::PREFLIGHT_REASON_PUSH_DROPPED;
                });
            if (has_lost_it && !is_told) {
                find({}, party, v1::PREFLIGHT_REASON_PUSH_DROPPED);
            } else if (!has_lost_it && means_.doubtful_push.contains(officer->officer_id())) {
                find({}, party, v1::PREFLIGHT_REASON_PUSH_DOUBTFUL);
            }
        }
    }

    void look_at_rosters() {
        for (auto const& [party, duty] : state_.duties()) {
            auto const* const running = running_shift(duty, now_);
            if (running == nullptr) {
                continue;
            }
            Instant const end{running->until_us()};
            auto const goes_on = std::ranges::any_of(duty.shifts, [end](auto const& shift) {
                return shift.from_us() <= end.us && shift.until_us() > end.us;
            });
            if (!goes_on) {
                find({}, party, v1::PREFLIGHT_REASON_ROSTER_ENDS);
            }
        }
    }

    State const& state_;
    Means const& means_;
    Instant now_;
    std::set<std::string> reached_;  ///< Parties that some step reaches.
    v1::PreflightReply reply_;
};

}  // namespace

v1::PreflightReply preflight(State const& state, Means const& means, Instant now) {
    return Preflight{state, means, now}.run();
}

}  // namespace larm::core
