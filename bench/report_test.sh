#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The report of benchmark results: the table, what moved, and what is refused.
# usage: bench/report_test.sh REPORT     REPORT is the built creditsim_bench_report
set -euo pipefail
report=$1
folder=$(mktemp --directory)
trap 'rm --recursive "$folder"' EXIT

# results FILE NS...: one benchmark of 10 items that was run once for each of NS nanoseconds an item
results() {
  local file=$1 ns runs=()
  shift
  for ns in "$@"; do
    runs+=("{\"run_name\": \"join/10\", \"run_type\": \"iteration\", \"real_time\": 1, \"time_unit\": \"ns\", \"items_per_second\": $((1000000000 / ns))}")
  done
  runs+=('{"run_name": "join/10", "run_type": "aggregate", "aggregate_name": "mean", "real_time": 9, "time_unit": "ns"}')
  (IFS=,; printf '{"context": {"date": "2026-11-25", "num_cpus": 2, "flags": "-O3"}, "benchmarks": [%s]}' "${runs[*]}") >"$folder/$file"
}

# expect TEXT COMMAND...: the command's output has the line
expect() {
  local text=$1
  shift
  "$@" >"$folder/output" 2>&1 || true
  grep --quiet --line-regexp --fixed-strings -- "$text" "$folder/output" || { printf 'expected: %s\nfound:\n' "$text"; cat "$folder/output"; exit 1; }
}

# ways FILE: one benchmark of those that do the same work
ways() {
  printf '{"context": {}, "benchmarks": [{"run_name": "earn_and_spend_literal/10000", "real_time": 1, "time_unit": "ns", "items_per_second": 1e7}]}' >"$folder/$1"
}

ways ways.json
expect '| library call | 100 ns | 1e+07 | one credit system, called in a loop, all of it in cache; 1 thread |' "$report" "$folder/ways.json"

printf '{"context": {}, "benchmarks": [{"run_name": "step", "real_time": 1, "time_unit": "ms", "median": 1000, "worst": 2500}]}' >"$folder/steps.json"
expect '| step | 1000 | 2500 | 2.5 |' "$report" "$folder/steps.json"

results old.json 100 125 80
results same.json 125 200
results slower.json 200 250
expect '| join/10 | 100 ns | 80 ns to 125 ns | 1e+07 | 3 |' "$report" "$folder/old.json"
expect '0 of 1 benchmarks moved' "$report" "$folder/same.json" "$folder/old.json"
expect '| join/10 | 100 ns | 225 ns | 2.25 |' "$report" "$folder/slower.json" "$folder/old.json"
expect '1 of 1 benchmarks moved' "$report" "$folder/slower.json" "$folder/old.json"
expect '| join/10 | 225 ns | 100 ns | 0.444 |' "$report" "$folder/old.json" "$folder/slower.json"

cd "$folder"
expected='expected results of creditsim_bench as JSON'
expect 'none.json: cannot be read' "$report" none.json
for content in '' '{' '[]' '{"context": {}}' '{"context": [], "benchmarks": []}'; do
  printf '%s' "$content" >bad.json
  expect "bad.json: $expected, found other content" "$report" bad.json
done
printf '{"context": {}, "benchmarks": [{"name": 1}]}' >bad.json
expect "bad.json: $expected, found a benchmark without a name" "$report" same.json bad.json
printf '{"context": {}, "benchmarks": [{"run_name": "join", "real_time": 3}]}' >bad.json
expect "bad.json: $expected, found join: no time with a unit" "$report" bad.json
