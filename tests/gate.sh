# SPDX-License-Identifier: MIT
# The steps of `./dev check`, which sources this file. Every step runs even after one failed, so that one run shows everything.
# shellcheck shell=bash

# Interceptors that CAF's library calls are not looked at: it is not built for the sanitizer. There are no suppressions.
export TSAN_OPTIONS="ignore_noninstrumented_modules=1"
export ASAN_OPTIONS="detect_stack_use_after_return=1"
export UBSAN_OPTIONS="print_stacktrace=1"

fuzz_seconds=5
failed_steps=()

step() {
  local name=$1 began=$SECONDS
  shift
  say "check: $name"
  # A subshell with its own errexit: `if` would switch off the errexit of a function called directly.
  set +e
  (set -e; "$@")
  local status=$?
  set -e
  if [[ $status -eq 0 ]]; then
    say "check: $name: passed in $((SECONDS - began)) s"
  else
    failed_steps+=("$name")
    say "check: $name: FAILED after $((SECONDS - began)) s"
  fi
}

sources() { find core actors scenarios tests bench -name '*.[ch]pp' | sort; }

format() { sources | xargs clang-format --dry-run -Werror; }

fuzz() {
  local name=$1 found
  found=$(mktemp --directory)
  if ! "build/asan/bin/${name}_fuzz" -max_total_time=$fuzz_seconds -print_final_stats=0 -verbosity=0 \
    -artifact_prefix="build/asan/" "$found" "tests/fuzz/corpus/$name" >"$found.log" 2>&1; then
    cat "$found.log"
    printf 'fuzzing %s: FAILED\n' "$name"
    return 1
  fi
  rm --recursive "$found" "$found.log"
}

# What the tests of `core` and the parsers do with hostile bytes, under both sanitizers.
sanitized_core() {
  local fuzzers=() target
  for target in tests/fuzz/*_fuzz.cpp; do
    fuzzers+=("$(basename "$target" .cpp)")
  done
  build asan creditsim_core_tests "${fuzzers[@]}"
  run_tests asan --tests-regex '^(core|fuzz)/'
  say "fuzzing ${#fuzzers[@]} parsers for $fuzz_seconds s each"
  export -f fuzz
  export fuzz_seconds
  printf '%s\n' "${fuzzers[@]%_fuzz}" | xargs --max-procs="$(nproc)" --replace bash -c 'fuzz {}'
}

# The engine on threads. Tests tagged [slow] repeat what shorter ones already run.
threads() {
  build tsan creditsim_actors_tests tsan_planted_race
  run_tests tsan --tests-regex '^tsan/'
  build/tsan/bin/creditsim_actors_tests '~[slow]'
}

# The last state that this one is compared with: where the branch left origin/main, else the commit before.
base_commit() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null) || base=""
  [[ -n $base && $base != "$(git rev-parse HEAD)" ]] || base=$(git rev-parse --verify --quiet HEAD~1) || true
  printf '%s' "$base"
}

# Sources changed since the base; for a changed header the source beside it, else one that includes it.
changed_sources() {
  local base file
  base=$(base_commit)
  [[ -n $base ]] || { sources | grep '\.cpp$'; return; }
  { git diff --name-only "$base" -- '*.cpp' '*.hpp'; git ls-files --others --exclude-standard -- '*.cpp' '*.hpp'; } |
    while IFS= read -r file; do
      [[ -e $file ]] || continue
      if [[ $file == *.cpp ]]; then
        echo "$file"
      elif [[ -e ${file%.hpp}.cpp ]]; then
        echo "${file%.hpp}.cpp"
      else
        grep --recursive --files-with-matches --include='*.cpp' "#include \"$file\"" core actors scenarios tests bench | sort | sed -n 1p
      fi
    done | sort --unique
}

tidy() {
  # What is not built has no precompiled headers.
  [[ -f build/tidy/build.ninja ]] || cmake --preset asan -B build/tidy -D CMAKE_DISABLE_PRECOMPILE_HEADERS=ON >&2
  local files
  files=$("$1")
  [[ -n $files ]] || { echo "nothing changed"; return; }
  printf '%s files\n' "$(wc --lines <<<"$files")"
  xargs --max-procs="$(nproc)" --max-args=1 clang-tidy -p build/tidy --quiet <<<"$files"
}
all_sources() { sources | grep '\.cpp$'; }

# Every compiler at the lowest and the highest level: the same tests, so the same golden digests.
matrix() {
  local compiler level folder
  for compiler in g++ clang++; do
    for level in O0 O3; do
      folder=build/matrix-$compiler-$level
      cmake -S . -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-$level" >&2
      cmake --build "$folder" --parallel "$(nproc)" >&2
      ctest --test-dir "$folder" --output-on-failure --parallel "$(nproc)"
    done
  done
}

instructions() { build release creditsim_bench; bench/instructions.sh; }

sanitized_all() { build asan; run_tests asan; }
threads_all() { build tsan; run_tests tsan; }

gate() {
  local began=$SECONDS full=false tested=false argument
  for argument in "$@"; do
    case $argument in
      --full) full=true ;;
      --tested) tested=true ;;
      *) usage >&2; exit 3 ;;
    esac
  done
  step "clang-format" format
  $tested || step "release build, all tests, benchmarks at smoke size" test_release
  step "core and parsers with address and undefined-behaviour sanitizers" sanitized_core
  step "engine with thread sanitizer" threads
  step "instructions of an earn, a spend, a join and an activation" instructions
  if $full; then
    step "all tests with address and undefined-behaviour sanitizers" sanitized_all
    step "all tests with thread sanitizer" threads_all
    step "every rule that is taken out is missed" tests/mutation.sh
    step "g++ and clang, -O0 and -O3, all tests" matrix
    step "clang-tidy on everything" tidy all_sources
  else
    step "clang-tidy on what changed" tidy changed_sources
  fi
  if [[ ${#failed_steps[@]} -gt 0 ]]; then
    say "check: FAILED: $(printf '%s; ' "${failed_steps[@]}")"
    exit 1
  fi
  say "check: everything passed in $((SECONDS - began)) s"
}
