#!/bin/sh
# Generates the client from proto/ and runs the test: run.sh SOURCE BUILD LARMD LARM PROTOC
set -eu
source=$1 build=$2 larmd=$3 larm=$4 protoc=$5
here=$source/tests/e2e/connect

"$source/tests/e2e/install_node.sh" "$source/tests/e2e/connect" "$build"
rm -rf "$build/gen" "$build/test"
mkdir -p "$build/gen" "$build/test"
"$protoc" -I "$source/proto" --plugin="protoc-gen-es=$build/node_modules/.bin/protoc-gen-es" \
    --es_out="$build/gen" --es_opt=target=js,import_extension=js "$source"/proto/larm/v1/*.proto
printf '{"type":"module"}\n' >"$build/gen/package.json"
cp "$here"/*.mjs "$build/test/"

export LARMD="$larmd" LARM="$larm" RULES="$source/rules/mellansverige"
exec node --test "$build/test/connect.test.mjs"
