#!/bin/sh
# Installs a folder's pinned packages into a build folder, once; later runs need no network:
#   install_node.sh FOLDER BUILD
# Tests that run at the same time share the build folder, so only one installs.
set -eu
folder=$1 build=$2

mkdir -p "$build"
exec 9>"$build/installing"
flock 9
if ! cmp -s "$folder/package-lock.json" "$build/installed.json" || [ ! -d "$build/node_modules" ]; then
    cp "$folder/package.json" "$folder/package-lock.json" "$folder/.npmrc" "$build/"
    (cd "$build" && npm ci --ignore-scripts)
    cp "$folder/package-lock.json" "$build/installed.json"
fi
