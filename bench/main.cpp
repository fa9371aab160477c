// SPDX-License-Identifier: MIT
// The benchmark program: Google Benchmark's, with what its results must be read with in their context.
#include "core/version.hpp"
#include "scenarios/version_text.hpp"

#include <benchmark/benchmark.h>

#include <string>

int main(int argc, char** argv) {
  benchmark::AddCustomContext("creditsim", std::string{creditsim::core::version});
  benchmark::AddCustomContext("compiler", creditsim::scenarios::compiler_text());
  benchmark::AddCustomContext("flags", CREDITSIM_BENCH_FLAGS);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 3;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
