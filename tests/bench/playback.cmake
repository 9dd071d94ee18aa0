larm_bench(playback
  SOURCES night_log.cpp playback_bench.cpp
  LINK larm_world larm_rules spdlog::spdlog fmt::fmt)
