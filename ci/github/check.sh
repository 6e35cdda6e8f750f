#!/usr/bin/env bash
# Lints the contracts and looks for breaking changes, both against where the pull request begins, and writes
# annotations, SARIF, the summary of the step and the body of a comment. It fails as the commands do.
set -uo pipefail
out="$RUNNER_TEMP/bylaw"
mkdir -p "$out"

# A pull request is checked out as its merge with the base, whose first parent the base is; what is pushed is
# compared with where it has left the default branch, for which the whole history is needed.
base=--against=
if git rev-parse --quiet --verify 'HEAD^2' > /dev/null; then
  base=--against=HEAD^1
else
  if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
    git fetch --quiet --unshallow --no-tags origin || echo '::warning title=bylaw::the history could not be fetched: use actions/checkout with fetch-depth: 0'
  fi
fi

args=()
while IFS= read -r line; do
  [ -z "$line" ] || args+=("$line")
done <<< "${ARGS:-}"
more=()
while IFS= read -r line; do
  [ -z "$line" ] || more+=("$line")
done <<< "${BREAKING_ARGS:-}"

code=0
check() { # NAME ARGUMENTS...
  local name=$1
  shift
  bylaw "$name" "$@" "$base" --format github --format "sarif=$out/$name.sarif" --format "markdown=$out/$name.md" --format "html=$out/$name.html" ${args[@]+"${args[@]}"}
  local ended=$?
  [ "$ended" -le "$code" ] || code=$ended
}
check lint
[ "${BREAKING:-true}" != true ] || check breaking ${more[@]+"${more[@]}"}

# The summary of a step takes 1 MiB, which is more than the two of them have.
cat "$out"/*.md >> "$GITHUB_STEP_SUMMARY" 2> /dev/null

# A comment takes 65,536 characters: if both reports don't fit, it leads to the summary.
body="$out/comment.txt"
{
  echo '<!-- bylaw -->'
  cat "$out"/*.md
} > "$body" 2> /dev/null
if [ "$(wc -c < "$body")" -gt 65000 ]; then
  {
    echo '<!-- bylaw -->'
    for report in "$out"/*.md; do
      head -n 3 "$report"
      echo
    done
    echo "All of it is in the [summary of the run](${GITHUB_SERVER_URL:-https://github.com}/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID)."
  } > "$body"
fi
echo "reports=$out" >> "$GITHUB_OUTPUT"
exit "$code"
