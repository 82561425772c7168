/**
 * What the wrapper measures of its command, in the same bash 3.2 as the rest of it: four functions that the body calls.
 *
 * - CPU time and I/O are the kernel's own sums over the children the wrapper has waited for, read before and after
 *   the command. They miss nothing however short it was, but what outlives the command.
 * - Memory has no such sum: a process beside the command looks at its tree now and then. It reads /proc with bash
 *   alone, since images often lack `ps`, and starts no program.
 * - It holds the reading end of a pipe whose writing end is the wrapper's alone: the wrapper's end, also by KILL,
 *   wakes it, and it ends too.
 * - Whatever fails here leaves figures out and changes nothing else.
 */
export const METRICS_ON = `
nxf_meter=''
nxf_measured=('' '' '')
nxf_before=('' '' '')
nxf_after=('' '' '')

# Leaves in nxf_measured the time in milliseconds, the CPU time and the I/O of this shell and its ended children,
# the last two as the shell and the kernel write them. It forks nothing.
nxf_measure() {
    local now='' part='' cpu='' io=''
    if [ -n "\${EPOCHREALTIME:-}" ]; then
        now="\${EPOCHREALTIME//[!0-9]/}"
        now="\${now%???}"
    elif { IFS='. ' read -r now part _ < /proc/uptime; } 2>/dev/null; then
        now="$now\${part}0"
    else
        now="$(date +%s)000" || now=''
    fi
    { times > "$nxf_pipes/times" && IFS= read -r -d '' cpu < "$nxf_pipes/times"; } 2>/dev/null || true
    { IFS= read -r -d '' io < "/proc/$$/io"; } 2>/dev/null || true
    nxf_measured=("$now" "$cpu" "$io")
}

# Before the command, so that nothing is forked between its start and the wait for it.
nxf_meter_begin() {
    if [ -r /proc/self/stat ] && { mkfifo "$nxf_pipes/meter" && exec 9<> "$nxf_pipes/meter"; } 2>/dev/null; then
        ( trap '' TERM INT USR2; set +e +u; nxf_watch_memory ) \\
            < "$nxf_pipes/meter" > /dev/null 2>&1 9>&- &
        nxf_meter=$!
    fi
    nxf_measure
    nxf_before=("\${nxf_measured[@]}")
}

nxf_meter_watch() {
    [ -z "$nxf_meter" ] || echo "$1" >&9
}

# At once when the command is over: the two tees will end next, and their I/O is not the command's.
nxf_meter_end() {
    nxf_measure
    nxf_after=("\${nxf_measured[@]}")
    [ -z "$nxf_meter" ] || exec 9>&-
}

# When the watch over the memory has ended, too.
nxf_meter_write() {
    ( set +e +u; nxf_metrics > "$NXF_CHDIR/.command.trace" ) 2>/dev/null || true
}

# Looks at the memory of the command and all below it until it is over: often while it is young, since most are
# short, and seldom later, since the kernel keeps the peaks of each process.
nxf_watch_memory() {
    local pid='' pause count=0
    local rss=0 vmem=0 peak_rss=0 peak_vmem=0 vol_ctxt=0 inv_ctxt=0
    IFS= read -r pid || return 0
    nxf_found="$pid"
    while true; do
        nxf_look
        count=$((count + 1))
        # Bash before 4 knows whole seconds only.
        if [ "$count" -le 3 ] && [ "\${BASH_VERSINFO[0]}" -ge 4 ]; then pause=0.$count
        elif [ "$count" -le 13 ]; then pause=1
        elif [ "$count" -le 130 ]; then pause=5
        else pause=30
        fi
        # Nothing is ever sent: it wakes for the end of the pipe.
        read -r -t "$pause" || true
        [ -d "/proc/$pid" ] && [ -d "/proc/$$" ] || break
        nxf_tree "$pid"
    done
    echo "rss=$rss vmem=$vmem peak_rss=$peak_rss peak_vmem=$peak_vmem vol_ctxt=$vol_ctxt inv_ctxt=$inv_ctxt" \\
        > "$nxf_pipes/memory"
}

# Adds up what /proc says of the processes in nxf_found and keeps the largest sums.
nxf_look() {
    local id text sum_rss=0 sum_vmem=0 sum_peak_rss=0 sum_peak_vmem=0 sum_vol_ctxt=0 sum_inv_ctxt=0
    for id in $nxf_found; do
        text=''
        { IFS= read -r -d '' text < "/proc/$id/status"; } 2>/dev/null
        nxf_add sum_rss VmRSS
        nxf_add sum_vmem VmSize
        nxf_add sum_peak_rss VmHWM
        nxf_add sum_peak_vmem VmPeak
        nxf_add sum_vol_ctxt voluntary_ctxt_switches
        nxf_add sum_inv_ctxt nonvoluntary_ctxt_switches
    done
    [ "$sum_rss" -le "$rss" ] || rss=$sum_rss
    [ "$sum_vmem" -le "$vmem" ] || vmem=$sum_vmem
    [ "$sum_peak_rss" -le "$peak_rss" ] || peak_rss=$sum_peak_rss
    [ "$sum_peak_vmem" -le "$peak_vmem" ] || peak_vmem=$sum_peak_vmem
    [ "$sum_vol_ctxt" -le "$vol_ctxt" ] || vol_ctxt=$sum_vol_ctxt
    [ "$sum_inv_ctxt" -le "$inv_ctxt" ] || inv_ctxt=$sum_inv_ctxt
}

# Adds to variable $1 the number behind the name $2 in text. A process that has just ended has no memory.
nxf_add() {
    local line_break=$'\\n' number
    case "$text" in
        *"$line_break$2:"*) ;;
        *) return 0 ;;
    esac
    number="\${text#*"$line_break$2:"}"
    number="\${number%%"$line_break"*}"
    number="\${number//[!0-9]/}"
    eval "$1=$(($1 + \${number:-0}))"
}

# The milliseconds of two spans of time as bash writes them, e.g. 0m1.250s, whatever the sign of fractions.
nxf_milliseconds() {
    local span seconds
    nxf_value=0
    for span in "$@"; do
        seconds="\${span#*m}"
        nxf_value=$((nxf_value + 10#\${span%%m*} * 60000 + 10#\${seconds//[!0-9]/}))
    done
}

# The text of .command.trace in Nextflow's second form: a name and a number a line, memory in KB, tenths of a percent.
nxf_metrics() {
    local line realtime='' cpu memory='' total='' name
    [ -z "\${nxf_before[0]}" ] || [ -z "\${nxf_after[0]}" ] ||
        realtime=$((10#\${nxf_after[0]} - 10#\${nxf_before[0]}))
    # A clock that was set meanwhile.
    [ "\${realtime:-0}" -ge 0 ] || realtime=0
    echo nextflow.trace/v2
    [ -z "$realtime" ] || echo "realtime=$realtime"
    # Words: this shell's user and system time, then its children's.
    set -- \${nxf_before[1]} \${nxf_after[1]}
    if [ $# -eq 8 ] && [ "\${realtime:-0}" -gt 0 ]; then
        nxf_milliseconds "$7" "$8"; cpu=$nxf_value
        nxf_milliseconds "$3" "$4"; cpu=$((cpu - nxf_value))
        [ "$cpu" -lt 0 ] || echo "%cpu=$((cpu * 1000 / realtime))"
    fi
    nxf_metrics_io \${nxf_before[2]} \${nxf_after[2]}
    { IFS= read -r memory < "$nxf_pipes/memory"; } 2>/dev/null
    # Nothing was seen of a command that ended before the first look.
    case "$memory" in
        '' | rss=0\\ *) ;;
        *)
            for line in $memory; do echo "$line"; done
            { IFS=': ' read -r name total line < /proc/meminfo; } 2>/dev/null
            memory="\${memory%% *}"
            [ "\${total:-0}" -le 0 ] || echo "%mem=$((\${memory#rss=} * 1000 / total))"
            ;;
    esac
    nxf_cpu_model
}

# Takes the counters of /proc/<id>/io before and after: seven names with their numbers each.
nxf_metrics_io() {
    [ $# -eq 28 ] && [ "$1" = rchar: ] || return 0
    while [ $# -gt 16 ]; do
        echo "\${1%:}=$((\${16} - $2))"
        shift
        # The second half moves up with the first.
        shift
    done
}

# Some processors have no name in /proc/cpuinfo; then the first one's lines are looked at in vain.
nxf_cpu_model() {
    local line left=40
    while [ "$left" -gt 0 ] && IFS= read -r line; do
        case "$line" in
            'model name'*) echo "cpu_model=\${line#*: }"; return 0 ;;
        esac
        left=$((left - 1))
    done < /proc/cpuinfo
}
`;

/** The same functions where nobody wants figures. */
export const METRICS_OFF = `
nxf_meter=''
nxf_meter_begin() { :; }
nxf_meter_watch() { :; }
nxf_meter_end() { :; }
nxf_meter_write() { :; }
`;
