// Writes large replies off the network's thread: JSON of all hospitals takes as long as a thousand
// small calls, and whoever raises an alarm must not wait behind it.
#pragma once

#include <google/protobuf/message.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "engine/server/connect/decode.hpp"

namespace larm::server {

class Encoder {
public:
    /// Smaller ones take less time to write than to hand over and back.
    static constexpr std::size_t small_bytes_max = std::size_t{4} * 1024;
    /// So many may wait.
    static constexpr int waiting_max = 256;

    Encoder();
    Encoder(Encoder const&) = delete;
    Encoder& operator=(Encoder const&) = delete;
    ~Encoder() { stop(); }

    using Done = std::move_only_function<void(std::string)>;
    /// Calls `done` on its own thread. False, and nothing else, where too many wait. Any thread.
    [[nodiscard]] bool encode(std::unique_ptr<google::protobuf::Message> message, BodyType type,
                              Done done);
    /// What waits is not written any more. Does nothing when called again.
    void stop();

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::atomic<int> waiting_ = 0;
    std::thread thread_;
};

}  // namespace larm::server
