# Lays the workspace of a run, once: /volume/FOLDER/repo, the branch checked out, nothing to push to. A workspace that is
# there stays as it is, because work may have begun in it.
# A workspace of an earlier generation goes back to COMMIT.
# Arguments: FOLDER ("" for the volume itself) ADDRESS COMMIT BASE BASE-COMMIT GENERATION
#   BRANCH ("" where all is only read) IDENTITY HOME
set -eu
umask 002
place=/volume/${1:+$1/} address=$2 commit=$3 base=$4 base_commit=$5 generation=$6 branch=$7 identity=$8 home=/volume/$9

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
# what was left behind is taken up again where its successor did not come
[ -d "${place}repo" ] || [ ! -d "${place}left" ] || mv "${place}left" "${place}repo"
known=''
[ ! -f "${place}generation" ] || read -r known <"${place}generation" || :
if [ -d "${place}repo" ] && { [ "$known" = "$generation" ] || [ -z "$branch" ]; }; then
  say "the workspace is there already"
  exit 0
fi

draft=$(mktemp -d "${place}draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
git init --quiet "$draft/repo"
cd "$draft/repo"
if [ -d "${place}repo/.git/objects" ]; then
  say "the workspace goes back to $commit"
  printf '%s\n' "${place}repo/.git/objects" >.git/objects/info/alternates
else
  [ "$base" = "$base_commit" ] && refs='refs/heads/*:refs/drover/*' || refs="refs/heads/$base:refs/drover/base"
  if ! git fetch --quiet --no-tags --no-write-fetch-head "$address" "+$refs"; then
    if git ls-remote "$address" >/dev/null 2>&1; then
      say "FATAL: branch $base does not exist in $address"
      exit 65
    fi
    say "FATAL: $address cannot be cloned; git has said why"
    exit 69
  fi
fi
for one in "$commit" "$base_commit"; do
  if ! git cat-file -e "$one^{commit}" 2>/dev/null; then
    say "FATAL: commit $one is to be had no more: the volume is a new one, or the branch was rewritten; retry --from workspace"
    exit 65
  fi
done
for ref in $(git for-each-ref --format='%(refname)'); do git update-ref -d "$ref"; done
git config user.name "$identity"
git config user.email "$identity@noreply"
if [ -n "$branch" ]; then
  git checkout --quiet -b "$branch" "$commit"
else
  git checkout --quiet --detach "$commit"
fi
[ "$base" != "$base_commit" ] || base=base
git update-ref "refs/heads/$base" "$base_commit"
if [ -f .git/objects/info/alternates ]; then
  git repack --quiet -a -d # what was borrowed becomes its own
  rm .git/objects/info/alternates
  rm -rf "${place}left"
  mv "${place}repo" "${place}left"
fi
[ ! -e .gitmodules ] || say "submodules are not checked out in the workspace"
# two runs that read the same commit may come at once: one of their checkouts stays
mv "$draft/repo" "$place" 2>/dev/null || [ -d "${place}repo/.git" ]
printf '%s\n' "$generation" >"${place}generation"
rm -rf "${place}left"
