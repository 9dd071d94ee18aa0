#include "simulators/player/player.hpp"

#include <fmt/format.h>

#include "engine/core/check.hpp"
#include "engine/report/refusal_text.hpp"
#include "engine/report/region_table.hpp"
#include "engine/report/words.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/world/restore.hpp"
#include "simulators/player/act.hpp"
#include "simulators/player/event_words.hpp"
#include "simulators/player/faults.hpp"

namespace larm::player {
namespace {

/// The same for the same scenario and seed, and different for any other.
journal::Identity identity_of(Scenario const& scenario, std::uint64_t seed) {
    auto const name = fmt::format("replay of {} {} with {}", scenario.script.id(),
                                  scenario.script.SerializeAsString(), seed);
    auto const mark = journal::hex(world::state_hash(name)).substr(0, 16);
    return {.site = "replay-" + mark, .instance_id = "replay-" + mark, .created = scenario.starts};
}

}  // namespace

std::expected<std::unique_ptr<Player>, std::string> Player::open(Scenario const& scenario,
                                                                 Options const& options) {
    auto log = ReplayLog::open(options.journal, identity_of(scenario, options.seed), options.again);
    if (!log) {
        return std::unexpected{std::move(log).error()};
    }
    return std::unique_ptr<Player>{new Player{scenario, options, *std::move(log)}};
}

Player::Player(Scenario const& scenario, Options const& options, std::unique_ptr<ReplayLog> log)
    : Stage{scenario, options.seed},
      replay_log_{std::move(log)},
      people_{*this},
      script_{*this, people_},
      gateways_{*this, people_},
      judge_{*this},
      injects_{*this, judge_, [this](v1::ScriptedAct const& act) { script_.act(act); }},
      feed_{options.feed} {
    leave_to_humans(options.humans);
    world::Start start;
    start.site = identity_of(scenario, options.seed).site;
    world_ = std::make_unique<world::World>(std::move(start), *replay_log_,
                                            static_cast<world::FeedPort&>(*this), gateways_);
    set_up(options);
}

void Player::set_up(Options const& options) {
    give_own(rules::activation(scenario().pack));
    give_own(rules::seeding(scenario().contacts));
    auto const& script = scenario().script;
    v1::Command command;
    auto& exercise = *command.mutable_open_exercise()->mutable_exercise();
    auto const hash = world::state_hash(script.SerializeAsString());
    exercise.set_scenario_hash(hash.data(), hash.size());
    exercise.set_scenario_id(script.id());
    *exercise.mutable_title() = script.title();
    exercise.set_seed(seed());
    exercise.set_starts_at_us(scenario().starts.us);
    exercise.set_lasts_s(script.lasts_s());
    exercise.set_phase(options.waits ? v1::EXERCISE_PHASE_LOADED : v1::EXERCISE_PHASE_PLAYING);
    exercise.set_pace_percent(100);
    exercise.mutable_humans()->Assign(options.humans.begin(), options.humans.end());
    for (auto const& inject : script.injects()) {
        auto& record = *exercise.add_injects();
        record.set_inject_id(inject.id());
        record.set_state(v1::INJECT_STATE_PLANNED);
        *record.mutable_what() = inject.what();
    }
    give_own(command);
    for (auto const& fault : script.faults()) {
        if (fault.has_daemon_down()) {
            at(fault.until_s(), [this] { restart(); });
        }
    }
    script_.put_down();
    injects_.put_down();
}

void Player::submit(v1::Command const& command, world::ReplyTo reply_to) {
    world_->submit(command, now_, std::move(reply_to));
    settle();
}

void Player::give_own(v1::Command const& command) {
    if (auto const back = back_at(scenario(), now_); back) {
        agenda_.put(*back, [this, command] { give_own(command); });
        return;
    }
    world_->submit(command, now_);
    settle();
}

// What becomes durable leads to messages and replies, which put down what happens later and give no
// command at once: so this ends.
void Player::settle() {
    world_->flush();
    while (replay_log_->commit(now_)) {
        world_->on_durable(v1::DURABILITY_LOCAL);
    }
    LARM_CHECK(world_->is_idle());
}

void Player::decided(v1::Event const& event) {
    follow(event);
    if (judge_.see(event)) {
        injects_.see(event);
    }
}

void Player::publish(std::shared_ptr<world::PublishedBatch const> batch) {
    injects_.put_down_what_follows();
    events_ += static_cast<std::int64_t>(batch->events.size());
    batches_.push_back(batch);
    if (feed_ != nullptr) {
        feed_->publish(std::move(batch));
    }
}

Player::Told const& Player::told() const {
    for (; told_.batches < batches_.size(); ++told_.batches) {
        for (auto const& [seq, event] : batches_[told_.batches]->events) {
            for (auto& line : told_.teller.tell(event, seq)) {
                told_.lines.push_back(std::move(line));
            }
        }
    }
    return told_;
}

std::vector<v1::TimelineLine> const& Player::timeline() const {
    return told().lines;
}

report::Timeline const& Player::teller() const {
    return told().teller;
}

void Player::follow(v1::Event const& event) {
    note(event);
    if (event.has_incident_reported()) {
        note_opened(event.incident_id(), event.incident_reported().region_id());
    } else if (event.has_incident_confirmed()) {
        note_opened(event.incident_id(), event.incident_confirmed().region_id());
    } else if (event.has_party_handed_over()) {
        hand_over(event.party_handed_over().party(), event.party_handed_over().to_human());
    }
}

std::optional<core::Instant> Player::next() const {
    auto next = agenda_.next();
    if (auto const due = next_due(); due && (!next || *due < *next)) {
        next = due;
    }
    return next && *next <= scenario().ends() ? next : std::nullopt;
}

void Player::step() {
    auto const at = next();
    LARM_CHECK(at.has_value());
    step(*at);
}

void Player::step(core::Instant at) {
    ++steps_;
    now_ = std::max(now_, at);
    if (auto const due = next_due(); due && *due <= now_) {
        world_->run_due(now_);
        settle();
        return;
    }
    agenda_.run_next();
}

/// While the engine is away nothing is due before it is back.
std::optional<core::Instant> Player::next_due() const {
    auto const due = world_->next_deadline();
    if (!due) {
        return std::nullopt;
    }
    return back_at(scenario(), std::max(due->at, now_)).value_or(due->at);
}

/// As after a crash: a world from the log, which knows nothing else.
void Player::restart() {
    world::Start start;
    for (auto const& [seq, event] : log()) {
        start.state.evolve(event, seq);
        world::remember_cause(start.memory, event, seq);
    }
    start.site = identity_of(scenario(), seed()).site;
    start.site_seq = start.state.seq();  // no other site has ever written
    start.hlc = replay_log_->hlc();
    start.journaled_seq = start.state.seq();
    world_ = std::make_unique<world::World>(std::move(start), *replay_log_,
                                            static_cast<world::FeedPort&>(*this), gateways_);
}

void Player::play_to_the_end() {
    while (auto const at = next()) {
        step(*at);
    }
}

v1::ReplayReport Player::result() const {
    auto const& script = scenario().script;
    v1::ReplayReport result;
    result.set_scenario(script.id());
    *result.mutable_title() = script.title();
    for (auto const& source : script.sources()) {
        result.add_sources(source.url().empty()
                               ? source.title()
                               : fmt::format("{}, {}", source.title(), source.url()));
    }
    result.set_seed(seed());
    result.set_rules_hash(journal::hex(scenario().pack.hash));
    result.set_state_hash(journal::hex(world::state_hash(state())));
    result.set_started_at_us(scenario().starts.us);
    result.set_ended_at_us(now_.us);
    result.set_events(events_);
    result.set_deliveries(gateways_.deliveries());
    result.set_commands_accepted(accepted());
    result.set_commands_refused(refused());
    result.set_held(true);
    for (auto const& verdict : verdicts()) {
        *result.add_verdicts() = verdict;
        result.set_held(result.held() && verdict.held());
    }
    for (auto const& line : timeline()) {
        *result.mutable_report()->add_timeline() = line;
    }
    for (auto const& incident : state().incidents()) {
        *result.mutable_report()->add_incidents() = report::region_table(incident);
    }
    return result;
}

std::vector<v1::Verdict> Player::expectations() const {
    auto all = judge_.verdicts();
    auto const of_injects = injects_.verdicts();
    all.insert(all.end(), of_injects.begin(), of_injects.end());
    return all;
}

std::vector<v1::Verdict> Player::verdicts() const {
    auto all = expectations();
    auto const of_acts = verdicts_on_acts();
    all.insert(all.end(), of_acts.begin(), of_acts.end());
    return all;
}

std::vector<v1::Verdict> Player::verdicts_on_acts() const {
    std::vector<v1::Verdict> verdicts;
    auto const& acts = scenario().script.acts();
    std::vector<bool> seen(static_cast<std::size_t>(acts.size()), false);
    auto const add = [&](int index, std::string const& wanted, v1::Text const& got, bool held) {
        auto const name = index < 0 ? std::string{"confirmed"} : act_field(acts.Get(index))->name();
        auto& verdict = verdicts.emplace_back();
        verdict.set_held(held);
        auto const worded = [&](report::Language language, std::string_view accepted,
                                std::string_view refused) {
            report::Words const words{scenario().named.get(), language};
            auto const by = index < 0 ? std::string{} : words.party(acts.Get(index).by()) + ": ";
            return by + act_in_words(words, name) +
                   (wanted.empty() ? std::string{accepted} : std::string{refused} + wanted);
        };
        verdict.mutable_expected()->set_sv(
            worded(report::Language::swedish, " godtas", " avvisas med "));
        verdict.mutable_expected()->set_en(
            worded(report::Language::english, " is accepted", " is refused with "));
        *verdict.mutable_seen() = got;
        verdict.set_place(index < 0 ? std::string{}
                                    : scenario().act_places.at(static_cast<std::size_t>(index)));
    };
    auto const both = [](std::string sv, std::string en) {
        v1::Text text;
        text.set_sv(std::move(sv));
        text.set_en(std::move(en));
        return text;
    };
    for (auto const& result : script_.results()) {
        if (result.left_out) {
            seen[static_cast<std::size_t>(result.act)] = true;
            continue;
        }
        auto const wanted = result.act < 0 ? std::string{} : acts.Get(result.act).refused_with();
        auto const held = wanted == result.refused_with;
        if (result.act >= 0) {
            seen[static_cast<std::size_t>(result.act)] = true;
        }
        if (!held || !wanted.empty()) {  // what went as it should goes without saying
            auto const refused = result.refused_with + ": " + result.message;
            add(result.act, wanted,
                result.refused_with.empty()
                    ? both("godtogs", "was accepted")
                    : both(report::with_parties_named(
                               report::refusal_text(result.refused_with, {}, result.message),
                               {scenario().named.get(), report::Language::swedish}) +
                               " (" + refused + ")",
                           refused),
                held);
        }
    }
    for (int index = 0; index < acts.size(); ++index) {
        if (!seen[static_cast<std::size_t>(index)]) {
            add(index, acts.Get(index).refused_with(), both("hände aldrig", "never happened"),
                false);
        }
    }
    return verdicts;
}

}  // namespace larm::player
