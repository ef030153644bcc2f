# shellcheck shell=bash
# The control plane: etcd and API server (size api), controllers and scheduler (size control-plane). All on loopback,
# the API server on the lab's own bridge address once there are nodes.

start_etcd() {
  start etcd "$bin/etcd" --name lab --data-dir etcd --unsafe-no-fsync --log-level warn \
    --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls "http://127.0.0.1:$etcd_peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer_port" \
    --initial-cluster "lab=http://127.0.0.1:$etcd_peer_port"
}

start_apiserver() {
  # without nodes nobody needs the kubernetes EndpointSlice, and loopback would be refused in it
  local endpoints=(--endpoint-reconciler-type=none)
  [[ $size == nodes ]] && endpoints=()
  # HTTP/2 connections end after a minute or so only if asked to: the lab has one server, so they may stay
  start kube-apiserver "$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" \
    --bind-address "$api_address" --advertise-address "$api_address" --secure-port "$api_port" "${endpoints[@]}" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
    --service-cluster-ip-range "$service_net.0.0/16" --client-ca-file pki/ca.crt \
    --tls-cert-file pki/apiserver.crt --tls-private-key-file pki/apiserver.key \
    --service-account-key-file pki/service-account.pub --service-account-signing-key-file pki/service-account.key \
    --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --requestheader-client-ca-file pki/front-proxy-ca.crt --requestheader-allowed-names front-proxy-client \
    --requestheader-extra-headers-prefix X-Remote-Extra- --requestheader-group-headers X-Remote-Group \
    --requestheader-username-headers X-Remote-User --enable-aggregator-routing \
    --proxy-client-cert-file pki/front-proxy-client.crt --proxy-client-key-file pki/front-proxy-client.key \
    --kubelet-certificate-authority pki/ca.crt --kubelet-client-certificate pki/apiserver-kubelet-client.crt \
    --kubelet-client-key pki/apiserver-kubelet-client.key --kubelet-preferred-address-types InternalIP \
    --event-ttl 3h --shutdown-delay-duration 0s
}

# More flags for the controllers, such as the HPA's periods, come from TIDEWATCH_LAB_CONTROLLER_FLAGS.
start_controllers() {
  local more=() periods
  mapfile -t periods < <(autoscaler_flags)
  read -r -a more <<<"${TIDEWATCH_LAB_CONTROLLER_FLAGS:-}"
  start kube-controller-manager "$bin/kube-controller-manager" --kubeconfig kube-controller-manager.kubeconfig \
    --leader-elect=false --bind-address 127.0.0.1 --secure-port "$controller_port" --use-service-account-credentials \
    --service-account-private-key-file pki/service-account.key --root-ca-file pki/ca.crt \
    --cluster-cidr "$pod_net.0.0/16" --allocate-node-cidrs=false --service-cluster-ip-range "$service_net.0.0/16" \
    --cluster-signing-cert-file pki/ca.crt --cluster-signing-key-file pki/ca.key "${periods[@]}" "${more[@]}"
  start kube-scheduler "$bin/kube-scheduler" --kubeconfig kube-scheduler.kubeconfig \
    --leader-elect=false --bind-address 127.0.0.1 --secure-port "$scheduler_port"
}

# A lab that is up is spoken to by the programs it was started with, also while newer ones are being built.
kubectl_program() {
  local programs
  programs=$(recorded programs) && [[ -x $programs/kubectl ]] && printf '%s' "$programs/kubectl" && return
  printf '%s' "$bin/kubectl"
}

kubectl() { "$(kubectl_program)" --kubeconfig "$state/kubeconfig" "$@"; }

answers() { kubectl --request-timeout 2s get --raw "$1"; }

# The cheap question first: kubectl itself would compete with the starting server for the processor.
api_ready() { says_ok "$api_address:$api_port" /readyz && answers /api/v1/namespaces/kube-system; }

await_api() {
  local end=$(($(now_ms) + 90000))
  until api_ready >/dev/null 2>&1; do
    runs etcd || { sleep 0.3; runs etcd || broken 'etcd ended while the API server was starting' "$state/logs/etcd.log"; }
    runs kube-apiserver || { sleep 0.5; runs kube-apiserver || broken 'the API server ended' "$state/logs/kube-apiserver.log"; }
    (($(now_ms) < end)) || broken 'the API server is not ready after 90 s' "$state/logs/kube-apiserver.log"
    sleep 0.1
  done
}

# The controllers work when the namespace has got its service account; the scheduler says so itself.
controllers_ready() {
  says_ok "127.0.0.1:$controller_port" /healthz && says_ok "127.0.0.1:$scheduler_port" /readyz &&
    answers /api/v1/namespaces/default/serviceaccounts/default
}

# HTTPS GET of a health page, which carries no secret: needs neither curl nor trust
says_ok() {
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" |
    timeout 2 openssl s_client -quiet -connect "$1" 2>/dev/null |
    awk 'NR == 1 { ok = / 200 / } END { exit !ok }'
}

await_controllers() {
  wait_for 60 controllers_ready && return
  local name
  for name in kube-controller-manager kube-scheduler; do
    runs "$name" || broken "$name ended" "$state/logs/$name.log"
  done
  broken 'the controllers are not ready after 60 s' "$state/logs/kube-controller-manager.log"
}
