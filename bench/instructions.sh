#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How many instructions one earn, one spend, one join and one activation take, by callgrind with fixed input, beside the counts
# that bench/instructions.txt records: what the clock of a busy machine hides. Exit 1 when one grew by more than 5 %.
# usage: bench/instructions.sh [--record]     --record writes the counts down; say why in the commit
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
recorded=bench/instructions.txt
program=build/release/bin/creditsim_bench
growth_max=5 # percent

# The C library chooses its copying by processor; these it does without, so that counts are the same on all.
export GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM

# NAME BENCHMARK CALLS FUNCTION: instructions within FUNCTION, divided by CALLS
count() {
  local name=$1 benchmark=$2 calls=$3 function=$4 profile total
  profile=$(mktemp)
  valgrind --tool=callgrind --callgrind-out-file="$profile" --toggle-collect="$function" "$program" \
    --benchmark_filter="^$benchmark\$" >"$profile.log" 2>&1 || { cat "$profile.log" >&2; exit 4; }
  total=$(awk '$1 == "summary:" || $1 == "totals:" { print $2; exit }' "$profile")
  rm "$profile" "$profile.log"
  [[ $total -gt 0 ]] || { printf '%s: nothing was counted in %s\n' "$name" "$function" >&2; exit 4; }
  printf '%s %s\n' "$name" $(((total + calls / 2) / calls))
}

counts() {
  count earn counted_earn_and_spend/10000/iterations:20000 20000 'creditsim::core::CreditSystem::earn(*'
  count spend counted_earn_and_spend/10000/iterations:20000 20000 'creditsim::core::CreditSystem::spend(*'
  count join counted_join/10000/iterations:100 101 'creditsim::core::CreditSystem::join(*'
  count activation counted_activation/1000/iterations:20/real_time 20000 '*QueuedNodes::activate_all*'
}

compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' build/release/CMakeCache.txt)
made_by=$("$compiler" --version | sed -n 1p)
if [[ ${1:-} == --record ]]; then
  { printf '# instructions an operation, by bench/instructions.sh --record; %s\n' "$made_by"; counts; } >"$recorded"
  cat "$recorded"
  exit
fi
[[ $# -eq 0 ]] || { sed -n 's/^# usage: /usage: /p' "${BASH_SOURCE[0]}" >&2; exit 3; }
grep --quiet --fixed-strings "$made_by" "$recorded" || { printf 'not compared: the counts are of another compiler than %s\n' "$made_by"; exit; }
counts | awk -v max=$growth_max '
  NR == FNR { if ($1 != "#") before[$1] = $2; next }
  {
    growth = 100 * ($2 / before[$1] - 1)
    printf "%-10s %8d instructions, recorded %8d, %+.1f %%\n", $1, $2, before[$1], growth
    if (growth > max) grew = grew " " $1
  }
  END { if (grew != "") { printf "grew by more than %d %%:%s\n", max, grew; exit 1 } }' "$recorded" -
