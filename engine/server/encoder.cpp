#include "engine/server/encoder.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <utility>

namespace larm::server {
namespace {

/// On a full machine commands and the feed go first.
constexpr int nicer_by = 5;

}  // namespace

Encoder::Encoder()
    : thread_{[this] {
          ::pthread_setname_np(::pthread_self(), "larm-encode");
          // On Linux the id of a thread is one of a process here, and no other thread is touched.
          (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nicer_by);
          io_.run();
      }} {}

bool Encoder::encode(std::unique_ptr<google::protobuf::Message> message, BodyType type, Done done) {
    if (waiting_.fetch_add(1) >= waiting_max) {
        waiting_.fetch_sub(1);
        return false;
    }
    boost::asio::post(io_,
                      [this, message = std::move(message), type, done = std::move(done)]() mutable {
                          auto bytes = server::encode(*message, type);
                          message.reset();  // taking it apart takes its time too
                          waiting_.fetch_sub(1);
                          done(std::move(bytes));
                      });
    return true;
}

void Encoder::stop() {
    io_.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace larm::server
