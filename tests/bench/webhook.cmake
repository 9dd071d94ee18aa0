larm_bench(webhook
  SOURCES alarm.cpp alertmanager.cpp webhook_bench.cpp webhook_peer.cpp
  LINK larm_channels larm_world larm_boost spdlog::spdlog OpenSSL::Crypto fmt::fmt)
