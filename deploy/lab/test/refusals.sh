# shellcheck shell=bash
# What the lab refuses, each with exit code 2 and what to do; and the build, with a compiler that only pretends.

# shim NAME TEXT: a program of that name in front of the PATH
shim() {
  mkdir -p "$work/shims"
  printf '#!/bin/bash\n%s\n' "$2" >"$work/shims/$1"
  chmod +x "$work/shims/$1"
}

with_shims() { PATH=$work/shims:$PATH "$@"; }

# a PATH that has all but go
without_go() {
  local folders
  folders=$(tr : '\n' <<<"$PATH" | while read -r folder; do [[ -x $folder/go ]] || printf '%s:' "$folder"; done)
  PATH=$work/shims:${folders%:} TIDEWATCH_CACHE=$work/empty "$@"
}

refuses_without_go() {
  shim python3 'exit 1'
  local result=0
  without_go refuses 'no Go' cluster build || result=1
  rm "$work/shims/python3"
  return "$result"
}

# only the compiler: a whole build takes minutes
fetches_go() {
  # shellcheck disable=SC2016
  without_go bash -c '. "$1/lib/common.sh"; . "$1/lib/build.sh"; require_go && go version && [[ $(command -v go) == "$TIDEWATCH_CACHE"/* ]]' - "$here"
}

refuses_other_clusters() {
  refuses 'no readable file' cluster up --kubeconfig "$work/none" &&
    refuses 'no readable file' env KUBECONFIG="$work/none" "$here/cluster" up --external &&
    without_docker refuses 'kind cannot' cluster up --kind && [[ ! -e $state ]]
}

# a Docker whose daemon is away
without_docker() {
  shim docker 'exit 1'
  local result=0
  with_shims "$@" || result=1
  rm "$work/shims/docker"
  return "$result"
}

refuses_taken_port() {
  openssl s_server -accept 127.0.0.1:$((TIDEWATCH_LAB_PORT + 43)) -nocert -quiet </dev/null >/dev/null 2>&1 &
  local listener=$! result=0
  sleep 0.5
  refuses "port $((TIDEWATCH_LAB_PORT + 43))" cluster up --size api || result=1
  kill "$listener"
  return "$result"
}

# the address is on the loopback device
refuses_taken_range() {
  ip addr add "$TIDEWATCH_LAB_NET.9/32" dev lo || return 1
  local result=0
  refuses "$TIDEWATCH_LAB_NET.9" cluster up || result=1
  ip addr del "$TIDEWATCH_LAB_NET.9/32" dev lo
  return "$result"
}

refuses_foreign() {
  local result=0
  "${@:2}"
  refuses "$1" cluster up || result=1
  ip link del "${TIDEWATCH_LAB_NAME}0" 2>/dev/null
  find /sys/fs/cgroup -type d -name "$TIDEWATCH_LAB_NAME-n1" -exec rmdir {} + 2>/dev/null
  return "$result"
}

foreign_cgroup() { mkdir "$(find /sys/fs/cgroup -maxdepth 1 -type d | grep -E '^/sys/fs/cgroup(/memory)?$' | tail -n 1)/$TIDEWATCH_LAB_NAME-n1"; }

# The second program never ends: the build is killed in it, and goes on behind the first.
goes_on_after_interruption() {
  # shellcheck disable=SC2016
  shim go 'case $1 in env) echo go1.26.0; exit ;; esac
while (($# > 0)); do [[ $1 == -o ]] && out=$2; shift; done
[[ $out == *controller* && ! -e $PRETEND/second ]] && touch "$PRETEND/second" && sleep 60
echo "#!/bin/true" >"$out"; chmod +x "$out"'
  export PRETEND=$work/pretend TIDEWATCH_CACHE=$work/pretend-cache
  mkdir -p "$PRETEND"
  PATH=$work/shims:$PATH setsid "$here/cluster" build 2>"$work/first" &
  local build=$! result=0
  wait_for 10 test -e "$PRETEND/second"
  kill -KILL -- "-$build"
  [[ ! -e $(ls -d "$TIDEWATCH_CACHE"/lab-*[0-9a-f]/stamp 2>/dev/null) ]] || result=1
  with_shims "$here/cluster" build 2>"$work/second"
  cat "$work/first" "$work/second"
  { grep -q 'kube-apiserver: already built' "$work/second" && grep -q 'kube-controller-manager: building' "$work/second" &&
    ls "$TIDEWATCH_CACHE"/lab-*/stamp; } || result=1
  unset PRETEND TIDEWATCH_CACHE
  return "$result"
}

test_refusals() {
  check 'an unknown command is refused' refuses 'no command' cluster upp
  check 'an unknown size is refused' refuses 'no size' cluster up --size huge
  check 'an unknown optional program is refused' refuses 'spark-operator' cluster build --with kube-anything
  check 'a malformed range is refused' refuses 'malformed' env TIDEWATCH_LAB_NET=10.79 "$here/cluster" up
  shim uname 'echo Darwin'
  check 'another system than Linux is refused' refuses 'Linux only' with_shims cluster up
  rm "$work/shims/uname"
  check 'the size nodes without root is refused' refuses 'root' unshare --user "$here/cluster" up
  check 'a machine without Go and pip is refused' refuses_without_go
  check 'Go is fetched where there is pip' fetches_go
  check 'another cluster that is not there is refused' refuses_other_clusters
  check 'a taken port is refused' refuses_taken_port
  check 'kubeconfig without a lab is refused' refuses 'no lab' cluster kubeconfig
  check 'a build that was killed goes on' goes_on_after_interruption
  [[ $(id -u) == 0 ]] || return 0
  check 'a taken address range is refused' refuses_taken_range
  check 'a foreign device is refused' refuses_foreign 'network device' ip link add "${TIDEWATCH_LAB_NAME}0" type veth peer name "${TIDEWATCH_LAB_NAME}peer"
  check 'a foreign cgroup is refused' refuses_foreign 'cgroup' foreign_cgroup
}
