# Lays a working tree of one commit in /workspace. Its objects are borrowed from the agent's repository; nothing else of
# that is read: no configuration, no hook, no attribute.
# Arguments: FOLDER COMMIT BASE BASE-COMMIT HOME ("" where nobody lives)
set -eu
umask 002
objects=/volume/${1:+$1/}repo/.git/objects commit=$2 base=$3 base_commit=$4
[ -z "$5" ] || mkdir -p "/volume/$5"
if [ -L "$objects" ] || [ -L "${objects%/objects}" ] || ! [ -d "$objects" ]; then
  printf '%s\n' "FATAL: the agent replaced the repository of its workspace" >&2
  exit 65
fi
cd /workspace
git init --quiet .
printf '%s\n' "$objects" >.git/objects/info/alternates
git checkout --quiet --detach "$commit"
[ -z "$base_commit" ] || git update-ref "refs/heads/$base" "$base_commit"
