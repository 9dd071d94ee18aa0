// How calls about exercises are answered.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <utility>

#include "engine/server/queries.hpp"

namespace larm::exercise {

template <typename Reply>
server::QueryAnswer answer_with(Reply reply) {
    return std::make_unique<Reply>(std::move(reply));
}

inline std::unexpected<server::CallError> refused(server::ConnectCode code, std::string message,
                                                  std::string field = {}) {
    return std::unexpected{server::CallError{code, std::move(message), std::move(field), 0}};
}

}  // namespace larm::exercise
