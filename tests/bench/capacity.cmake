larm_bench(capacity
  SOURCES capacity_bench.cpp
  LINK larm_core fmt::fmt)
target_compile_definitions(capacity_bench PRIVATE LARM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
