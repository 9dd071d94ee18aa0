#include "engine/world/world.hpp"

#include <cstring>
#include <string>
#include <utility>

#include "engine/core/carrying.hpp"
#include "engine/core/check.hpp"
#include "engine/core/mutation.hpp"
#include "engine/world/alarm_path.hpp"
#include "engine/world/notice.hpp"

namespace larm::world {
namespace {

core::Rejection reused_id() {
    return core::refusal(core::Code::already_exists, "command_id",
                         "this id was used for another command or by another caller; a command "
                         "that is to be repeated must be the same, any other needs a new id");
}

core::Rejection not_while_degraded() {
    return core::refusal(core::Code::unavailable, "",
                         "the journal cannot be written: only the alarm itself is run now; try "
                         "again when /readyz says LOCAL");
}

v1::CommandReply reply_to_events(core::Events const& events, std::int64_t seq) {
    v1::CommandReply reply;
    auto const& first = events.front();
    reply.set_incident_id(first.incident_id());
    reply.set_seq(seq);
    *reply.mutable_suspected_duplicate_of() = first.incident_confirmed().suspected_duplicate_of();
    *reply.mutable_not_reached() = first.incident_closed().not_reached();
    if (first.has_blood_country_alarmed()) {
        reply.set_asked(first.blood_country_alarmed().asked());
        reply.set_notice(notice_of(first.blood_country_alarmed(), {first.at_us()}));
    } else if (first.transfers_changed().act() == v1::TRANSFER_ACT_UNDONE) {
        reply.set_notice(notice_of_undone(first.transfers_changed().moves(0)));
    } else if (first.transfers_changed().act() == v1::TRANSFER_ACT_ACCEPTED) {
        auto const& moves = first.transfers_changed().moves();
        reply.set_notice(notice_of_left_over({moves.begin(), moves.end()}));
    }
    return reply;
}

bool has_fingerprint(core::RememberedCommand const& known, std::string const& bytes) {
    std::uint64_t fingerprint = 0;
    std::memcpy(&fingerprint, bytes.data(), std::min(bytes.size(), sizeof(fingerprint)));
    return known.fingerprint == fingerprint;
}

/// Whether it is that command once more.
bool repeats(v1::Command const& command, core::RememberedCommand const& known) {
    return has_fingerprint(known, command.fingerprint()) ||
           (!command.fingerprint_as_sent().empty() &&
            has_fingerprint(known, command.fingerprint_as_sent()));
}

}  // namespace

struct World::PendingReply {
    v1::CommandReply reply;
    ReplyTo to;
};

struct World::Batch {
    std::shared_ptr<PublishedBatch> published = std::make_shared<PublishedBatch>();
    std::vector<journal::Record> records;
    std::vector<PendingReply> replies;

