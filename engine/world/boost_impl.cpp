// Boost.Asio, Beast, JSON and URL, compiled once. Whoever includes them links larm_boost and so
// gets the definitions that keep the bodies out of every other translation unit.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
#include <boost/json/src.hpp>
#include <boost/url/src.hpp>
