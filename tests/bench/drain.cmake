larm_bench(drain
  SOURCES alarm.cpp drain_bench.cpp
  LINK larm_channels larm_gateways larm_world larm_boost spdlog::spdlog OpenSSL::Crypto fmt::fmt)
