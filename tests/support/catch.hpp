// The one place that includes Catch2, so that its version is chosen in one place.
#pragma once

#include <catch2/catch.hpp>
