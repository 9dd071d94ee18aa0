#!/bin/sh
# Installs the pinned packages into a build folder, once; later runs need no network: install_node.sh SOURCE BUILD
# Tests that run at the same time share the folder, so only one installs.
set -eu
here=$1/tests/e2e/connect build=$2

mkdir -p "$build"
exec 9>"$build/installing"
flock 9
if ! cmp -s "$here/package-lock.json" "$build/installed.json" || [ ! -d "$build/node_modules" ]; then
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$build/"
    (cd "$build" && npm ci --ignore-scripts)
    cp "$here/package-lock.json" "$build/installed.json"
fi
