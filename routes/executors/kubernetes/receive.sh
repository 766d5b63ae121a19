# Copies one commit with all its history out of the agent's repository, object by object checked. Of that repository only
# objects are read; whoever pushes sees nothing of it but what is copied here.
# Arguments: FOLDER COMMIT
set -eu
objects=/volume/${1:+$1/}repo/.git/objects commit=$2
if [ -L "$objects" ] || [ -L "${objects%/objects}" ] || ! [ -d "$objects" ]; then
  printf '%s\n' "FATAL: the agent replaced the repository of its workspace" >&2
  exit 65
fi
git init --quiet --bare /tmp/borrowed.git
printf '%s\n' "$objects" >/tmp/borrowed.git/objects/info/alternates
if ! git --git-dir=/tmp/borrowed.git update-ref refs/heads/verified "$commit"; then
  printf '%s\n' "FATAL: the commit that was verified, $commit, is not in the workspace any more" >&2
  exit 65
fi
git init --quiet --bare /incoming
git --git-dir=/incoming -c fetch.fsckObjects=true fetch --quiet --no-tags --no-write-fetch-head \
  /tmp/borrowed.git refs/heads/verified:refs/heads/verified
