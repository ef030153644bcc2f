# shellcheck shell=bash
# Keys and certificates of one lab, made by openssl, readable by their owner only, forgotten with the state folder.

# authority NAME SUBJECT: a self-signed one
authority() {
  [[ -f $pki/$1.crt ]] && return
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=$2" \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$pki/$1.key" -out "$pki/$1.crt.new" 2>/dev/null
  mv "$pki/$1.crt.new" "$pki/$1.crt"
}

# certificate NAME AUTHORITY SUBJECT [ALTERNATIVE NAMES]: for clients and servers alike
certificate() {
  local name=$1 issuer=$2 subject=$3 alternatives=${4:-}
  [[ -f $pki/$name.crt ]] && return
  {
    printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth,serverAuth\n'
    [[ -z $alternatives ]] || printf 'subjectAltName=%s\n' "$alternatives"
  } >"$pki/$name.ext"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$subject" -keyout "$pki/$name.key" 2>/dev/null |
    openssl x509 -req -days 365 -CA "$pki/$issuer.crt" -CAkey "$pki/$issuer.key" -set_serial "0x$(openssl rand -hex 8)" \
      -extfile "$pki/$name.ext" -out "$pki/$name.crt.new" 2>/dev/null
  rm "$pki/$name.ext"
  mv "$pki/$name.crt.new" "$pki/$name.crt"
}

plane_certificates() {
  authority ca "tidewatch lab $lab_name"
  authority front-proxy-ca "tidewatch lab $lab_name front proxy"
  certificate apiserver ca /CN=kube-apiserver \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$host_address,IP:$service_net.0.1"
  certificate apiserver-kubelet-client ca /O=system:masters/CN=apiserver-kubelet-client
  certificate front-proxy-client front-proxy-ca /CN=front-proxy-client
  certificate admin ca /O=system:masters/CN=lab-admin
  certificate kube-controller-manager ca /CN=system:kube-controller-manager
  certificate kube-scheduler ca /CN=system:kube-scheduler
  [[ -f $pki/service-account.key ]] || {
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$pki/service-account.new" 2>/dev/null
    openssl pkey -in "$pki/service-account.new" -pubout -out "$pki/service-account.pub"
    mv "$pki/service-account.new" "$pki/service-account.key"
  }
}

node_certificates() {
  certificate kube-proxy ca /CN=system:kube-proxy
  certificate kube-state-metrics ca /CN=tidewatch:kube-state-metrics
  certificate prometheus ca /CN=tidewatch:prometheus
  certificate prometheus-targets ca /CN=tidewatch:prometheus-targets
  certificate log-shipper ca /CN=tidewatch:log-shipper
  certificate prometheus-adapter ca /CN=tidewatch:prometheus-adapter \
    "DNS:prometheus-adapter.kube-system.svc,IP:$host_address"
  local node
  for node in "${nodes[@]}"; do
    certificate "node-$node" ca "/O=system:nodes/CN=system:node:$lab_name-$node" "DNS:$lab_name-$node,IP:$(node_address "$node")"
  done
}

# kubeconfig_for NAME FILE: everything embedded, so that the file works from anywhere
kubeconfig_for() {
  local base64='base64 -w0'
  cat >"$2.new" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: tidewatch-lab
  cluster:
    server: https://$api_address:$api_port
    certificate-authority-data: $($base64 <"$pki/ca.crt")
users:
- name: $1
  user:
    client-certificate-data: $($base64 <"$pki/$1.crt")
    client-key-data: $($base64 <"$pki/$1.key")
contexts:
- name: tidewatch-lab
  context: { cluster: tidewatch-lab, user: $1 }
current-context: tidewatch-lab
YAML
  mv "$2.new" "$2"
}
