# shellcheck shell=bash
# Into the nodes of a cluster that has no registry to pull from.

# load_archive KIND ARCHIVE: into the kind cluster of that name, or into the lab if it is empty
load_archive() {
  if [[ -z $1 ]]; then
    "$checkout/deploy/lab/cluster" load-image "$2" || exit
    return
  fi
  have kind || fail 'the images cannot be loaded' 'there is no kind on the PATH' 'install kind (https://kind.sigs.k8s.io), or load into the lab: leave out --kind'
  kind load image-archive "$2" --name "$1" >&2 || broken "kind did not take $2"
}
