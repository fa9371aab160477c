// SPDX-License-Identifier: MIT
#include "core/credits.hpp"
#include "core/version.hpp"

#include <iostream>

int main() { std::cout << creditsim::core::version << '\n'; }
