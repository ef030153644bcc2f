# shellcheck shell=bash
# Container images without Docker: a static program becomes a docker-archive, an archive goes into every node.

# image_archive ARCHIVE NAME PROGRAM: one layer that holds PROGRAM as its entry point
image_archive() {
  local work layer
  work=$(mktemp -d "$state/image.XXXXXX")
  mkdir "$work/root"
  install -m 755 "$3" "$work/root/program"
  tar -C "$work/root" --sort=name --owner=0 --group=0 --mtime=@0 --mode='u=rwx,go=rx' -cf "$work/layer.tar" .
  layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/program"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(go_architecture)" "$layer" >"$work/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$2" >"$work/manifest.json"
  tar -C "$work" -cf "$1.new" manifest.json config.json layer.tar
  rm -rf "$work"
  mv "$1.new" "$1"
}

go_architecture() {
  case $(uname -m) in
    x86_64) printf amd64 ;;
    aarch64) printf arm64 ;;
    *) uname -m ;;
  esac
}

# Waits for signals and orphans, as the first process of every pod; in C, because a Go program needs ten times the memory.
make_pause() {
  [[ -x $bin/pause ]] && return
  gcc -Os -static -s -o "$bin/pause.new" "$lab_source/images/pause.c" && mv "$bin/pause.new" "$bin/pause"
}

make_images() {
  make_pause
  mkdir -p "$state/images"
  [[ -f $state/images/pause.tar ]] || image_archive "$state/images/pause.tar" localhost/tidewatch/pause:1 "$bin/pause"
  [[ -f $state/images/coredns.tar ]] || image_archive "$state/images/coredns.tar" localhost/tidewatch/coredns:1 "$bin/coredns"
}

# import_image NODE ARCHIVE
import_image() {
  in_node "$1" ctr --namespace k8s.io images import --no-unpack=false - <"$2" >>"$state/logs/images.log" 2>&1
}

import_own_images() {
  local name
  for name in pause coredns; do
    [[ -f $state/nodes/$1/lib/lab/$name.imported ]] && continue
    import_image "$1" "$state/images/$name.tar" || broken "the image $name could not be imported" "$state/logs/images.log"
    touch "$state/nodes/$1/lib/lab/$name.imported"
  done
}

load_image() {
  local file=$1 node
  [[ -r $file ]] || fail "the image cannot be loaded" "there is no readable file $file" 'name an archive made by docker save, buildah push docker-archive:… or jib buildTar'
  runs "node-${nodes[0]}" ||
    fail 'the image cannot be loaded' 'the lab is not up with nodes' 'start it first: cluster up --size nodes'
  # not grep -q: it ends early, and tar's broken pipe would count as a failure
  tar -tf "$file" 2>/dev/null | grep -xE '(\./)?(manifest|index)\.json' >/dev/null ||
    fail "the image cannot be loaded" "$file is neither a docker archive nor an OCI archive (a compressed one must be unpacked first)" \
      'make it with docker save, buildah push docker-archive:… or jib buildTar'
  for node in "${nodes[@]}"; do
    import_image "$node" "$file" || broken "$lab_name-$node did not take $file" "$state/logs/images.log"
  done
  say "loaded into ${#nodes[@]} nodes: $file"
}
