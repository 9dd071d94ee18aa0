// What co_await gives of something on a network: the error beside the result, not an exception.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace larm::gateways {

inline constexpr auto with_error = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace larm::gateways
