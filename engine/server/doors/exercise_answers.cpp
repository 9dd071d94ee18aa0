#include "engine/server/doors/exercise_answers.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/message.hpp"

namespace larm::server {

namespace asio = boost::asio;

std::string exercise_answer_path(std::string_view world_id) {
    return fmt::format("/o/{}/", world_id);
}

ExerciseAnswers::Side::Side(asio::io_context& io, Clock const& clock, std::string const& world_id,
                            world::WorldHandle& world, delivery::AnswerKeys const& of_world)
    : keys{of_world},
      taker{io, world, clock},
      page{
          io,
          world,
          taker,
          keys,
          clock,
          [&world](v1::RecordDelivery about) {
              v1::Command command;
              *command.mutable_record_delivery() = std::move(about);
              world.submit(std::move(command), [](world::Reply const&) {});
          },
          {.path = exercise_answer_path(world_id), .mark = std::string{delivery::Exercise::mark}}} {
}

void ExerciseAnswers::open(std::string const& world_id, world::WorldHandle& world,
                           delivery::AnswerKeys const& keys) {
    auto const [place, is_new] =
        sides_.emplace(world_id, std::make_unique<Side>(io_, clock_, world_id, world, keys));
    LARM_CHECK(is_new);
}

void ExerciseAnswers::close(std::string const& world_id) {
    auto const found = sides_.find(world_id);
    if (found == sides_.end()) {
        return;
    }
    found->second->page.abandon();
    closed_.push_back(std::move(found->second));
    sides_.erase(found);
}

asio::awaitable<Response> ExerciseAnswers::answer(HttpRequest const& request,
                                                  std::string_view client) {
    auto path = Target::of(request).path;
    path.remove_prefix(prefix().size());
    auto const side = sides_.find(path.substr(0, path.find('/')));
    if (side == sides_.end() || path.find('/') == std::string_view::npos) {
        Response gone{404,
                      "text/plain; charset=utf-8",
                      in_mark("Övningen är stängd, eller så är länken fel avskriven. Inget är "
                              "registrerat.",
                              delivery::Exercise::mark) +
                          "\n",
                      {}};
        co_return gone;
    }
    co_return co_await side->second->page.answer(request, client);
}

void ExerciseAnswers::abandon() {
    for (auto const& [id, side] : sides_) {
        side->page.abandon();
    }
}

}  // namespace larm::server
