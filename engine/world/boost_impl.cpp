// Boost.Asio, Beast and JSON, compiled once. Whoever includes them links larm_boost and so gets the
// definitions that keep the bodies out of every other translation unit.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
#include <boost/json/src.hpp>
