#!/usr/bin/env bash
# Puts bylaw on the PATH of the following steps. A version comes from the Go module proxy, whose checksum
# database knows what it is; without one it is built from the action's own files, which are as pinned as
# the action is.
set -euo pipefail
export GOBIN="$RUNNER_TEMP/bylaw-bin"
if [ -n "${VERSION:-}" ]; then
  go install "github.com/bylaw-dev/bylaw/cmd/bylaw@$VERSION"
else
  (cd "$ACTION" && go install ./cmd/bylaw)
fi
echo "$GOBIN" >> "$GITHUB_PATH"
