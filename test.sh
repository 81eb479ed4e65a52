#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs every test: ./test.sh
#
#   ./test.sh [REGEX] [CTEST-OPTION...]     only the tests whose names match
#
# The release build runs the whole suite, the asan build the tests of the Qt-free libraries. Tests on a real Kafka broker
# share one, which is fetched once and started here; without a JDK, Maven or the network they are skipped and say so.
#   WEIR_REQUIRE_BROKER=1  makes that a failure
#   WEIR_NO_INSTALL=1      leaves the packages alone
#   WEIR_JOBS=N            compilers and tests at a time (default: one per processor)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
. resources/prepare.sh

broker=tests/support/kafka/broker
chosen=()
if [ $# -gt 0 ]; then
    chosen=(--tests-regex "$@" --no-tests=ignore)
fi
failed=()

# Makes a broker possible; where that fails, says why.
prepare_broker() {
    install broker 2>&1 && $broker install 2>&1 >build/broker-install.log
}

# run_tests PRESET [WRAPPER...]: ctest's output stays in build/PRESET-tests.log too.
run_tests() {
    local preset=$1
    shift
    "$@" ctest --preset "$preset" --parallel "${WEIR_JOBS:-$(nproc)}" "${chosen[@]}" 2>&1 | tee "build/$preset-tests.log" ||
        failed+=("$preset")
}

install build run test
mkdir -p build
wrapper=()
if trouble=$(prepare_broker); then
    wrapper=("$broker" run --)
else
    WEIR_NO_BROKER=$(tr '\n' ' ' <<<"$trouble" | cut -c 1-400) # the tests say it where they skip
    export WEIR_NO_BROKER
    say "skipped: no broker ($WEIR_NO_BROKER)"
    if [ -n "${WEIR_REQUIRE_BROKER:-}" ]; then
        failed+=(broker)
    fi
fi

build release -DBUILD_TESTING=ON
run_tests release "${wrapper[@]}"
build asan -DBUILD_TESTING=ON
run_tests asan "${wrapper[@]}"

# What failed stands last: nobody should read "100% tests passed" under a failure.
for preset in "${failed[@]}"; do
    case $preset in
        broker) say "No broker, and WEIR_REQUIRE_BROKER asks for one: ${WEIR_NO_BROKER:-}" ;;
        *)
            say "In the $preset build:"
            sed -n '/tests passed, /,$p' "build/$preset-tests.log"
            ;;
    esac
done
[ ${#failed[@]} -eq 0 ]