    [[nodiscard]] std::int64_t last_seq() const { return published->events.back().seq; }
};

World::World(Start start, LogPort& log, FeedPort& feed, OutboxPort& outbox)
    : state_{std::move(start.state)},
      memory_{std::move(start.memory)},
      records_{std::move(start.site), start.site_seq, start.hlc},
      log_{log},
      feed_{feed},
      outbox_{outbox},
      durable_seq_{state_.seq()},
      journaled_seq_{start.journaled_seq} {}

World::~World() = default;

void World::mark(v1::CommandReply& reply, v1::Durability durability) const {
    auto const unsafe = notice_for(durability);
    auto const notice = unsafe.empty() ? standing_notice_ : std::string{unsafe};
    reply.set_durability(durability);
    if (!notice.empty()) {
        reply.set_notice(notice + (reply.notice().empty() ? "" : "\n") + reply.notice());
    }
}

void World::submit(v1::Command const& command, core::Instant now, ReplyTo reply_to) {
    LARM_CHECK(is_accepting());
    auto const is_clients = !core::command_is_own(command);
    if (is_clients) {
        if (auto const id = core::parse_uuid(core::command_id(command)); id) {
            if (auto const* const known = memory_.find(*id); known != nullptr) {
                reply_again(*known, command, std::move(reply_to));
                return;
            }
        }
        if (!is_safe(durability_) && !is_on_alarm_path(command)) {
            reply_to(std::unexpected{not_while_degraded()});
            return;
        }
    }
    auto events = core::decide(state_, command, std::max(now, state_.at()));
    if (!events) {
        reply_to(std::unexpected{std::move(events.error())});
        return;
    }
    if (events->empty()) {  // the engine's own, with nothing to do
        v1::CommandReply reply;
        reply.set_seq(state_.seq());
        mark(reply, durability_);
        reply_to(std::move(reply));
        return;
    }
    auto reply = reply_to_events(*events, state_.seq() + 1);
    if (auto notice = notice_of(command, state_, 0); !notice.empty()) {
        reply.set_notice(std::move(notice));
    }
    stage(std::move(*events));
    if (auto notice = notice_of_vehicles(command, state_); !notice.empty()) {
        reply.set_notice(std::move(notice));
    }
    staged_batch().replies.push_back({std::move(reply), std::move(reply_to)});
    run_due(now);  // what has come true because of it goes out in the same batch
}

void World::submit(v1::Command const& command, core::Instant now) {
    submit(command, now, [](Reply const&) {});
}

void World::run_due(core::Instant now) {
    LARM_CHECK(is_accepting());
    for (auto due = state_.next_deadline(); due && due->at <= now; due = state_.next_deadline()) {
        lateness_.count(now - due->at);
        v1::Command command;
        command.mutable_deadline_due()->set_incident_id(std::string{due->incident_id});
        auto events = core::decide(state_, command, std::max(now, state_.at()));
        // A deadline that is due and leads to nothing would be due for ever.
        LARM_CHECK(events && !events->empty());
        stage(std::move(*events));
    }
}

void World::hold_open_incidents(core::Instant now) {
    LARM_CHECK(is_accepting());
    if (auto events = core::hold_open_incidents(state_, std::max(now, state_.at()));
        !events.empty()) {
        stage(std::move(events));
    }
}

void World::stage(core::Events events) {
    auto& batch = staged_batch();
    for (auto& event : events) {
        auto const seq = state_.seq() + 1;
        state_.evolve(event, seq);  // the next command already sees it
        feed_.decided(event);
        remember_cause(memory_, event, seq);
        batch.records.push_back(records_.make(event, seq));
        batch.published->events.emplace_back(seq, std::move(event));
    }
}

World::Batch& World::staged_batch() {
    if (staged_ == nullptr) {
        staged_ = std::make_unique<Batch>();
    }
    return *staged_;
}

void World::flush() {
    if (in_flight_ != nullptr || staged_ == nullptr) {
        return;
    }
    in_flight_ = std::move(staged_);
    in_flight_->published->at = state_.at();
    log_.begin_append(std::move(in_flight_->records));
    if (mutated(Mutation::reply_before_durable)) {
        for (auto& pending : std::exchange(in_flight_->replies, {})) {
            mark(pending.reply, durability_);
            pending.to(std::move(pending.reply));
        }
    }
}

// Order matters: nothing is said before it is as safe as it gets, and the alarm leaves first.
void World::on_durable(v1::Durability durability) {
    LARM_CHECK(in_flight_ != nullptr);
    auto const batch = std::move(in_flight_);
    durability_ = durability;
    durable_seq_ = batch->last_seq();
    if (is_safe(durability)) {
        journaled_seq_ = durable_seq_;
    }
    batch->published->durability = durability;
    for (auto const& [seq, event] : batch->published->events) {
        outbox_.take(state_, event, seq);
    }
    feed_.publish(batch->published);
    for (auto& pending : batch->replies) {
        mark(pending.reply, durability);
        pending.to(std::move(pending.reply));
    }
    serve_readers();
    flush();
}

void World::on_log_mode(v1::Durability durability) {
    durability_ = durability;
    if (is_safe(durability)) {
        journaled_seq_ = durable_seq_;
    }
}

void World::read(Reader reader) {
    readers_.push_back(std::move(reader));
    serve_readers();
}

void World::serve_readers() {
    if (!is_idle()) {
        return;
    }
    auto readers = std::exchange(readers_, {});
    for (auto& reader : readers) {
        reader(state_, durability_);
    }
}

v1::Durability World::durability_of(std::int64_t seq) const {
    return seq <= journaled_seq_ && !is_safe(durability_) ? v1::DURABILITY_LOCAL : durability_;
}

/// The answer of the first time, from what the state keeps of it.
void World::reply_again(core::RememberedCommand const& known, v1::Command const& command,
                        ReplyTo reply_to) {
    if (!repeats(command, known)) {
        reply_to(std::unexpected{reused_id()});
        return;
    }
    v1::CommandReply reply;
    reply.set_seq(known.seq);
    auto const* const incident = known.incident == core::CommandId{}
                                     ? nullptr
                                     : state_.incident(core::uuid_text(known.incident));
    if (incident != nullptr) {
        reply.set_incident_id(incident->id);
        if (command.has_confirm_incident()) {
            for (auto const& other : incident->suspected_duplicate_of) {
                reply.add_suspected_duplicate_of(other);
            }
        } else if (command.has_close_incident()) {
            for (auto& party : incident->not_told_of_the_end()) {
                reply.add_not_reached(std::move(party));
            }
        } else if (command.has_alarm_blood_country()) {
            auto const* const alarm =
                incident->blood_alarm_of(command.alarm_blood_country().party());
            reply.set_asked(alarm == nullptr ? 0 : alarm->asked().asked());
        } else if (command.has_accept_transfers()) {
            reply.set_notice(notice_of_left_over(moves_of_receiver(*incident, command)));
        } else if (auto const* const move = core::transfer_move(incident->casualties.moves,
                                                                command.undo_transfer().move_id());
                   move != nullptr) {
            reply.set_notice(notice_of_undone(*move));
        }
    }
    if (reply.notice().empty()) {
        auto vehicles = notice_of_vehicles(command, state_);
        reply.set_notice(vehicles.empty() ? notice_of(command, state_, 1) : std::move(vehicles));
    }
    if (known.seq <= durable_seq_) {
        mark(reply, durability_of(known.seq));
        reply_to(std::move(reply));
        return;
    }
    auto& batch =
        in_flight_ != nullptr && known.seq <= in_flight_->last_seq() ? *in_flight_ : *staged_;
    batch.replies.push_back({std::move(reply), std::move(reply_to)});
}

}  // namespace larm::world
