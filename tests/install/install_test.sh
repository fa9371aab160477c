#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs a build into an empty folder and builds a program against what is there.
# usage: install_test.sh BUILD_FOLDER VERSION COMPILER GENERATOR
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp --directory)
trap 'rm --recursive --force "$scratch"' EXIT

cmake --install "$1" --prefix "$scratch/prefix" >/dev/null
cmake -S "$here" -B "$scratch/build" -G "$4" -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$3" >/dev/null
cmake --build "$scratch/build" >/dev/null
printed=$("$scratch/build/embedder")
[[ $printed == "$2" ]] || { echo "the embedder says version '$printed' where '$2' was expected"; exit 1; }
printed=$("$scratch/prefix/bin/creditsim" --version | sed -n 1p)
[[ $printed == *"$2"* ]] || { echo "the installed program says '$printed' where version $2 was expected"; exit 1; }
