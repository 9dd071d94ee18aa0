// The thread that all exercises share, journals and all, at a priority below the live world's: a
// busy exercise, or a slow disk under one, delays other exercises and nobody else.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

namespace larm::exercise {

class ExerciseThread {
public:
    ExerciseThread();
    ExerciseThread(ExerciseThread const&) = delete;
    ExerciseThread& operator=(ExerciseThread const&) = delete;
    ~ExerciseThread() { stop(); }

    [[nodiscard]] boost::asio::io_context& io() { return io_; }
    /// What is under way is done, what waits is not. Not on the thread itself; does nothing when
    /// called again.
    void stop();

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::thread thread_;
};

}  // namespace larm::exercise
