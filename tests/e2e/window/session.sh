#!/usr/bin/env bash
# A session with an unlocked keychain of its own; everything in it is forgotten afterwards.
set -euo pipefail
home=$(mktemp -d)
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
mkdir -p "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
chmod 700 "$XDG_RUNTIME_DIR"
printf 'practice' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
sleep 1
status=0
"$@" || status=$?
rm -rf "$home"
exit "$status"
