#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Takes the corrected behaviour of one rule after the other out of a copy of the sources; each time one named test has to fail.
#
#   tests/mutation.sh         all of them
#   tests/mutation.sh WORD    those whose name holds WORD
#   tests/mutation.sh --texts only that each can be applied: its text stands where it should, and tests/README.md tells of it
#
# A mutation that does not apply exactly once, does not compile or is not found fails the script, as does a named test that fails
# without any, and a table in tests/README.md that tells something else. The copy and its build stay in build/mutation, so that another run compiles only what changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy=build/mutation/source
objects=build/mutation/objects
test_seconds_max=120
wanted=${1:-}
action="" # what `mutation` does with the data that it is called with
applied=0
found=0

die() { printf 'mutation: %s\n' "$*" >&2; exit 1; }

# The tracked files as they are now; what has not changed keeps its time, what is gone goes.
copy_sources() {
  local file
  mkdir --parents "$copy"
  while IFS= read -r file; do
    [[ -e $file ]] || continue
    cmp --silent "$file" "$copy/$file" && continue
    mkdir --parents "$(dirname "$copy/$file")"
    cp "$file" "$copy/$file"
  done < <(git ls-files --cached --others --exclude-standard)
  (cd "$copy" && find . -type f -printf '%P\n') | while IFS= read -r file; do
    [[ -e $file ]] || rm "$copy/$file"
  done
}

# -w: mutated code may leave a name unused.
build() {
  local log=build/mutation/log
  [[ -f $objects/build.ninja ]] ||
    cmake -S "$copy" -B "$objects" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -w" >"$log" || die "$(cat "$log")"
  cmake --build "$objects" --parallel "$(nproc)" --target "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

# run_test PROGRAM TEST: whether the test passes. Catch2 reads a comma and a bracket in a name as its own unless they are escaped.
run_test() {
  local name=${2//,/\\,}
  # In a shell of its own, which tells the log, not the reader, how a test ended.
  (timeout "$test_seconds_max" "$objects/bin/creditsim_$1_tests" --warn NoTests "${name//\[/\\[}"; exit $?) >build/mutation/log 2>&1
}

# occurs_once TEXT FILE
occurs_once() {
  local original rest
  original=$(cat "$2")
  rest=${original//"$1"/}
  [[ $((${#original} - ${#rest})) -eq ${#1} ]]
}

check_text() {
  local name=$1 file=$2 test=$4 text=$5
  grep --quiet --fixed-strings "| $name | $test |" tests/README.md || die "$name: tests/README.md does not tell of it"
  occurs_once "$text" "$file" || die "$name: the text does not stand in $file exactly once"
  ((++applied))
}

check_sound() {
  local name=$1 program=$3 test=$4
  run_test "$program" "$test" || { cat build/mutation/log >&2; die "$name: without it, \"$test\" fails or is not there"; }
}

apply() {
  local name=$1 file=$copy/$2 program=$3 test=$4 text=$5 replacement=$6
  local original began=$SECONDS
  original=$(cat "$file" && printf x) # a command substitution drops the last ends of line
  original=${original%x}
  local mutated=${original/"$text"/"$replacement"}
  printf '%s' "$mutated" >"$file"
  ((++applied))
  build "creditsim_${program}_tests" || die "$name: does not compile"
  if run_test "$program" "$test"; then
    printf 'SURVIVED  %s: "%s" passes\n' "$name" "$test"
  else
    ((++found))
    printf 'found     %s, in %d s\n' "$name" "$((SECONDS - began))"
  fi
  printf '%s' "$original" >"$file"
}

# mutation NAME FILE PROGRAM TEST TEXT REPLACEMENT: what a line of tests/mutations.sh says.
mutation() { [[ $1 != *"$wanted"* ]] || "$action" "$@"; }

# shellcheck source=tests/mutations.sh
source tests/mutations.sh

if [[ $wanted == --texts ]]; then
  wanted=""
  action=check_text mutations
  printf '%d mutations can be applied\n' "$applied"
  exit
fi
action=check_text mutations
applied=0
copy_sources
build creditsim_core_tests creditsim_actors_tests creditsim_scenarios_tests || die "the sources do not compile"
printf 'sources copied and built in %d s\n' "$SECONDS"
action=check_sound mutations
action=apply mutations
[[ $applied -gt 0 ]] || die "no mutation has \"$wanted\" in its name"
printf '%d of %d mutations found in %d s\n' "$found" "$applied" "$SECONDS"
[[ $found -eq $applied ]]
