# Pushes one commit as a branch, from where the branch is expected to stand and from nowhere else. Only objects of
# /incoming are used.
# Arguments: ADDRESS BRANCH COMMIT EXPECTED ("" where there is no such branch)
set -eu
git init --quiet --bare /tmp/push.git
cd /tmp/push.git
printf '%s\n' /incoming/objects >objects/info/alternates
exec git -c core.hooksPath=/dev/null push --porcelain --no-verify --no-follow-tags --no-signed \
  --recurse-submodules=no "--force-with-lease=refs/heads/$2:$4" "$1" "$3:refs/heads/$2"
