/**
 * The part of `.command.run` that is the same for every task. It uses bash 3.2 and `mkfifo`, `mktemp`, `rm`,
 * `sleep` and `tee`; process ids come from /proc where there is one (images often lack `ps`) and else from `ps`.
 *
 * - The command stays in the wrapper's process group: who kills the group kills everything.
 * - Named pipes rather than a pipeline, so that the command's own pid and status are at hand and the end of
 *   both `tee`s can be seen. `tee` ignores the signals that end the command: what it says while it ends is kept.
 * - The command gets TERM whatever the wrapper got: bash starts background commands with INT ignored, and
 *   USR2 means something else to many programs.
 * - Status 0 in .exitcode always means that the command ran to its end: see nxf_wait.
 * - `wait` returns early when a trapped signal comes, so it is asked again where one came in between.
 */
export const WRAPPER_BODY = `
nxf_pid=''
nxf_launching=''
nxf_pending=''
nxf_signalled=''
nxf_told=''
nxf_status=''
nxf_pipes=''
# What runs beside the command and is to end with it.
nxf_helpers=''
nxf_found=''

# Leaves in nxf_table the ids of all processes, each with its parent's.
nxf_processes() {
    local file line
    nxf_table=''
    if [ -r /proc/self/stat ]; then
        for file in /proc/[0-9]*/stat; do
            { IFS= read -r line < "$file"; } 2>/dev/null || continue
            # The name in parentheses may hold anything, so count from the last one.
            set -- \${line##*) }
            file="\${file#/proc/}"
            nxf_table="$nxf_table\${file%/stat} \${2:-0} "
        done
    else
        nxf_table="$(ps -A -o pid= -o ppid=)" || nxf_table=''
    fi
}

# Leaves in nxf_found process $1 and everything below it. A program that a shell is just starting is missed, as
# bash itself misses it.
nxf_tree() {
    local grown=1
    nxf_found=" $1 "
    nxf_processes
    while [ -n "$grown" ]; do
        grown=''
        set -- $nxf_table
        while [ $# -gt 1 ]; do
            case "$nxf_found" in
                *" $1 "*) ;;
                *" $2 "*) nxf_found="$nxf_found$1 "; grown=1 ;;
            esac
            shift 2
        done
    done
}

# Sends TERM to process $1 and everything below it. All ids are collected before the first one is sent anything:
# the children of a dead process can no longer be told. It looks again until nothing new has begun meanwhile, three
# times at most; the backend's KILL follows for what was missed.
nxf_terminate_tree() {
    local before looks=0
    nxf_found=''
    while [ "$looks" -lt 3 ]; do
        before="$nxf_found"
        nxf_tree "$1"
        [ "$nxf_found" != "$before" ] || break
        looks=$((looks + 1))
    done
    kill -TERM $nxf_found 2>/dev/null || true
}

nxf_on_signal() {
    [ "$BASH_SUBSHELL" -eq 0 ] || exit "$1"
    # Once is enough, and the backend's KILL comes for a command that takes its time. A second round would fork
    # while the command dies, and bash can lose its status then.
    trap '' TERM INT USR2
    nxf_signalled=1
    nxf_told="$1"
    if [ -n "$nxf_pid" ]; then
        nxf_terminate_tree "$nxf_pid"
    elif [ -n "$nxf_launching" ]; then
        nxf_pending=1
    elif [ -z "$nxf_status" ]; then
        exit "$1"
    fi
}

nxf_on_exit() {
    local status=$?
    # A signal that meets a new subshell before it has dropped the traps would bring it here.
    [ "$BASH_SUBSHELL" -eq 0 ] || exit "$status"
    trap '' TERM INT USR2
    [ -z "$nxf_helpers" ] || kill -KILL $nxf_helpers 2>/dev/null || true
    [ -z "$nxf_pipes" ] || rm -rf "$nxf_pipes"
    printf '%s' "\${nxf_status:-$status}" > "$NXF_CHDIR/.exitcode"
    exit "\${nxf_status:-$status}"
}

# Waits for the command and leaves its status in nxf_status.
nxf_wait() {
    while true; do
        nxf_signalled=''
        nxf_status=0
        wait "$nxf_pid" 2>/dev/null || nxf_status=$?
        [ -n "$nxf_signalled" ] || break
    done
    # Whoever signals the whole process group can have bash lose the status, which then reads as -1.
    case "$nxf_status" in
        -*) nxf_status=143 ;;
    esac
    # A script that traps the signal, cleans up and exits 0 has not run to its end, but its 0 would read as
    # success and what follows would work on half a result. A status of its own other than 0 says more than ours.
    if [ "$nxf_status" = 0 ] && [ -n "$nxf_told" ]; then
        nxf_status="$nxf_told"
    fi
}

# Waits until the helpers have ended, which for the tees is when all is written, or kills them when something that
# outlived the command still holds its output open. Asked rather than waited for: after a signal to the whole
# group bash can miss their end.
nxf_drain() {
    local left=$((nxf_linger * 20)) id running=1
    while [ -n "$running" ]; do
        running=''
        for id in $nxf_helpers; do
            ! kill -0 "$id" 2>/dev/null || running=1
        done
        [ -n "$running" ] || return 0
        if [ "$left" -le 0 ]; then
            kill -KILL $nxf_helpers 2>/dev/null || true
            # Taken off here, or bash would report their end among the task's own errors.
            wait $nxf_helpers 2>/dev/null || true
            return 0
        fi
        left=$((left - 1))
        sleep 0.05 2>/dev/null || sleep 1
    done
}

nxf_main() {
    cd "$NXF_CHDIR"
    : > .command.begin
    # What an earlier try in this folder left would speak for this one, should its machine be taken away.
    rm -f .exitcode .command.trace
    # The file is the command's own from here on; whoever looks for the reason looks there.
    nxf_stage 2> .command.err
    nxf_pipes="$(mktemp -d "\${TMPDIR:-/tmp}/nxf-XXXXXXXX")"
    mkfifo "$nxf_pipes/out" "$nxf_pipes/err"
    ( trap '' TERM INT USR2; exec tee .command.out < "$nxf_pipes/out" ) &
    nxf_helpers=$!
    ( trap '' TERM INT USR2; exec tee .command.err < "$nxf_pipes/err" >&2 ) &
    nxf_helpers="$nxf_helpers $!"
    nxf_meter_begin
    nxf_helpers="$nxf_helpers $nxf_meter"
    nxf_launching=1
    ( nxf_environment; exec "\${nxf_interpreter[@]}" "$NXF_CHDIR/.command.sh" ) \
        < /dev/null > "$nxf_pipes/out" 2> "$nxf_pipes/err" 9>&- &
    nxf_pid=$!
    nxf_launching=''
    [ -z "$nxf_pending" ] || nxf_terminate_tree "$nxf_pid"
    nxf_meter_watch "$nxf_pid"
    nxf_wait
    nxf_pid=''
    nxf_meter_end
    nxf_drain
    nxf_helpers=''
    nxf_meter_write
}

trap nxf_on_exit EXIT
trap 'nxf_on_signal 143' TERM
trap 'nxf_on_signal 130' INT
trap 'nxf_on_signal 140' USR2
nxf_main
exit "$nxf_status"
`;
