#!/bin/sh
# Writes requirements.lock and requirements-dev.lock anew from pyproject.toml, with uv from an environment of its own.
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q uv
compile() { # output, then further options
    output=$1
    shift
    "$place/venv/bin/uv" pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
        "$@" pyproject.toml --output-file "$output"
}
compile requirements.lock
# The tests run on what the portal runs on: the second lock holds to the first.
compile requirements-dev.lock --extra dev --constraint requirements.lock
