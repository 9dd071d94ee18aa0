// The live feed: takes what the world publishes, frames it once and sends it to every watcher. A
// watcher that lags is told and cut. Between the engine thread and the network thread only whole
// batches pass.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/watch/frame_log.hpp"
#include "engine/server/watch/handshake.hpp"
#include "engine/server/watch/watcher.hpp"
#include "engine/world/ports.hpp"
#include "engine/world/world.hpp"

namespace larm::server {

/// What the hub asks of the rest of the daemon.
struct HubSources {
    /// WorldHandle::read.
    std::function<void(world::Reader)> read;
    /// How safe an event would be now.
    std::function<v1::Durability()> durability;
    /// WorldHandle::now: what deadlines are counted in.
    std::function<core::Instant()> now;
    /// Whether a token still holds.
    std::function<bool(std::string_view holder)> is_token_valid;
    /// Heartbeat::notice.
    std::string notice{};
};

/// publish() on the engine thread, everything else on the network thread. Must outlive the
/// io_context's last run.
class WatchHub : public world::FeedPort {
public:
    WatchHub(boost::asio::io_context& io, Limits const& limits, Metrics& metrics);
    WatchHub(WatchHub const&) = delete;
    WatchHub& operator=(WatchHub const&) = delete;
    ~WatchHub() override = default;

    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;

    /// Begins: learns from the world where the journal stands. Watchers may join from then on.
    void start(HubSources sources);
    /// Takes over a connection whose request to watch has been accepted. `received` is what came
    /// behind the request.
    void join(boost::asio::ip::tcp::socket socket, HttpRequest const& request,
              WatchRequest const& watch, Viewer viewer, std::string_view received);
    /// Cuts watchers whose token has been revoked or has expired.
    void check_tokens();
    /// Tells every watcher that the daemon stops, and takes no new ones.
    void drain();
    /// Closes what drain() has not got rid of.
    void abandon();
    [[nodiscard]] std::size_t watchers() const { return count_; }
    /// The last event that anybody can have been told of: replies to commands come after it.
    [[nodiscard]] std::int64_t last_seq() const { return log_.last_seq(); }
    /// Nothing of it is under way any more: once it has been drained it can go.
    [[nodiscard]] bool is_quiet() const { return count_ == 0 && under_way_.use_count() == 1; }

private:
    /// Names a watcher in a handler that may come when it is gone.
    struct Key {
        std::size_t slot = 0;
        std::uint64_t generation = 0;
    };
    struct Slot {
        std::unique_ptr<Watcher> watcher;
        std::uint64_t generation = 0;
    };
    struct Snapshot {
        std::int64_t seq = 0;
        std::optional<v1::WatchSnapshot> message;  ///< nothing: there has been none
        SharedBytes json;
        SharedBytes proto;
    };

    [[nodiscard]] Watcher* find(Key key);
    void remove(Key key);
    /// A frame of `seq` with what holds now: the time, and how safe an event would be.
    [[nodiscard]] v1::WatchFrame frame_now(std::int64_t seq) const;

    void send(Key key);
    void wait_to_write(Key key);
    void wait_to_read(Key key);
    void on_readable(Key key);
    [[nodiscard]] bool take_frames(Key key, Watcher& watcher);
    void close(Key key, CloseCode code, std::string_view reason);
    void cut(Key key, CloseCode code, std::string_view reason);

    void begin_pass();
    void run_slice();

    void start_watcher(Key key);
    void ask_for_snapshot();
    void on_snapshot(std::int64_t seq, v1::WatchSnapshot message);
    [[nodiscard]] SplitFrame snapshot_now(Watcher const& watcher);

    void on_batch(world::PublishedBatch const& batch);
    void run_timer();
    void on_timer();
    void beat();
    void check_laggards(SteadyTime now);

    boost::asio::io_context& io_;
    Limits const& limits_;
    Metrics& metrics_;
    std::shared_ptr<int const> under_way_ = std::make_shared<int const>();  ///< Each handler's too.
    HubSources sources_;
    FrameLog log_;

    std::vector<Slot> slots_;
    std::vector<std::size_t> free_slots_;
    std::size_t count_ = 0;
    bool is_draining_ = false;

    // A pass visits every watcher in slices, so that other work gets its turn; what comes meanwhile
    // lengthens it.
    bool is_passing_ = false;
    std::size_t to_visit_ = 0;
    std::size_t next_slot_ = 0;

    std::vector<Key> waiting_for_snapshot_;
    bool has_asked_for_snapshot_ = false;
    Snapshot snapshot_;

    boost::asio::steady_timer timer_;
    bool has_timer_ = false;
    SteadyTime next_beat_;
    Heartbeat heartbeat_;
};

}  // namespace larm::server
