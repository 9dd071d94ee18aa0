larm_bench(server
  SOURCES server_bench.cpp server_load.cpp watch_crowd.cpp
  LINK larm_daemon_process larm_access larm_proto fmt::fmt)
add_dependencies(server_bench larmd)
