// LARM_CHECK: a broken assumption of ours. It prints and aborts in every build; the supervisor
// restarts us and the journal restores the state. Never for input: bad input is a Rejection.
#pragma once

#include <cstdio>
#include <cstdlib>

#define LARM_CHECK(condition)                                                                  \
    do {                                                                                       \
        if (!(condition)) [[unlikely]] {                                                       \
            std::fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                      \
        }                                                                                      \
    } while (false)
