larm_bench(world
  SOURCES night_log.cpp world_bench.cpp
  LINK larm_world larm_rules spdlog::spdlog SQLite::SQLite3 fmt::fmt)
