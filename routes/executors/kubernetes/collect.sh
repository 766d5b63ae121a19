# Prints what the agent's branch has on top of its base, as a file of git bundle in base64, between two marks. Of the
# agent's repository only objects and the branch are read: no configuration, no hook, no attribute.
# Arguments: FOLDER BRANCH BASE-COMMIT MOST-BYTES
set -eu
directory=/volume/${1:+$1/}repo/.git branch=$2 base=$3 most=$4

fail() {
  printf 'drover-bundle %s\n' "$*"
  exit 65
}

for part in "$directory" "$directory/objects"; do
  [ -d "$part" ] && ! [ -L "$part" ] || fail "changed the agent replaced the repository of its workspace"
done
[ ! -e "$directory/objects/info/alternates" ] || fail "changed .git/objects/info/alternates was added"

commit=''
if [ -f "$directory/refs/heads/$branch" ] && ! [ -L "$directory/refs/heads/$branch" ]; then
  read -r commit <"$directory/refs/heads/$branch" || :
elif [ -f "$directory/packed-refs" ] && ! [ -L "$directory/packed-refs" ]; then
  while read -r sha name; do
    [ "$name" != "refs/heads/$branch" ] || commit=$sha
  done <"$directory/packed-refs"
fi
case $commit in
  '') commit=$base ;; # the agent deleted its branch
  *[!0-9a-f]*) fail "changed the branch $branch stands at no commit" ;;
esac
if [ "$commit" = "$base" ]; then
  printf 'drover-bundle begin %s 0 -\ndrover-bundle end\n' "$commit"
  exit 0
fi

git init --quiet --bare /tmp/collect.git
cd /tmp/collect.git
printf '%s\n' "$directory/objects" >objects/info/alternates
git cat-file -e "$commit^{commit}" 2>/dev/null || fail "broken commit $commit is not there"
git update-ref "refs/heads/$branch" "$commit"
git bundle create --quiet /tmp/branch.bundle "refs/heads/$branch" "^$base" >/tmp/said 2>&1 ||
  fail "broken $(head -n 1 /tmp/said)"
size=$(($(wc -c </tmp/branch.bundle)))
[ "$size" -le "$most" ] || fail "too-large $size"
sum=$(sha256sum /tmp/branch.bundle)
printf 'drover-bundle begin %s %s %s\n' "$commit" "$size" "${sum%% *}"
base64 -w 4000 /tmp/branch.bundle
printf 'drover-bundle end\n'
