# One check of a commit: the command of the operator, which runs what an agent wrote.
# Arguments: SECONDS COMMAND [ARGUMENT OF THE COMMAND]...
seconds=$1 command=$2
shift 2
exec timeout -k 5 "$seconds" /bin/sh -c "$command" check "$@"
