#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Our benchmarks beside the published baselines, as Markdown: for each row ours and theirs run in turn (A B A B ...), the ratio
# is taken pair by pair, and the medians are shown, of the ratio with its range. A baseline whose library is missing is left out.
# usage: bench/beside_baselines.sh [BASELINES [PAIRS [ROWS]]]
# default: ../shared/baselines, 5 pairs, all rows (ROWS is a regular expression); some 25 minutes, by what the first rows take
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
baselines=${1:-../shared/baselines}
pairs=${2:-5}
rows=${3:-.}
[[ -d $baselines ]] || { printf '%s: found no folder, expected that of the baselines\n' "$baselines" >&2; exit 3; }

ours=build/release/bin/creditsim_bench
built=build/baselines
./dev build creditsim_bench
mkdir --parents "$built"

# build NAME SOURCE [OPTION...]: as the baselines' own run.sh does.
build() {
  local name=$1 source=$2
  shift 2
  [[ -x $built/$name ]] && return
  ${CXX:-g++} -O3 -march=native -std=c++17 -DNDEBUG "$baselines/$source" -o "$built/$name" "$@" 2>"$built/$name.log" ||
    printf 'left out: %s does not build here, see %s\n' "$name" "$built/$name.log" >&2
}
build heap gossip_heap/heap.cpp
build wheel gossip_heap/wheel.cpp
build ns3 gossip_ns3/ns3_gossip.cpp -lns3-core
build simgrid gossip_simgrid/simgrid_gossip.cpp -lsimgrid
build caf gossip_caf/caf_gossip.cpp -lcaf_core -lpthread
build caf_limits caf_limits/caf_bench.cpp -lcaf_core -lpthread
build shard_queue caf_shard_queue/shard_queue.cpp -std=c++20 -lcaf_core -lpthread
build physics ledger_physics/ledger_physics.cpp -labsl_raw_hash_set -labsl_hash -labsl_city -labsl_low_level_hash -lpthread

# us NAME: items a second of one benchmark; us_whole NAME: its runs a second (it counts in milliseconds).
column() { awk -F, -v name="$1" '/^name,/ { for (i = 1; i <= NF; ++i) at[$i] = i; next } at["name"] { print $at[name]; exit }'; }
us() { "$ours" --benchmark_filter="^$1\$" --benchmark_format=csv 2>/dev/null | column items_per_second; }
us_whole() { "$ours" --benchmark_filter="^$1\$" --benchmark_format=csv 2>/dev/null | column real_time | awk '{ print 1e3 / $1 }'; }
# Theirs: from the first `key=value`; `rate` takes it as it is, `each` as nanoseconds.
rate() { awk -v key="$1=" '{ for (i = 1; i <= NF; ++i) if (index($i, key) == 1) { print substr($i, length(key) + 1); exit } }'; }
each() { awk -v key="$1=" '{ at = index($0, key); if (at) { print 1e9 / substr($0, at + length(key)); exit } }'; }

engine() { local name=$1; shift; "$built/$name" "$@" 2>/dev/null | rate events_per_s; }
converge() { local name=$1; shift; "$built/$name" "$@" 2>/dev/null | rate wall_s | awk '{ print 1 / $1 }'; }
tick() { "$built/caf_limits" tick "$1" --scheduler.policy=sharing --scheduler.max-threads="$2" | grep tick-barrier | each ns/actor; }
tick_best() { { tick "$1" 1; tick "$1" 2; } | sort --general-numeric-sort | tail -1; }
queue() { # the shards run side by side
  "$built/shard_queue" "$1" "$2" 8 | awk '{ split($NF, part, "="); sum += 1e9 / part[2] } END { print sum }'
}
# physics SECTION PATTERN: the first line that matches; what would be printed after it is not waited for.
physics() { stdbuf -oL "$built/physics" "$1" 2>/dev/null | grep --max-count=1 --extended-regexp "$2" || true; }
earn() { physics earn "$1" | each ns/op; }
merge() { physics merge "^ *$1 " | awk '{ print 2e9 / $2 }'; } # a line is for the two counters of a node

