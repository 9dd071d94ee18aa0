larm_bench(webhook
  SOURCES webhook_bench.cpp webhook_peer.cpp
  LINK larm_channels larm_world larm_boost spdlog::spdlog OpenSSL::Crypto fmt::fmt)
