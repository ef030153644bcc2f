# shellcheck shell=bash
# What goes wrong under load, on a lab of size nodes that runs the workload.

kill_program() { kill -KILL "$(pid_of "$1")"; }

# under_load SECONDS COMMAND…: true if COMMAND is, and no request to the Service was lost meanwhile
under_load() {
  local seconds=$1 load result=0
  shift
  "$work/probe" load "http://$(web_address)/" 20 "$seconds" >"$work/load" &
  load=$!
  "$@" || result=1
  wait "$load"
  cat "$work/load"
  grep -q ', 0 lost' "$work/load" && return "$result"
}

# writes numbered objects until it is ended, and notes which were acknowledged
write_objects() {
  local n
  for ((n = 0; ; n++)); do
    kubectl --request-timeout 5s create configmap "$1-$n" >/dev/null 2>&1 && printf '%s-%s\n' "$1" "$n"
  done >"$work/acknowledged"
}

keeps_acknowledged() {
  kubectl get configmaps -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}' | sort >"$work/kept"
  wc -l "$work/acknowledged"
  [[ -s $work/acknowledged && -z $(sort "$work/acknowledged" | comm -23 - "$work/kept") ]]
}

# the program is killed while objects are written; what was acknowledged is there afterwards, and controllers work
killed_while_written() {
  local writer result=0
  write_objects "$1" &
  writer=$!
  sleep 2
  kill_program "$1" && sleep 1 && cluster up || result=1
  sleep 1
  kill "$writer" 2>/dev/null
  wait "$writer" 2>/dev/null
  keeps_acknowledged && kubectl scale deployment still --replicas "$2" &&
    kubectl rollout status deployment still --timeout 30s && ((result == 0))
}