# row TEXT UNIT PROGRAM OURS THEIRS...: both sides and the ratio ours / theirs, where the baseline PROGRAM was built.
row() {
  local text=$1 unit=$2 program=$3 benchmark=$4 measure=us pair a b
  shift 4
  [[ $text =~ $rows && (-z $program || -x $built/$program) ]] || return 0
  [[ $unit == s ]] && measure=us_whole
  for ((pair = 0; pair < pairs; ++pair)); do
    a=$($measure "$benchmark")
    b=$("$@")
    printf '%s %s\n' "$a" "$b"
  done | awk -v text="$text" -v unit="$unit" '
    function median(list, n, i, j, t) {
      for (i = 2; i <= n; ++i) { t = list[i]; for (j = i - 1; j >= 1 && list[j] > t; --j) list[j + 1] = list[j]; list[j + 1] = t }
      return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    function shown(rate) {
      if (unit == "ns") return sprintf("%.3g ns", 1e9 / rate)
      if (unit == "s") return sprintf("%.3g s", 1 / rate)
      return sprintf("%.3g M/s", rate / 1e6)
    }
    NF == 2 && $2 > 0 { ++n; a[n] = $1 + 0; b[n] = $2 + 0; r[n] = $1 / $2 }
    END {
      if (!n) { printf "| %s | no figure | | |\n", text; exit }
      ours = median(a, n); theirs = median(b, n); middle = median(r, n)
      printf "| %s | %s | %s | %.3g (%.3g to %.3g) |\n", text, shown(ours), shown(theirs), middle, r[1], r[n]
    }'
}

simgrid=(--cfg=contexts/stack-size:16 --log=root.thres:error)
sharing=(--scheduler.policy=sharing)
round=60 # as in common_workload

printf '%s pairs, %s, %s cores, %s\n\n' "$pairs" "$(date +%F)" "$(nproc)" "$(${CXX:-g++} --version | sed -n 1p)"
printf '| what / beside what | ours | theirs | speed of ours / theirs: median (range) |\n| --- | --- | --- | --- |\n'
row "earn or spend, alone / bare loop, ids of 128 bits" ns physics earn_and_spend/0 earn "one node, 10,000-id window"
row "earn or spend, alone / bare loop, ids of 24 letters" ns physics earn_and_spend/0 earn "same, 24-char"
row "earn or spend, 10,000 others joined / bare loop, ids of 128 bits" ns physics earn_and_spend/10000 \
  earn "one node, 10,000-id window"
for form in literal/10000 versions/10000/iterations:1000000; do
  row "earn or spend, corrected profile, 10,000 others joined, ${form%%/*} / bare loop, ids of 128 bits" ns physics \
    "earn_and_spend_$form" earn "one node, 10,000-id window"
done
row "earn or spend, corrected profile, 100,000 nodes in random order, 2 threads / bare loop, 2 threads" ns physics \
  earn_and_spend_random_order/100000/iterations:1000000/real_time/threads:2 earn "100,000 nodes at random.*threads=2"
for nodes in 1000 10000; do
  row "join, per counter, $nodes nodes / bare loop" ns physics "join_nothing_new/$nodes" merge $nodes
done
for nodes in 10000 100000; do
  alone="activation/$nodes/real_time/threads:1"
  row "activation, $nodes nodes, 1 thread / CAF's pool, the better of 1 and 2 threads" ns caf_limits "$alone" tick_best $nodes
  row "activation, $nodes nodes, 1 thread / bare shard queue" ns shard_queue "$alone" queue $nodes 1
  row "activation, $nodes nodes, 2 threads / 1 thread of ours" ns "" "${alone%1}2" us "$alone"
done
for shape in 10000/iterations:60 100000/iterations:15 1000000/iterations:3; do
  nodes=${shape%%/*}
  for threads in 1 2; do
    row "activation with a payment, $nodes nodes, $threads thread(s) / the same in CAF's pool, 2 threads" ns "" \
      "activation_with_payment/$shape/real_time/threads:$threads" us "pool_activation_with_payment/$nodes/2/${shape#*/}/real_time"
  done
done
for threads in 1 2; do
  gossip=common_workload/10000/$threads/real_time
  what="gossip events, 10,000 nodes, $threads thread(s)"
  row "$what / loop on a binary heap" M heap "$gossip" engine heap 10000 1 $round
  row "$what / ns-3's core" M ns3 "$gossip" engine ns3 10000 1 $round
  row "$what / bare CAF, same threads" M caf "$gossip" engine caf 10000 1 $round "${sharing[@]}" --scheduler.max-threads=$threads
done
row "gossip events, 10,000 nodes, 1 thread / loop on time buckets" M wheel common_workload/10000/1/real_time \
  engine wheel 10000 1 $round
row "gossip events, 10,000 nodes, 2 threads / 1 thread of ours" M "" common_workload/10000/2/real_time \
  us common_workload/10000/1/real_time
row "a rumour among 10,000, start and end of the actors included, 2 threads / ns-3's core, 10 rounds" M ns3 \
  gossip_events/10000/2/real_time engine ns3 10000 1 10
row "gossip events, 1,000 nodes, 2 threads / SimGrid" M simgrid common_workload/1000/2/real_time \
  engine simgrid 1000 1 $round star "${simgrid[@]}"
row "full state to convergence, 1,000 nodes, 2 threads / loop on a binary heap" s heap \
  full_state_convergence/1000/real_time converge heap 1000 10
row "full state to convergence, 1,000 nodes, 2 threads / bare CAF, 2 threads" s caf \
  full_state_convergence/1000/real_time converge caf 1000 10 0 "${sharing[@]}" --scheduler.max-threads=2
