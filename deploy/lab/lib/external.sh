# shellcheck shell=bash
# Another cluster instead of the lab: any that a kubeconfig leads to, or one made by kind. What this folder records of it
# is one context of its kubeconfig, so that nobody's later "kubectl config use-context" moves the target.

kind_version=v0.30.0

is_external() { [[ -f $state/external ]]; }

# external_up FILE WHAT: records the current context of FILE
external_up() {
  local file=$1 what=$2 answer
  [[ -r $file ]] || fail 'the cluster cannot be used' "there is no readable file $file" 'name a kubeconfig'
  require_no_lab
  require_any_kubectl
  mkdir -p "$state"
  take_lock
  "$(any_kubectl)" --kubeconfig "$file" config view --minify --flatten --raw >"$state/kubeconfig.new" 2>"$state/refusal" ||
    forget_external 'the cluster cannot be used' "$(head -n 1 "$state/refusal")" "correct $file (kubectl config view --minify)"
  answer=$("$(any_kubectl)" --kubeconfig "$state/kubeconfig.new" --request-timeout 10s version 2>&1) ||
    forget_external 'the cluster does not answer' "$(tail -n 1 <<<"$answer")" "check the current context of $file: kubectl version"
  mv "$state/kubeconfig.new" "$state/kubeconfig"
  rm -f "$state/refusal"
  record external "$what"
  say "using $what: $(server_of_external), $(awk '/Server Version/ { print $NF }' <<<"$answer"); nothing is started or ended in it"
}

# forget_external PROBLEM CAUSE REMEDY
forget_external() {
  rm -rf --one-file-system "$state"
  rmdir "$(dirname "$state")" 2>/dev/null
  fail "$@"
}

server_of_external() { awk '$1 == "server:" { print $2; exit }' "$state/kubeconfig"; }

require_no_lab() {
  [[ ! -f $state/size ]] ||
    fail 'a lab is up here' "$state holds one of size $(recorded size)" 'cluster down first, or set another TIDEWATCH_HOME'
}

require_no_external() {
  ! is_external || fail 'another cluster is in use here' "it is $(recorded external)" 'cluster down forgets it, or set another TIDEWATCH_HOME'
}

# One's own kubectl suits one's own cluster best, because it may need plugins to log in.
any_kubectl() { type -P kubectl || printf '%s' "$bin/kubectl"; }

require_any_kubectl() {
  [[ -x $(any_kubectl) ]] || fail 'the cluster cannot be used' 'there is no kubectl on the PATH' 'install kubectl, or build that of the lab: cluster build'
}

external_status() {
  printf 'cluster of %s, API server %s\n' "$(recorded external)" "$(server_of_external)"
  "$(any_kubectl)" --kubeconfig "$state/kubeconfig" --request-timeout 10s get nodes || { say 'it does not answer'; return 1; }
}

# Only what kind made for us is deleted.
external_down() {
  local name
  name=$(recorded external)
  if [[ $name == 'kind '* ]]; then "$(kind_program)" delete cluster --name "${name#kind }" || broken "kind could not delete ${name#kind }"; fi
  rm -rf --one-file-system "$state"
  rmdir "$(dirname "$state")" 2>/dev/null
  say "forgotten: $name"
}

external_load_image() {
  local name
  name=$(recorded external)
  [[ $name == 'kind '* ]] ||
    fail 'the image cannot be loaded' "this cluster ($name) is not one whose nodes can be reached" 'push it to a registry that the cluster pulls from'
  "$(kind_program)" load image-archive "$1" --name "${name#kind }" || broken "kind did not take $1"
}

kind_program() { printf '%s' "$cache_root/kind-$kind_version/kind"; }

require_docker() {
  local remedy='start Docker, or use the lab, which needs none (cluster up), or any cluster: cluster up --kubeconfig FILE'
  have docker || fail 'kind cannot make a cluster' 'there is no docker on the PATH' "$remedy"
  timeout 20 docker info >/dev/null 2>&1 || fail 'kind cannot make a cluster' 'the Docker daemon does not answer (docker info)' "$remedy"
}

require_kind() {
  [[ ! -x $(kind_program) ]] || return 0
  require_go
  say "building kind $kind_version (once)"
  GOBIN=$(dirname "$(kind_program)") go install "sigs.k8s.io/kind@$kind_version" ||
    fail 'kind cannot be built' "go install sigs.k8s.io/kind@$kind_version failed" 'see above; it needs the Go module proxy'
}

# kind_up: with the same name as the lab's devices have, so that two of them do not meet
kind_up() {
  require_no_lab
  require_docker
  require_kind
  local name=tidewatch-$lab_name
  mkdir -p "$state"
  "$(kind_program)" get clusters 2>/dev/null | grep -qx "$name" ||
    "$(kind_program)" create cluster --name "$name" --config "$lab_source/../kind/cluster.yaml" --kubeconfig "$state/kind.kubeconfig" --wait 120s ||
    broken "kind could not make the cluster $name"
  "$(kind_program)" get kubeconfig --name "$name" >"$state/kind.kubeconfig" || broken "kind has no kubeconfig of $name"
  external_up "$state/kind.kubeconfig" "kind $name"
}
