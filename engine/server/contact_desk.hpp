// The calls that need the book of contacts or the journal's file, documents that take their time,
// and what has to be looked at now and then: the book's file, and who could not be reached. On a
// thread of its own, since it waits for disks and for the world; the alarm waits for neither.
//
// A change is decided by the core and journaled first, and written to the book then.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/command.pb.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/preflight.hpp"
#include "engine/delivery/channels/web_push_subscription.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/desk_queue.hpp"
#include "engine/server/queries.hpp"
#include "engine/world/world_handle.hpp"

namespace larm::server {

class PlaybackDesk;

/// What the desk works with. All of it must outlive the desk.
struct DeskContext {
    world::WorldHandle& world;
    contacts::ContactBook& book;
    Clock const& clock;
    /// What is set up, and what of it gets nothing through now; whose push devices are missing or
    /// in doubt is the desk's to add. Asked on the desk's thread.
    std::function<core::Means()> means;
    /// Told what the preflight finds, in words, whenever it has looked; empty: all can be reached.
    /// On the desk's thread. May be empty.
    std::function<void(std::string)> on_preflight;
    /// What is wrong with the book, whenever that changes; empty: nothing.
    std::function<void(std::string)> on_book_trouble;
    /// applicationServerKey in base64url; empty: push is not set up.
    std::string vapid_public_key{};
    /// Which push services may be called; nullptr: push is not set up.
    delivery::PushServices const* push_services = nullptr;
    /// The world's journal, to be read beside it.
    std::filesystem::path journal{};
    /// Its documents are marked as an exercise's.
    bool is_exercise = false;
    /// The desk's own, set by it.
    PlaybackDesk* playback = nullptr;
};

/// One call: who asks (an envelope with actor and fingerprints, without a request), and what.
struct DeskCall {
    v1::Command envelope;
    std::unique_ptr<google::protobuf::Message> request;
};

class ContactDesk {
public:
    using Method = QueryAnswer (*)(DeskContext const& desk, DeskCall const& call);

    /// Brings the book to where the journal is, and begins.
    explicit ContactDesk(DeskContext context);
    ContactDesk(ContactDesk const&) = delete;
    ContactDesk& operator=(ContactDesk const&) = delete;
    ~ContactDesk();

    /// Before the world is drained, since what is under way waits for it: ends that, and takes no
    /// more. Not on the desk's thread; does nothing when called again.
    void stop();
    /// The same without waiting; has_ended() says when it has come to its end. Any thread.
    void begin_stop();
    [[nodiscard]] bool has_ended() const { return has_ended_; }

    /// The method behind a request type ("larm.v1.ImportContacts"), or nullptr.
    [[nodiscard]] static Method find(std::string_view request_type);
    /// Whether it changes who there is, and how they are reached: not in an exercise, which has its
    /// scenario's people.
    [[nodiscard]] static bool changes_people(Method method);
    /// What it is to whoever waits: documents and playback take their time.
    [[nodiscard]] static DeskWork work_of(Method method);
    /// Any thread. Answers asker `number` of `answers`, at once where too many calls wait, or too
    /// many documents of the same token.
    void call(Method method, DeskCall call, Answers<QueryAnswer>& answers, std::uint64_t number);

private:
    void tend();
    void tell_owners_of_dropped();

    DeskContext context_;
    std::unique_ptr<PlaybackDesk> playback_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    boost::asio::steady_timer timer_{io_};
    int ticks_ = 0;
    std::string unsettled_;  ///< What keeps the book from being where the journal is.
    std::string told_;       ///< The trouble as it was told last.
    DeskQueue queue_;
    std::atomic<bool> has_ended_ = false;
    std::thread thread_;
};

/// The book is brought to where the journal is: a crash may have come between the two. What is
/// wrong, in English; empty where nothing is.
[[nodiscard]] std::string settle(DeskContext const& desk);
/// Who could not be reached now.
[[nodiscard]] v1::PreflightReply preflight_now(DeskContext const& desk);
/// The first of them, for /readyz: in English, by ids. Empty where there are none.
[[nodiscard]] std::string in_words(v1::PreflightReply const& preflight);

}  // namespace larm::server
