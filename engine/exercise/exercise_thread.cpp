#include "engine/exercise/exercise_thread.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace larm::exercise {
namespace {

/// Of 19: on a full machine the live world's threads get about ten times as much of a core.
constexpr int nicer_by = 10;

}  // namespace

ExerciseThread::ExerciseThread()
    : thread_{[this] {
          ::pthread_setname_np(::pthread_self(), "larm-exercise");
          // On Linux the id of a thread is one of a process here, and no other thread is touched.
          (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nicer_by);
          io_.run();
      }} {}

void ExerciseThread::stop() {
    io_.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace larm::exercise
