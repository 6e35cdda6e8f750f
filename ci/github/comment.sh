#!/usr/bin/env bash
# Writes the body that check.sh has left as the one comment of bylaw on the pull request. A token that may not
# write, as in pull requests from forks, is told and is no failure: the annotations and the summary are there.
set -uo pipefail
body="$RUNNER_TEMP/bylaw/comment.txt"
[ -s "$body" ] || exit 0
number=$(jq -r '.pull_request.number // empty' "$GITHUB_EVENT_PATH")
[ -n "$number" ] || exit 0

call() { # METHOD PATH [FILE]
  local args=(--silent --show-error --fail --max-time 30 --request "$1" --header 'Accept: application/vnd.github+json'
    --header "@$RUNNER_TEMP/bylaw/token" --url "${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY/$2")
  [ $# -lt 3 ] || args+=(--header 'Content-Type: application/json' --data-binary "@$3")
  curl "${args[@]}"
}
give_up() {
  echo "::notice title=bylaw::no comment was written, because the token may not: the summary of the step has the same"
  exit 0
}

# Not on a command line, where every process of the machine can read it.
(umask 077 && echo "Authorization: Bearer $GITHUB_TOKEN" > "$RUNNER_TEMP/bylaw/token")
trap 'rm -f "$RUNNER_TEMP/bylaw/token"' EXIT

jq --raw-input --slurp '{body: .}' < "$body" > "$RUNNER_TEMP/bylaw/comment.json"
mine=''
for page in 1 2 3 4 5 6 7 8 9 10; do
  comments=$(call GET "issues/$number/comments?per_page=100&page=$page") || give_up
  mine=$(jq -r 'map(select(.body | startswith("<!-- bylaw -->"))) | first | .id // empty' <<< "$comments")
  [ -z "$mine" ] && [ "$(jq length <<< "$comments")" -eq 100 ] || break
done
if [ -n "$mine" ]; then
  call PATCH "issues/comments/$mine" "$RUNNER_TEMP/bylaw/comment.json" > /dev/null || give_up
else
  call POST "issues/$number/comments" "$RUNNER_TEMP/bylaw/comment.json" > /dev/null || give_up
fi
