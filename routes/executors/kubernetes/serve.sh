# Offers one MCP server through a socket: for every connection a server of its own, whose standard input and output the
# connection becomes. What it says on standard error is dropped: nobody knows whether a secret is in it.
# Arguments: SOCKET PROGRAM [ARGUMENT]...
set -eu
socket=$1
shift
for program in socat "$1"; do
  if ! command -v "$program" >/dev/null; then
    printf '%s\n' "FATAL: the image of this MCP server has no $program" >&2
    exit 69
  fi
done
# words of a program stay words: socat would cut a line of them at its blanks
export "DROVER_MCP_WORDS=$#"
number=0
for word in "$@"; do
  number=$((number + 1))
  export "DROVER_MCP_WORD_$number=$word"
done
cat >/tmp/serve <<'END'
set --
number=0
while [ "$number" -lt "$DROVER_MCP_WORDS" ]; do
  number=$((number + 1))
  eval "set -- \"\$@\" \"\$DROVER_MCP_WORD_$number\""
  unset "DROVER_MCP_WORD_$number"
done
unset DROVER_MCP_WORDS
exec "$@" 2>/dev/null
END
rm -f "$socket"
exec socat "UNIX-LISTEN:$socket,fork" "EXEC:/bin/sh /tmp/serve"
