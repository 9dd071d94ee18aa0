larm_bench(journal SOURCES journal_bench.cpp LINK larm_journal SQLite::SQLite3 fmt::fmt)