node_ready() { [[ $(kubectl get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == "$2" ]]; }

kubelet_returns() {
  local before
  before=$(containers)
  kill_program kubelet-n1
  wait_for 70 node_ready "$TIDEWATCH_LAB_NAME-n1" Unknown && cluster up && wait_for 30 node_ready "$TIDEWATCH_LAB_NAME-n1" True &&
    [[ $(containers) == "$before" ]] && pods_ready web
}

containerd_returns() {
  local before
  before=$(containers)
  kill_program containerd-n2
  sleep 3
  cluster up && wait_for 30 execute get http://web/ && [[ $(containers) == "$before" ]] && pods_ready web
}

waiting_reason() { kubectl get pods -l app=absent -o 'jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}' | grep -E 'ErrImage|ImagePullBackOff'; }

image_is_absent() {
  kubectl create deployment absent --image localhost/tidewatch/absent:1 && wait_for 40 waiting_reason &&
    kubectl describe pods -l app=absent | grep -i 'failed to pull' && pods_ready web && kubectl delete deployment absent
}

quota_message() { kubectl -n poor get deployment many -o 'jsonpath={.status.conditions[?(@.type=="ReplicaFailure")].message}' | grep 'exceeded quota'; }

one_of_three() { [[ $(kubectl -n poor get pods --no-headers --field-selector status.phase=Running | wc -l) == 1 ]]; }

quota_holds() {
  kubectl create namespace poor && kubectl -n poor create quota one --hard pods=1 &&
    kubectl -n poor create deployment many --image localhost/tidewatch/pause:1 --replicas 3 &&
    wait_for 30 quota_message && wait_for 30 one_of_three && kubectl delete namespace poor --timeout 60s
}

beside() { TIDEWATCH_HOME=$work/beside TIDEWATCH_LAB_NAME=twb TIDEWATCH_LAB_PORT=17600 "$here/cluster" "$@"; }

# a second cluster beside this one
stands_beside() { beside up --size control-plane && cluster status && beside status && beside down && cluster status; }

drained() { [[ -z $(kubectl get pods -A --no-headers --field-selector "spec.nodeName=$TIDEWATCH_LAB_NAME-n2") ]]; }

drains() {
  kubectl drain "$TIDEWATCH_LAB_NAME-n2" --force --ignore-daemonsets --delete-emptydir-data --timeout 60s && wait_for 20 drained &&
    kubectl uncordon "$TIDEWATCH_LAB_NAME-n2" && kubectl rollout status deployment web --timeout 60s &&
    kubectl -n kube-system rollout status deployment coredns --timeout 60s
}

rolls() {
  kubectl rollout restart deployment still && kubectl rollout status deployment still --timeout 60s &&
    kubectl rollout history deployment still && kubectl rollout undo deployment still && kubectl rollout status deployment still --timeout 60s
}

# A disk of 600 MB: enough to start. It is filled, objects are written until that fails, and room is made again.
small() { TIDEWATCH_HOME=$work/small/home TIDEWATCH_LAB_NAME=twb TIDEWATCH_LAB_PORT=17600 "$here/cluster" "$@"; }

fill_disk() { head -c 700M /dev/zero >"$work/small/filler" 2>/dev/null; true; }

write_large() {
  local n
  head -c 400000 /dev/urandom | base64 -w0 >"$work/large"
  for n in $(seq 1 300); do
    small kubectl --request-timeout 5s create configmap "large-$n" --from-file "$work/large" >/dev/null 2>&1 || return 0
    printf 'large-%s\n' "$n"
  done >"$work/acknowledged"
  echo 'the disk never was full'
  return 1
}

disk_fills_up() {
  local result=0
  small up --size control-plane && small kubectl create configmap large-0 && fill_disk && write_large && echo large-0 >>"$work/acknowledged" || result=1
  small status
  rm -f "$work/small/filler"
  small up --size control-plane || result=1
  small kubectl get configmaps -o name | sed 's,configmap/,,' | sort >"$work/kept"
  wc -l "$work/acknowledged"
  [[ -s $work/acknowledged && -z $(sort "$work/acknowledged" | comm -23 - "$work/kept") ]] || result=1
  small kubectl create configmap after || result=1
  small down || result=1
  return "$result"
}

with_small_disk() {
  mkdir -p "$work/small" && mount -t tmpfs -o "size=$1" tmpfs "$work/small" || return 1
  shift
  local result=0
  "$@" || result=1
  umount -l "$work/small"
  return "$result"
}

# the folder that holds programs and state is moved while its lab runs
checkout_moves() {
  local result=0
  mkdir "$work/checkout" && cp -r "$here" "$work/checkout/lab" && cd "$work/checkout" || return 1
  env -u TIDEWATCH_HOME lab/cluster up || result=1
  cd / && mv "$work/checkout" "$work/elsewhere" && cd "$work/elsewhere" || return 1
  env -u TIDEWATCH_HOME lab/cluster status && env -u TIDEWATCH_HOME lab/cluster kubectl get nodes || result=1
  env -u TIDEWATCH_HOME lab/cluster down || result=1
  cd / && [[ ! -e $work/elsewhere/.tidewatch ]] && return "$result"
}

test_faults() {
  [[ $(id -u) == 0 ]] || { echo 'skipped: faults needs root'; return; }
  check 'faults: up' cluster up
  check 'faults: an image is loaded' load_probe
  check 'faults: the default service account exists' wait_for 20 kubectl get serviceaccount default
  check 'faults: a workload is applied' kubectl apply -f "$here/test/workload.yaml"
  check 'faults: it is Ready' kubectl rollout status deployment web --timeout 60s
  test_observers
  check 'faults: the API server is killed under load' under_load 15 killed_while_written kube-apiserver 3
  check 'faults: etcd is killed under load' under_load 15 killed_while_written etcd 4
  check 'faults: kubelet is killed under load, its node is lost and found' under_load 60 kubelet_returns
  check 'faults: containerd is killed under load' under_load 10 containerd_returns
  check 'faults: an image that does not exist is named' image_is_absent
  check 'faults: a quota holds and says so' quota_holds
  check 'faults: another cluster stands beside' stands_beside
  check 'faults: rollout restart, history, undo' rolls
  check 'faults: a node is drained and comes back' drains
  check 'faults: a nearly full disk is refused' with_small_disk 100M refuses 'free' small up --size control-plane
  check 'faults: a disk fills up under a running lab' with_small_disk 600M disk_fills_up
  check 'faults: down while a pod crash-loops' cluster down
  check 'faults: the checkout is moved between up and down' checkout_moves
}
