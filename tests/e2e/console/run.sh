#!/bin/sh
# The console's browser tests: run.sh SOURCE BUILD LARMD LARM GATEWAYS PROTOC FILE...
# Exits with 77, which CTest lists as skipped, where there is no browser or no node.
set -eu
source=$1 build=$2 larmd=$3 larm=$4 gateways=$5 protoc=$6
shift 6
here=$source/tests/e2e/console

CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
if [ -z "$CHROMIUM" ]; then
    echo "skipped: chromium is not installed (apt-get install chromium)"
    exit 77
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: node and npm are not installed (apt-get install nodejs npm)"
    exit 77
fi

"$source/tests/e2e/install_node.sh" "$here" "$build"
# Each run has files of its own: e2e_console and e2e_console_load may run side by side.
for last; do name=$last; done
test=$build/run-$(basename -- "$name" .test.mjs)
rm -rf "$test"
mkdir -p "$test/gen" "$build/artefacts"
"$protoc" -I "$source/proto" --plugin="protoc-gen-es=$build/node_modules/.bin/protoc-gen-es" \
    --es_out="$test/gen" --es_opt=target=js,import_extension=js "$source"/proto/larm/v1/*.proto
printf '{"type":"module"}\n' >"$test/gen/package.json"
cp "$here"/*.mjs "$test/"

CHROMIUM_BARE=${CHROMIUM_BARE:-$(command -v chromium-headless-shell || echo "$CHROMIUM")}
export CHROMIUM CHROMIUM_BARE LARMD="$larmd" LARM="$larm" LARM_GATEWAYS="$gateways" RULES="$source/rules/mellansverige"
export ARTEFACTS="$build/artefacts"
cd "$test"
# One file after the other: what is measured in one must not be another's load.
exec node --test --test-concurrency=1 "$@"
