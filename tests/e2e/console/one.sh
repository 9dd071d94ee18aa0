#!/bin/sh
# One file of the browser tests, or one test of it, with its pictures: one.sh FILE [PART OF ITS NAME]. BUILD: another
# build's folder.
set -eu
source=$(cd "$(dirname "$0")/../../.." && pwd)
build=$(cd "${BUILD:-$source/build/release}" && pwd)
if [ -n "${LARM_CONSOLE_DIST:-}" ]; then
    LARM_CONSOLE_DIST=$(cd "$LARM_CONSOLE_DIST" && pwd)
    export LARM_CONSOLE_DIST
fi
export PICTURES=1
exec "$source/tests/e2e/console/run.sh" "$source" "$build/tests/e2e/console" "$build/bin/larmd" "$build/bin/larm" \
    "$build/bin/larm-gateways" "$(command -v protoc)" ${2:+"--test-name-pattern=$2"} "$1.test.mjs"
