// SPDX-License-Identifier: MIT
#pragma once

// Debian 12 ships Catch2 2.13, later releases ship 3.x: this header is the only place that knows.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
