# shellcheck shell=bash
# The three sizes, from nothing to nothing.

pids() { cat "$state"/run/*.pid; }

up_twice() {
  local before
  before=$(pids)
  cluster up --size "$1" && [[ $(pids) == "$before" ]]
}

# every process that carries the mark, and on nodes all that runs in pods
kill_everything() {
  local folder
  {
    marked_pids "TIDEWATCH_LAB_MARK=$TIDEWATCH_LAB_NAME/"
    find /sys/fs/cgroup -type d -name "$TIDEWATCH_LAB_NAME-n*" 2>/dev/null | while read -r folder; do
      find "$folder" -name cgroup.procs -exec cat {} +
    done
  } | sort -un | xargs -r kill -KILL
  sleep 0.5
  ! cluster status
}

keeps_data() { [[ $(kubectl get configmap kept -o 'jsonpath={.data.value}') == here ]]; }

replica_set_appears() {
  kubectl create deployment idle --image localhost/none &&
    wait_for 10 has_replica_set
}

has_replica_set() { kubectl get replicaset -l app=idle -o name | grep idle; }

test_api() {
  traces >"$work/before"
  check 'api: up' cluster up --size api
  check 'api: a second up changes nothing' up_twice api
  check 'api: objects are stored' kubectl create configmap kept --from-literal value=here
  check 'api: everything killed' kill_everything
  check 'api: up after that' cluster up --size api
  check 'api: the data is still there' keeps_data
  check 'control-plane: api grows into it' cluster up --size control-plane
  check 'control-plane: a Deployment gets its ReplicaSet' replica_set_appears
  check 'control-plane: a smaller wish is served by it' up_twice api
  check 'control-plane: another folder uses it by its kubeconfig' serves_guest
  check 'control-plane: one that does not answer is refused' refuses_silent_cluster
  check 'control-plane: the state folder may be moved' move_state
  check 'control-plane: down' cluster down
  check 'control-plane: nothing is left' no_new_traces
  check 'control-plane: up from nothing' cluster up --size control-plane
  check 'control-plane: down again' cluster down
}

move_state() {
  mv "$TIDEWATCH_HOME" "$work/moved" || return 1
  TIDEWATCH_HOME=$work/moved cluster status && mv "$work/moved" "$TIDEWATCH_HOME"
}

down_moved() {
  mv "$TIDEWATCH_HOME" "$work/moved" && TIDEWATCH_HOME=$work/moved cluster down && [[ ! -e $work/moved ]]
}

# A second state folder that stands for somebody else's machine uses this lab by its kubeconfig.
guest() { TIDEWATCH_HOME=$work/guest "$here/cluster" "$@"; }

serves_guest() {
  guest up --kubeconfig "$state/kubeconfig" && guest status && guest kubectl get namespaces && [[ -s $(guest kubeconfig) ]] &&
    refuses 'another cluster is in use' guest up --size api && refuses 'a registry' guest load-image "$here/go.mod" &&
    guest down && [[ ! -e $work/guest ]] && KUBECONFIG=$state/kubeconfig guest up --external && guest down && cluster status
}

refuses_silent_cluster() {
  printf '%s' '{"apiVersion":"v1","kind":"Config","clusters":[{"name":"x","cluster":{"server":"https://127.0.0.1:1"}}],' \
    '"contexts":[{"name":"x","context":{"cluster":"x"}}],"current-context":"x"}' >"$work/silent"
  refuses 'does not answer' guest up --kubeconfig "$work/silent" && [[ ! -e $work/guest ]]
}

force_down() {
  cluster up && rm -rf --one-file-system "$state" && refuses 'exists already' cluster up && cluster down --force
}

load_probe() {
  (cd "$here" && CGO_ENABLED=0 GOCACHE=$cache_root/lab-go-build go build -buildvcs=false -o "$work/probe" ./test/probe) &&
    image_archive "$work/probe.tar" localhost/tidewatch/probe:1 "$work/probe" && cluster load-image "$work/probe.tar"
}

ready_on() { kubectl get pods -l "app=$1" --field-selector status.phase=Running -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | sort | uniq -c; }

spread() { ready_on "$1" | tee "$work/spread" && [[ $(wc -l <"$work/spread") == 2 ]]; }

scale_out() {
  kubectl scale deployment still --replicas 6 && kubectl rollout status deployment still --timeout 60s && spread still
}

a_pod() { kubectl get pods -l "app=$1" -o 'jsonpath={.items[0].metadata.name}'; }

logs_work() { kubectl logs "$(a_pod web)" | grep "serving as $(a_pod web)"; }

execute() { kubectl exec "$(a_pod web)" -- /program "$@"; }

names_work() { execute lookup web.default.svc.cluster.local && execute lookup web && execute lookup kubernetes.default; }

# ten requests from a pod (both nodes answer, so also the pod's own) and from the host
service_balances() {
  local round
  for round in 1 2 3 4 5 6 7 8 9 10; do execute get http://web/ || { echo "request $round"; return 1; }; done | sort -u | tee "$work/answers"
  [[ $(grep -c web "$work/answers") == 2 ]]
}

service_from_host() {
  local address
  address=$(kubectl get service web -o 'jsonpath={.spec.clusterIP}')
  exec 5<>"/dev/tcp/$address/80" && printf 'GET / HTTP/1.0\r\n\r\n' >&5 && timeout 5 cat <&5 | tee "$work/host" && grep -q '^web-' "$work/host"
}

outside_is_unreachable() { ! execute get http://192.0.2.1/ && ! execute lookup example.com; }

pods_ready() { kubectl wait --for condition=Ready pod -l "app=$1" --timeout "${2:-60}s"; }

# pods go on while the daemons of their node are gone, and are known again after up
containers() { kubectl get pods -l app=web -o 'jsonpath={.items[*].status.containerStatuses[0].containerID}'; }

daemons_return() {
  local before name
  before=$(containers)
  for name in kubelet-n1 containerd-n1 kube-proxy-n1; do kill -KILL "$(pid_of "$name")"; done
  sleep 1
  service_from_host && cluster up && [[ $(containers) == "$before" ]] && pods_ready web
}

metrics_of_pods() {
  kubectl get --raw "/api/v1/nodes/$TIDEWATCH_LAB_NAME-n1/proxy/metrics/cadvisor" |
    grep 'container_memory_working_set_bytes{container="web".*pod="web-'
}

state_metrics() {
  exec 6<>"/dev/tcp/127.0.0.1/$((TIDEWATCH_LAB_PORT + 1))" && printf 'GET /metrics HTTP/1.0\r\n\r\n' >&6 &&
    timeout 10 cat <&6 | grep 'kube_deployment_status_replicas_ready{namespace="default",deployment="web"} 2'
}

has_crashed() { [[ $(kubectl get pod crash -o 'jsonpath={.status.containerStatuses[0].restartCount}') -ge 1 ]]; }

test_nodes() {
  [[ $(id -u) == 0 ]] || { echo 'skipped: nodes needs root'; return; }
  # what is installed once stays: before the comparison
  check 'nodes: first up (installs packages if need be)' cluster up
  cluster down
  traces >"$work/before"
  check 'nodes: up from nothing' cluster up
  check 'nodes: both are Ready' kubectl wait --for condition=Ready node "$TIDEWATCH_LAB_NAME-n1" "$TIDEWATCH_LAB_NAME-n2" --timeout 5s
  check 'nodes: a second up changes nothing' up_twice nodes
  check 'nodes: an image is loaded' load_probe
  check 'nodes: a file that is no image is refused' refuses 'neither' cluster load-image "$here/go.mod"
  check 'nodes: the default service account exists' wait_for 20 kubectl get serviceaccount default
  check 'nodes: a workload is applied' kubectl apply -f "$here/test/workload.yaml"
  check 'nodes: the Deployment of the pause image is Ready' kubectl rollout status deployment still --timeout 60s
  check 'nodes: 2 → 6 Ready, on both nodes' scale_out
  check 'nodes: the probe is Ready' kubectl rollout status deployment web --timeout 60s
  check 'nodes: logs' logs_work
  check 'nodes: exec, and Service names through CoreDNS' names_work
  check 'nodes: a Service balances over both nodes' service_balances
  check 'nodes: a Service is reached from the host' service_from_host
  check 'nodes: no way out' outside_is_unreachable
  check 'nodes: cAdvisor knows containers and pods' wait_for 30 metrics_of_pods
  check 'nodes: kube-state-metrics answers' state_metrics
  check 'nodes: pods outlive their daemons' daemons_return
  check 'nodes: everything killed' kill_everything
  check 'nodes: up after that' cluster up
  check 'nodes: the pods come back' pods_ready web 90
  check 'nodes: names again' wait_for 30 names_work
  check 'nodes: a pod crash-loops' wait_for 30 has_crashed
  check 'nodes: down meanwhile, from a folder that was moved' down_moved
  check 'nodes: nothing is left' no_new_traces
  check 'nodes: a lab whose state folder was deleted is ended by its name' force_down
  check 'nodes: nothing is left of it either' no_new_traces
}
