#!/usr/bin/env bash
# Installs the pinned MLflow server into a virtual environment, once per content of requirements.txt.
# Usage: install.sh VENV_DIR        TIDEWATCH_PYTHON names the interpreter; else the newest fitting one on PATH.
#        install.sh VENV_DIR PROGRAM LOCK   the same for another program, with the lock that it is installed from
# Exit codes: 0 installed or already there, 1 the installation failed, 2 something is missing on this machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=${2:-mlflow}
requirements=${3:-$here/requirements.txt}

say() { printf '%s: %s\n' "$program" "$*"; }
fail() {
  local code=$1
  shift
  printf '%s\n' "${@/#/$program: }" >&2
  exit "$code"
}

# Prints the first interpreter that is new enough and can make virtual environments.
find_python() {
  local candidate
  for candidate in ${TIDEWATCH_PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail 2 "no Python 3.11 or newer with the venv module was found on PATH." \
    "on Debian or Ubuntu: sudo apt-get install python3 python3-venv" \
    "elsewhere: install Python 3.11+, or name one: TIDEWATCH_PYTHON=/path/to/python3"
}

# What the environment was made from: a changed lock or a changed interpreter makes it stale.
stamp_of() {
  "$1" - "$requirements" <<'PYTHON'
import hashlib, sys
lock = hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()
print(f"{lock} python{sys.version_info.major}.{sys.version_info.minor}")
PYTHON
}

# Shows pip's progress as a count, one line per ten packages.
count_packages() {
  local total=$1 done=0 line
  while IFS= read -r line; do
    case $line in
      Collecting*)
        done=$((done + 1))
        if ((done % 10 == 0 || done == total)); then say "$done of $total packages fetched"; fi
        ;;
      Installing*) say "unpacking and compiling $total packages" ;;
    esac
  done
}

install() {
  local python=$1 venv=$2 total
  total=$(grep -c '==' "$requirements")
  say "creating $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv" ||
    fail 2 "the virtual environment could not be created." "on Debian or Ubuntu: sudo apt-get install python3-venv"
  # Byte code is compiled now: without it every start takes 3 to 6 times as long.
  unset PYTHONDONTWRITEBYTECODE
  "$venv/bin/python" -m pip install --no-deps --progress-bar off --disable-pip-version-check --compile \
    -r "$requirements" 2>&1 | tee "$venv/install.log" | count_packages "$total" ||
    fail 1 "pip could not install $requirements; its last lines:" "$(tail -n 5 "$venv/install.log")" \
      "check the network or the package index that pip is set up for, then run this again."
}

main() {
  [[ ($# -eq 1 || $# -eq 3) && -n $1 ]] || fail 2 "usage: install.sh VENV_DIR [PROGRAM LOCK]"
  local venv=$1 python wanted
  python=$(find_python)
  wanted=$(stamp_of "$python")
  if [[ -d $venv && ! -f $venv/pyvenv.cfg && -n $(ls -A "$venv") ]]; then
    fail 2 "$venv is not a virtual environment and is not empty; name another directory or empty it."
  fi
  mkdir -p "$venv"
  # One installation at a time, where the system has flock; the lock lies beside, as --clear empties the directory.
  if command -v flock >/dev/null; then
    exec 9>"$venv.lock"
    flock 9
  fi
  if [[ -x $venv/bin/$program && $(cat "$venv/tidewatch.stamp" 2>/dev/null) == "$wanted" ]]; then
    say "ready in $venv"
    return
  fi
  install "$python" "$venv"
  # Written last: a directory without the stamp is a half-done installation and is made anew.
  printf '%s\n' "$wanted" >"$venv/tidewatch.stamp"
  say "installed in $venv ($(du -sh "$venv" | cut -f1))"
}

main "$@"
