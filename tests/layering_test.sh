#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Which folder may include what: tests, bench -> scenarios -> actors -> core, and what core must do without.
# usage: layering_test.sh ROOT       prints every include against the layers; exit 1 if there is one
#        layering_test.sh --self-test  plants violations and checks that each is found, and nothing else
set -euo pipefail

# Each rule: folder, what its files must not include, the reason that is printed.
rules=(
  'core|(actors|scenarios|tests|bench)/|core stands below every other folder'
  'core|(caf|boost|curl)/|core is rules alone: no actors, command line or network'
  'core|(thread|mutex|shared_mutex|atomic|condition_variable|future|semaphore|latch|barrier|stop_token)>|core knows no threads'
  'core|(chrono|ctime|time\.h|sys/time\.h)>|core knows virtual time only'
  'core|(fstream|filesystem|iostream|sqlite3\.h|fcntl\.h|unistd\.h|sys/[a-z]+\.h|netinet/|arpa/|netdb\.h)|core knows no files and sockets'
  'core|random>|draws come from core/random.hpp, which gives the same numbers everywhere'
  'actors|(scenarios|tests|bench)/|actors stand below scenarios'
  'actors|boost/program_options|the command line belongs to scenarios'
  'scenarios|(tests|bench)/|scenarios stand below tests and benchmarks'
  'bench|tests/|benchmarks do without the tests'
  '.|caf/all\.hpp|parsing it costs seconds per file'
)

find_violations() {
  local root=$1 rule folder pattern reason found=0
  for rule in "${rules[@]}"; do
    folder=${rule%%|*}
    reason=${rule##*|}
    pattern=${rule#*|}
    pattern=${pattern%|*}
    [[ -d $root/$folder ]] || continue
    # Not from a process substitution, which needs /proc.
    while IFS= read -r line; do
      [[ -n $line ]] || continue
      printf '%s: %s\n' "${line#./}" "$reason"
      found=1
    done <<<"$(cd "$root" && grep --recursive --line-number --extended-regexp --include='*.[ch]pp' --include='*.hpp.in' \
      --exclude-dir=build --exclude-dir='build-*' --exclude-dir='.[a-z]*' "^[[:space:]]*#[[:space:]]*include[[:space:]]*[\"<]($pattern)" "$folder" || true)"
  done
  return "$found"
}

# plant FOLDER INCLUDE: exactly this one include, in an otherwise clean tree, must be reported.
plant() {
  local tree file="$1/planted.cpp" report
  tree=$(mktemp --directory)
  mkdir --parents "$tree"/{core,actors,scenarios,tests,bench} "$tree/$1"
  echo '#include "core/credits.hpp"' >"$tree/core/clean.cpp"
  echo '#include <caf/actor.hpp>' >"$tree/actors/clean.cpp"
  echo '#include "scenarios/reader.hpp"' >"$tree/tests/clean.cpp"
  report=$(find_violations "$tree") || { echo "a clean tree is reported: $report"; exit 1; }
  printf '\n  #  include %s\n' "$2" >"$tree/$file"
  if report=$(find_violations "$tree"); then
    echo "not found: $2 in $1"
    exit 1
  fi
  [[ $report == "$file:2:"* && $(wc --lines <<<"$report") -eq 1 ]] || { echo "wrong report for $2 in $1: $report"; exit 1; }
  rm --recursive "$tree"
}

self_test() {
  local header
  for header in '"actors/node.hpp"' '"scenarios/reader.hpp"' '"tests/catch.hpp"' '"bench/tables.hpp"' '<caf/actor.hpp>' \
    '<boost/program_options.hpp>' '<curl/curl.h>' '<thread>' '<atomic>' '<chrono>' '<fstream>' '<sys/socket.h>' '<random>'; do
    plant core "$header"
  done
  plant actors '"scenarios/reader.hpp"'
  plant actors '<boost/program_options.hpp>'
  plant scenarios '"tests/catch.hpp"'
  plant bench '"tests/catch.hpp"'
  plant actors '<caf/all.hpp>'
  plant tests/actors '"caf/all.hpp"'
  echo "every planted violation is found"
}

if [[ ${1:-} == --self-test ]]; then
  self_test
else
  find_violations "${1:?usage: layering_test.sh ROOT|--self-test}" && echo "no include against the layers"
fi
