#include "engine/server/contact_desk.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "engine/delivery/channel.hpp"
#include "engine/server/desk_playback.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds tend_every{1};
constexpr int preflight_ticks = 10;
constexpr int parties_shown = 5;

std::string_view words_of(v1::PreflightReason reason) {
    switch (reason) {
        case v1::PREFLIGHT_REASON_NOBODY_ON_DUTY: return "nobody is on duty";
        case v1::PREFLIGHT_REASON_NO_CHANNEL: return "has no address for";
        case v1::PREFLIGHT_REASON_NOT_CONFIGURED: return "nothing is set up for";
        case v1::PREFLIGHT_REASON_NOT_PROVEN: return "no channel has been proven for long";
        case v1::PREFLIGHT_REASON_NEVER_PROVEN: return "no channel has ever been proven";
        case v1::PREFLIGHT_REASON_CHANNEL_DOWN: return "nothing works now of";
        case v1::PREFLIGHT_REASON_PUSH_DROPPED:
            return "no push device is subscribed, or all are gone";
        case v1::PREFLIGHT_REASON_PUSH_DOUBTFUL: return "a push device is probably dead";
        case v1::PREFLIGHT_REASON_ROSTER_ENDS: return "nobody is planned after this shift";
        case v1::PREFLIGHT_REASON_UNSPECIFIED:
        case v1::PreflightReason_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PreflightReason_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "";
}

std::string_view words_of(v1::PreflightGrade grade) {
    switch (grade) {
        case v1::PREFLIGHT_GRADE_UNREACHABLE: return "cannot be reached at all";
        case v1::PREFLIGHT_GRADE_STEP_UNREACHABLE: return "is not reached in every step";
        case v1::PREFLIGHT_GRADE_FEWER_WAYS: return "is reached over fewer ways";
        case v1::PREFLIGHT_GRADE_DOUBTFUL: return "is doubtful";
        case v1::PREFLIGHT_GRADE_UNSPECIFIED:
        case v1::PreflightGrade_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::PreflightGrade_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "";
}

/// Until file and book agree: whoever has edited the file believes that it is in use.
std::string not_taken(contacts::ContactBook& book) {
    auto const officers = book.not_as_in_file();
    if (!officers) {
        return officers.error().message;
    }
    if (officers->empty()) {
        return {};
    }
    auto const told = std::min<std::size_t>(officers->size(), parties_shown);
    auto const more = officers->size() - told;
    return fmt::format(
        "contacts.textproto is NOT in use for {}{}: people have approved something else, or it was "
        "changed while the daemon did not run. What is in use: `larm contacts history`; take the "
        "file's into use with `larm contacts approve NUMBER`, or propose it anew with "
        "`larm contacts import FILE`; or correct the file",
        fmt::join(officers->begin(), officers->begin() + static_cast<std::ptrdiff_t>(told), ", "),
        more > 0 ? fmt::format(" and {} more", more) : std::string{});
}

std::string in_words(v1::PreflightFinding const& finding) {
    auto text = fmt::format("{} {}{}{}: {}", finding.party(), words_of(finding.grade()),
                            finding.step().empty() ? "" : ", in ", finding.step(),
                            words_of(finding.reason()));
    if (finding.reason() == v1::PREFLIGHT_REASON_PUSH_DROPPED) {
        return text;  // says itself which channel
    }
    for (auto const channel : finding.channels()) {
        text += fmt::format(" {}", delivery::channel_word(static_cast<v1::Channel>(channel)));
    }
    return finding.why().empty() ? text : text + " (" + finding.why() + ")";
}

}  // namespace

ContactDesk::ContactDesk(DeskContext context)
    : context_{std::move(context)}, playback_{std::make_unique<PlaybackDesk>(context_.journal)} {
    context_.playback = playback_.get();
    asio::post(io_, [this] {
        unsettled_ = settle(context_);
        tend();
    });
    thread_ = std::thread{[this] {
        ::pthread_setname_np(::pthread_self(), "larm-contacts");
        io_.run();
        has_ended_ = true;
    }};
}

ContactDesk::~ContactDesk() {
    stop();
}

void ContactDesk::begin_stop() {
    playback_->begin_stop();
    asio::post(io_, [this] {
        (void)context_.book.tend(context_.clock());  // what has come since the last time
        io_.stop();
    });
}

void ContactDesk::stop() {
    begin_stop();
    playback_->stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void ContactDesk::call(Method method, DeskCall call, Answers<QueryAnswer>& answers,
                       std::uint64_t number) {
    if (context_.is_exercise && changes_people(method)) {
        CallError scenarios{ConnectCode::failed_precondition,
                            "an exercise has the contacts of its scenario", "", 0};
        answers.deliver(number, std::unexpected{std::move(scenarios)});
        return;
    }
    auto const work = work_of(method);
    if (auto full = queue_.enter(call.envelope.actor().token_id(), work)) {
        answers.deliver(number, std::unexpected{std::move(*full)});
        return;
    }
    auto const waiting = std::make_shared<DeskCall>(std::move(call));
    auto do_it = [this, method, waiting, &answers, number, work] {
        auto answer = method(context_, *waiting);
        // Before the answer: whoever gets it may ask the next at once.
        queue_.leave(waiting->envelope.actor().token_id(), work);
        answers.deliver(number, std::move(answer));
    };
    if (work == DeskWork::playback) {
        playback_->post(std::move(do_it));
    } else {
        asio::post(io_, std::move(do_it));
    }
}

/// Once for what has gone since the last look; where the world does not take it the preflight still
/// says it.
void ContactDesk::tell_owners_of_dropped() {
    auto const officers = context_.book.contacts();
    for (auto const& owner : context_.book.take_owners_of_dropped()) {
        auto const found = std::ranges::find(officers.officers(), owner, &v1::Officer::id);
        if (found == officers.officers().end()) {
            continue;
        }
        v1::Command command;
        command.mutable_tell_device_dropped()->set_party(found->party());
        command.mutable_tell_device_dropped()->set_officer_id(owner);
        context_.world.submit(std::move(command), [](auto const&) {});
    }
}

void ContactDesk::tend() {
    auto const tended = context_.book.tend(context_.clock());
    tell_owners_of_dropped();
    auto trouble = tended ? unsettled_ : tended.error().message;
    if (trouble.empty()) {
        trouble = not_taken(context_.book);
    }
    if (context_.on_book_trouble && trouble != told_) {
        context_.on_book_trouble(trouble);
        told_ = std::move(trouble);
    }
    if (ticks_++ % preflight_ticks == 0 && context_.on_preflight) {
        context_.on_preflight(in_words(preflight_now(context_)));
    }
    timer_.expires_after(tend_every);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            tend();
        }
    });
}

std::string in_words(v1::PreflightReply const& preflight) {
    std::string text;
    std::string party;
    int parties = 0;
    for (auto const& finding : preflight.findings()) {
        // A party's worst comes first; `larm preflight` has the rest.
        if (finding.party() == party) {
            continue;
        }
        party = finding.party();
        if (++parties <= parties_shown) {
            text += (text.empty() ? "" : "; ") + in_words(finding);
        }
    }
    if (text.empty()) {
        return {};
    }
    auto const more = parties - parties_shown;
    return fmt::format("if the alarm came now: {}{}; `larm preflight` tells all", text,
                       more > 0 ? fmt::format("; and {} more", more) : std::string{});
}

}  // namespace larm::server
