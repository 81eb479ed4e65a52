# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run.sh, test.sh and .ci/run, which stand at the root of the checkout: what they share.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# packages SECTION...: the names that these sections of the list hold.
packages() {
    awk -v wanted=" $* " '
        { sub(/#.*/, "") }
        /^\[/ { gsub(/[][ \t]/, ""); on = index(wanted, " " $0 " ") > 0; next }
        on && NF { print $1 }' resources/packages.txt
}

# Which of the given packages are not installed.
missing_packages() {
    local installed name
    installed=" $(dpkg-query -W -f='${db:Status-Status}=${Package} ' "$@" 2>/dev/null || true)"
    for name in "$@"; do
        [[ $installed == *" installed=$name "* ]] || printf '%s\n' "$name"
    done
}

# install SECTION...: installs what is missing of these sections; 1 and a sentence when that cannot be done.
install() {
    [ -z "${WEIR_NO_INSTALL:-}" ] || return 0
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "Weir installs what it needs with apt, which this system does not have. Install what resources/packages.txt" \
            "names by other means and call this again with WEIR_NO_INSTALL=1."
        return 1
    fi
    local -a names missing root=()
    mapfile -t names < <(packages "$@")
    mapfile -t missing < <(missing_packages "${names[@]}")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "These packages are missing and only root may install them (sudo is not there either): ${missing[*]}"
            return 1
        fi
        root=(sudo)
    fi
    mkdir -p build
    local log=build/install.log
    local -a apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    say "Installing ${#missing[@]} packages (output in $log) ..."
    if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        say "apt-get could not install: ${missing[*]}"
        return 1
    fi
}

# build PRESET [CMAKE-OPTION...] [-- TARGET...]: configures and builds one preset, everything when no target is named.
build() {
    local preset=$1
    shift
    local -a options=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    [ $# -eq 0 ] || shift
    if command -v ccache >/dev/null; then
        options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
    fi
    mkdir -p build
    say "Configuring $preset ..."
    if ! cmake --preset "$preset" "${options[@]}" >"build/$preset-configure.log" 2>&1; then
        cat "build/$preset-configure.log" >&2
        return 1
    fi
    say "Building $preset ..."
    cmake --build --preset "$preset" --parallel "${WEIR_JOBS:-$(nproc)}" ${1:+--target "$@"} >&2
}
