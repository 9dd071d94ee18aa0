#!/bin/sh
# Runs the test against the packages of the build folder: run.sh SOURCE BUILD SENDER
set -eu
source=$1 build=$2 sender=$3

"$source/tests/e2e/install_node.sh" "$source/tests/e2e/connect" "$build"
mkdir -p "$build/push"
cp "$source/tests/e2e/push/push.test.mjs" "$build/push/"

export PUSH_SENDER="$sender"
exec node --test "$build/push/push.test.mjs"
