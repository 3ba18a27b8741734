#!/usr/bin/env bash
# Posts the file COMMENT to the pull request whose head is COMMIT, or changes the comment that is there.
# The file comes from a run with the code of the pull request: it is text, and nothing of it is run.
set -euo pipefail

mark='<!-- cargo prompts review -->'

# The number comes from GitHub and not from the run, which could name another pull request.
number=$(gh pr list --repo "$REPOSITORY" --state open --limit 1000 --json number,headRefOid \
  --jq ".[] | select(.headRefOid == \"$COMMIT\") | .number" | head -n 1)
if [ -z "$number" ]; then
  echo "no open pull request has the head $COMMIT"
  exit 0
fi

# A comment has at most 65,536 characters.
body=$(mktemp)
{ echo "$mark"; head -c 65000 "$COMMENT"; } > "$body"

id=$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" \
  --jq ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --field "body=@$body"
  echo "changed the comment $id of pull request $number"
else
  gh api --silent --method POST "repos/$REPOSITORY/issues/$number/comments" --field "body=@$body"
  echo "commented on pull request $number"
fi
