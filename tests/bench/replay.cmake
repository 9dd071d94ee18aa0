larm_bench(replay
  SOURCES replay_bench.cpp
  LINK larm_player fmt::fmt)
target_compile_definitions(replay_bench PRIVATE LARM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
