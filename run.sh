#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Weir and opens it on its demonstration: ./run.sh
#
# On a machine without a display the demonstration runs on a desktop made for it, for half a minute: a picture of the
# window is left in build/weir.png, and the exit code is not 0 when nothing was received, indexed, drawn or notified.
# WEIR_NO_INSTALL=1 leaves the packages alone; WEIR_DEMO_SECONDS changes how long it runs without a display.
set -eu
cd "$(dirname "$(readlink -f "$0")")"
. resources/prepare.sh

picture=build/weir.png

# Is there a display, and does it answer?
has_display() {
    if [ -n "${DISPLAY:-}" ]; then xdpyinfo >/dev/null 2>&1; else [ -n "${WAYLAND_DISPLAY:-}" ]; fi
}

# How many notifications the server has accepted, by its own count.
notifications_held() {
    local property value total=0
    for property in displayedLength waitingLength historyLength; do
        value=$(dbus-send --session --print-reply=literal --dest=org.freedesktop.Notifications \
            /org/freedesktop/Notifications org.freedesktop.DBus.Properties.Get \
            string:org.dunstproject.cmd0 string:$property | awk '{ print $NF }')
        total=$((total + value))
    done
    echo "$total"
}

# Runs the demonstration on the desktop we are in and says what it did; fails when a part of the way brought nothing.
demonstrate() {
    local seconds=${WEIR_DEMO_SECONDS:-30} report failed=0 name value held colours
    rm -f "$picture"
    say "Running the demonstration for $seconds s ..."
    if ! report=$(timeout --kill-after=10 $((seconds + 120)) build/release/bin/weir demo \
        --dir "$WEIR_DESKTOP_DIR/demo" --screenshot "$picture" --seconds "$seconds"); then
        say "The demonstration ended with an error; its last words: $report"
        return 1
    fi
    for name in received indexed drawn notified; do
        value=$(sed -nE "s/.*\"$name\": *([0-9]+).*/\1/p" <<<"$report" | tail -n 1)
        printf '%-9s %s\n' "$name" "${value:-missing}"
        if [ "${value:-0}" = 0 ]; then
            say "Nothing was $name."
            failed=1
        fi
    done
    held=$(notifications_held)
    if [ "$held" = 0 ]; then
        say "The notification server has not seen a single notification."
        failed=1
    fi
    colours=$(identify -format %k "$picture" 2>/dev/null) || colours=0
    if [ "$colours" -lt 16 ]; then
        say "$picture does not show the window (it has $colours colours)."
        failed=1
    else
        printf '%-9s %s\n' window "$picture"
    fi
    return "$failed"
}

if [ "${1:-}" = --demonstrate ] && [ -n "${WEIR_DESKTOP_DIR:-}" ]; then
    demonstrate # we are inside the desktop that the last line has made
    exit
fi
install build run
build release -DBUILD_TESTING=OFF -- weir weir-collector weir-console
if has_display; then
    exec build/release/bin/weir demo
fi
tests/support/with-desktop --size 1440x900 ./run.sh --demonstrate
