# Becomes the agent, the prompt on its standard input. A session that is known in HOME is resumed, not begun again: the
# pod before this one may have begun it and gone.
# Arguments: PROGRAM [ARGUMENT]...
set -eu
mkdir -p "$HOME"
cat /run/drover/turn/prompt.* >/tmp/prompt.md
begun() {
  for file in "$HOME"/.claude/projects/*/"$1".jsonl; do [ ! -e "$file" ] || return 0; done
  return 1
}
left=$#
while [ "$left" -gt 0 ]; do
  argument=$1
  shift
  left=$((left - 1))
  if [ "$argument" = --session-id ] && [ "$left" -gt 0 ] && begun "$1"; then argument=--resume; fi
  set -- "$@" "$argument"
done
# the first process of a container has to reap what others leave behind
if [ $$ -eq 1 ] && command -v tini >/dev/null; then set -- tini -- "$@"; fi
exec "$@" </tmp/prompt.md
