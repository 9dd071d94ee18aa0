larm_bench(transfers
  SOURCES transfers_bench.cpp ${CMAKE_SOURCE_DIR}/tests/property/transfer_model.cpp
  LINK larm_core fmt::fmt ${GLPK})
target_compile_definitions(transfers_bench PRIVATE LARM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
