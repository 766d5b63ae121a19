# One check of a commit: the command of the operator, which runs what an agent wrote.
# Arguments: SECONDS COMMAND
exec timeout -k 5 "$1" /bin/sh -c "$2"
