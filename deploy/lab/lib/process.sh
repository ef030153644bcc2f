# shellcheck shell=bash
# Long-running programs. Each has a pid file "PID START", START being the kernel's start time of that process, so that
# a pid that was given to somebody else is never taken for ours. All carry the lab's mark in their environment, so that
# those are found too whose pid file is lost.

lab_mark() { printf 'TIDEWATCH_LAB_MARK=%s/%s' "$lab_name" "$(recorded id)"; }

# start time of a process in clock ticks since boot; the name (field 2) may hold spaces, so cut behind it
start_time() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [[ $1 != Z ]] && printf '%s' "${20}"
}

# pid_of NAME: the pid, if that very process still runs
pid_of() {
  local pid start
  read -r pid start 2>/dev/null <"$state/run/$1.pid" || return 1
  [[ $(start_time "$pid") == "$start" ]] && printf '%s' "$pid"
}

runs() { pid_of "$1" >/dev/null; }

# start NAME COMMAND…: detached, log appended to logs/NAME.log, working folder is the state folder
start() {
  local name=$1 pid
  shift
  runs "$name" && return
  mkdir -p "$state/run" "$state/logs"
  (
    cd "$state" || exit
    # what kubelet and containerd make must be readable for users in containers
    umask 022
    # the caller's lock is not the child's
    [[ -z ${lab_lock:-} ]] || exec {lab_lock}>&-
    exec env "$(lab_mark)" setsid "$@"
  ) </dev/null >>"$state/logs/$name.log" 2>&1 &
  pid=$!
  # neither env nor setsid forks here: it is the program's pid, and its start time is that of the fork
  printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$state/run/$name.pid"
  disown "$pid" 2>/dev/null || true
}

# stop_pids SECONDS PID…: TERM, then KILL for those that are still there after SECONDS
stop_pids() {
  local patience=$1 pid
  shift
  (($# > 0)) || return 0
  kill -TERM "$@" 2>/dev/null || true
  wait_for "$patience" none_alive "$@" && return
  kill -KILL "$@" 2>/dev/null || true
  wait_for 10 none_alive "$@" || say "warning: still there after SIGKILL: $*"
}

none_alive() {
  local pid
  for pid in "$@"; do
    if start_time "$pid" >/dev/null; then return 1; fi
  done
}

# stop NAME…: all at once
stop() {
  local name pid pids=()
  for name in "$@"; do
    pid=$(pid_of "$name") && pids+=("$pid")
  done
  stop_pids "${patience:-5}" "${pids[@]}"
  for name in "$@"; do rm -f "$state/run/$name.pid"; done
}

# marked_pids MARK: every process whose environment holds a line that matches MARK
marked_pids() {
  grep -lzE "^$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

# sweep_marked: ends what carries this lab's mark
sweep_marked() {
  local pids
  mapfile -t pids < <(marked_pids "$(lab_mark)\$")
  stop_pids 0 "${pids[@]}"
}

# Resident memory of a process in MB
resident_mb() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status" 2>/dev/null; }
