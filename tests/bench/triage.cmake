larm_bench(triage
  SOURCES triage_bench.cpp
  LINK larm_core fmt::fmt)
target_compile_definitions(triage_bench PRIVATE LARM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
