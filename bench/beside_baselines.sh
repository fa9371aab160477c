#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Our benchmarks beside the published baselines, as Markdown. Rounds: in each, ours run once and theirs run once, so that what a row
# compares was measured within the same minute; ratios are taken round by round, and the medians are shown, of the ratio with its range.
# A baseline whose library is missing is left out.
# usage: bench/beside_baselines.sh [BASELINES [ROUNDS]]     default: ../shared/baselines, 5 rounds
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
baselines=${1:-../shared/baselines}
rounds=${2:-5}
[[ -d $baselines ]] || { printf '%s: found no folder, expected that of the baselines\n' "$baselines" >&2; exit 3; }

program=build/release/bin/creditsim_bench
built=build/baselines
./dev build creditsim_bench
mkdir --parents "$built"

# build NAME SOURCE [OPTION...]: as the baselines' own run.sh does.
build() {
  local name=$1 source=$2
  shift 2
  [[ -x $built/$name ]] && return
  ${CXX:-g++} -O3 -march=native -std=c++17 -DNDEBUG "$source" -o "$built/$name" "$@" 2>"$built/$name.log" ||
    printf 'left out: %s does not build here, see %s\n' "$name" "$built/$name.log" >&2
}
# Of ledger_physics only what is compared, with its own functions: the rest takes a minute a round.
printf '#define main whole\n#include "%s"\n#undef main\nint main() { earn_batched(2); }\n' \
  "$(realpath "$baselines")/ledger_physics/ledger_physics.cpp" >"$built/random_order.cpp"
physics=(-labsl_raw_hash_set -labsl_hash -labsl_city -labsl_low_level_hash -lpthread)
build heap "$baselines/gossip_heap/heap.cpp"
build wheel "$baselines/gossip_heap/wheel.cpp"
build ns3 "$baselines/gossip_ns3/ns3_gossip.cpp" -lns3-core
build simgrid "$baselines/gossip_simgrid/simgrid_gossip.cpp" -lsimgrid
build caf "$baselines/gossip_caf/caf_gossip.cpp" -lcaf_core -lpthread
build caf_limits "$baselines/caf_limits/caf_bench.cpp" -lcaf_core -lpthread
build shard_queue "$baselines/caf_shard_queue/shard_queue.cpp" -std=c++20 -lcaf_core -lpthread
build physics "$baselines/ledger_physics/ledger_physics.cpp" "${physics[@]}"
build random_order "$built/random_order.cpp" "${physics[@]}"

# Rows: "text | unit | ours | theirs". Theirs is a key of `measure_theirs`, or another benchmark of ours.
rows=()
row() { rows+=("$1|$2|$3|$4"); }
row "earn or spend, reference profile, alone / bare loop, ids of 128 bits" ns earn_and_spend/0 loop128
row "earn or spend, reference profile, alone / bare loop, ids of 24 letters" ns earn_and_spend/0 loop24
row "earn or spend, reference profile, 10,000 others joined / bare loop, ids of 128 bits" ns earn_and_spend/10000 loop128
row "earn or spend, corrected profile, 10,000 others joined / bare loop, ids of 128 bits" ns earn_and_spend_literal/10000 loop128
row "the same, replicas as version vectors / bare loop" ns earn_and_spend_versions/10000/iterations:1000000 loop128
row "the same in random order over 100,000 nodes, 2 threads / bare loop in random order, 2 threads" ns \
  earn_and_spend_random_order/100000/iterations:1000000/real_time/threads:2 random
for nodes in 1000 10000; do
  row "join, per counter, $nodes nodes / bare loop" ns join_nothing_new/$nodes join$nodes
done
for nodes in 10000 100000; do
  alone=activation/$nodes/real_time/threads:1
  row "activation, $nodes nodes, 1 thread / CAF's pool, the better of 1 and 2 threads" ns "$alone" tick$nodes
  row "activation, $nodes nodes, 1 thread / bare shard queue" ns "$alone" queue$nodes
  row "activation, $nodes nodes, 2 threads / 1 thread of ours" ns "${alone%1}2" "$alone"
done
for shape in 10000/iterations:60 100000/iterations:15; do
  nodes=${shape%%/*}
  alone=activation_with_payment/$shape/real_time/threads:1
  for threads in 1 2; do
    row "activation with a payment, $nodes nodes, $threads thread(s) / the same in CAF's pool, 2 threads" ns "${alone%1}$threads" \
      "pool_activation_with_payment/$nodes/2/${shape#*/}/real_time"
  done
  row "activation with a payment, $nodes nodes, 2 threads / 1 thread of ours" ns "${alone%1}2" "$alone"
done
for threads in 1 2; do
  what="gossip events, 10,000 nodes, $threads thread(s)"
  row "$what / loop on a binary heap" M common_workload/10000/$threads/real_time heap
  row "$what / ns-3's core" M common_workload/10000/$threads/real_time ns3
  row "$what / bare CAF, same threads" M common_workload/10000/$threads/real_time caf$threads
done
row "gossip events, 10,000 nodes, 1 thread / loop on time buckets" M common_workload/10000/1/real_time wheel
row "gossip events, 10,000 nodes, 2 threads / 1 thread of ours" M common_workload/10000/2/real_time common_workload/10000/1/real_time
row "a rumour among 10,000, start and end of the actors included, 2 threads / ns-3's core, 10 rounds" M gossip_events/10000/2/real_time ns3_short
row "gossip events, 1,000 nodes, 2 threads / SimGrid" M common_workload/1000/2/real_time simgrid
row "full state to convergence, 1,000 nodes, 2 threads / loop on a binary heap" s full_state_convergence/1000/real_time#runs heap_full
row "full state to convergence, 1,000 nodes, 2 threads / bare CAF, 2 threads" s full_state_convergence/1000/real_time#runs caf_full

