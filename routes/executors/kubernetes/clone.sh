# Lays the workspace of a run, once: /volume/FOLDER/repo, the branch checked out, nothing to push to. A workspace that is
# there stays as it is, because work may have begun in it.
# Arguments: FOLDER ("" for the volume itself) ADDRESS COMMIT BASE BRANCH ("" where all is only read) IDENTITY HOME
set -eu
umask 002
place=/volume/${1:+$1/} address=$2 commit=$3 base=$4 branch=$5 identity=$6 home=/volume/$7

say() { printf '%s\n' "$*" >&2; }

# nobody reads here any more: a week is longer than a run may be
sweep() {
  now=$(date +%s)
  for old in /volume/checkouts/*/*/used /volume/homes/*/used; do
    [ -e "$old" ] || continue
    [ $((now - $(stat -c %Y "$old"))) -lt 604800 ] || rm -rf "${old%/used}"
  done
}

if ! mkdir -p "$place" 2>/dev/null || ! [ -w "$place" ]; then
  say "FATAL: the volume of the workspace cannot be written by user $(id -u), group $(id -g): its storage class must honour fsGroup"
  exit 73
fi
mkdir -p "$home"
if [ -n "$1" ]; then
  : >"${place}used"
  : >"${home%/*}/used"
  sweep
fi
if [ -d "${place}repo" ]; then
  say "the workspace is there already"
  exit 0
fi

draft=$(mktemp -d "${place}draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
git init --quiet "$draft/repo"
cd "$draft/repo"
if [ "$base" = "$commit" ]; then refs='refs/heads/*:refs/drover/*'; else refs="refs/heads/$base:refs/drover/base"; fi
if ! git fetch --quiet --no-tags --no-write-fetch-head "$address" "+$refs"; then
  if git ls-remote "$address" >/dev/null 2>&1; then
    say "FATAL: branch $base does not exist in $address"
    exit 65
  fi
  say "FATAL: $address cannot be cloned; git has said why"
  exit 69
fi
if ! git cat-file -e "$commit^{commit}" 2>/dev/null; then
  say "FATAL: commit $commit is not in $address any more: its branch was rewritten; start the run again"
  exit 65
fi
for ref in $(git for-each-ref --format='%(refname)'); do git update-ref -d "$ref"; done
git config user.name "$identity"
git config user.email "$identity@noreply"
if [ -n "$branch" ]; then
  git checkout --quiet -b "$branch" "$commit"
else
  git checkout --quiet --detach "$commit"
fi
[ "$base" != "$commit" ] || base=base
git update-ref "refs/heads/$base" "$commit"
[ ! -e .gitmodules ] || say "submodules are not checked out in the workspace"
# two runs that read the same commit may come at once: one of their checkouts stays
mv "$draft/repo" "$place" 2>/dev/null || [ -d "${place}repo/.git" ]