# Both print lines of a name and a rate a second.
measure_ours() {
  local filter
  filter=$(printf '%s\n' "${rows[@]}" | awk -F'|' '{ sub(/#runs/, ""); print $3; if ($4 ~ /\//) print $4 }' | sort --unique | paste --serial --delimiters='|')
  "$program" --benchmark_filter="^($filter)\$" --benchmark_min_time=0.1 --benchmark_format=json 2>/dev/null | awk '
    function put() { # runs are timed in milliseconds
      if (name) { print name, items; print name "#runs", 1e3 / time; print name "#events", events }
    }
    { value = $2; gsub(/[",]/, "", value) }
    $1 == "\"name\":" { put(); name = value; items = events = 0 }
    $1 == "\"real_time\":" { time = value }
    $1 == "\"items_per_second\":" { items = value }
    $1 == "\"events_per_activation\":" { events = value }
    END { put() }'
}

round=60 # as in common_workload
sharing=(--scheduler.policy=sharing)
runs() { [[ -x $built/$1 ]]; }
# From the first `key=value`: `rate KEY NAME` takes it as it is, `each` as nanoseconds, `wall` as seconds.
value() { awk -v key="$1=" -v name="$2" -v scale="$3" '{ at = index($0, key); if (at && !found++) { v = substr($0, at + length(key)) + 0; print name, scale ? scale / v : v } }'; }
rate() { value "$1" "$2" 0; }
each() { value "$1" "$2" 1e9; }
wall() { value wall_s "$1" 1; }
# lines N COMMAND...: its first N lines; what would be printed after them is not waited for.
lines() { local count=$1; shift; stdbuf -oL "$@" 2>/dev/null | sed "${count}q" || true; }
measure_theirs() {
  if runs physics; then
    lines 2 "$built/physics" earn | awk '{ at = index($0, "ns/op="); print NR == 1 ? "loop128" : "loop24", 1e9 / substr($0, at + 6) }'
    lines 5 "$built/physics" merge | awk '$1 == 1000 || $1 == 10000 { print "join" $1, 2e9 / $2 }' # a line is for two counters
  fi
  ! runs random_order || "$built/random_order" | each ns/op random
  if runs caf_limits; then
    for nodes in 10000 100000; do
      for threads in 1 2; do
        "$built/caf_limits" tick $nodes "${sharing[@]}" --scheduler.max-threads=$threads | grep tick-barrier | each ns/actor tick$nodes
      done | sort --general-numeric-sort --key=2 | tail -1
    done
  fi
  if runs shard_queue; then
    for nodes in 10000 100000; do
      "$built/shard_queue" $nodes 1 8 | awk -v name=queue$nodes 'NR == 1 { split($NF, part, "="); print name, 1e9 / part[2] }'
    done
  fi
  if runs heap; then
    "$built/heap" 10000 1 $round | rate events_per_s heap
    "$built/heap" 1000 10 | wall heap_full
  fi
  ! runs wheel || "$built/wheel" 10000 1 $round | rate events_per_s wheel
  if runs ns3; then
    "$built/ns3" 10000 1 $round | rate events_per_s ns3
    "$built/ns3" 10000 1 10 | rate events_per_s ns3_short
  fi
  if runs caf; then
    for threads in 1 2; do
      "$built/caf" 10000 1 $round "${sharing[@]}" --scheduler.max-threads=$threads | rate events_per_s caf$threads
    done
    "$built/caf" 1000 10 0 "${sharing[@]}" --scheduler.max-threads=2 | wall caf_full
  fi
  ! runs simgrid ||
    "$built/simgrid" 1000 1 $round star --cfg=contexts/stack-size:16 --log=root.thres:error 2>/dev/null | rate events_per_s simgrid
}

figures=$(mktemp)
for ((turn = 1; turn <= rounds; ++turn)); do
  { measure_ours; measure_theirs; } | sed "s/^/$turn /" >>"$figures"
done
printf '%s rounds, %s, %s cores, %s\n\n' "$rounds" "$(date +%F)" "$(nproc)" "$(${CXX:-g++} --version | sed -n 1p)"
printf '| what / beside what | ours | theirs | speed of ours / theirs: median (range) |\n| --- | --- | --- | --- |\n'
printf '%s\n' "${rows[@]}" | awk -F'|' '
  function sort_up(list, n, i, j, t) {
    for (i = 2; i <= n; ++i) { t = list[i]; for (j = i - 1; j >= 1 && list[j] > t; --j) list[j + 1] = list[j]; list[j + 1] = t }
  }
  function median(list, n) { sort_up(list, n); return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2 }
  function shown(rate, unit) {
    if (unit == "ns") return sprintf("%.3g ns", 1e9 / rate)
    if (unit == "s") return sprintf("%.3g s", 1 / rate)
    return sprintf("%.3g M/s", rate / 1e6)
  }
  NR == FNR { split($0, part, " "); rate[part[1], part[2]] = part[3]; if (part[1] > turns) turns = part[1]; next }
  {
    n = 0
    for (turn = 1; turn <= turns; ++turn)
      if (rate[turn, $3] > 0 && rate[turn, $4] > 0) { ++n; a[n] = rate[turn, $3] + 0; b[n] = rate[turn, $4] + 0; r[n] = a[n] / b[n] }
    if (!n) next # a baseline that is not there
    middle = median(r, n)
    events = $2 == "M" ? sprintf(", %.3g an activation", rate[turns, $3 "#events"]) : ""
    printf "| %s | %s%s | %s | %.3g (%.3g to %.3g) |\n", $1, shown(median(a, n), $2), events, shown(median(b, n), $2), middle, r[1], r[n]
  }' "$figures" -
rm "$figures"
