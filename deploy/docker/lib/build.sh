# shellcheck shell=bash
# One image: context, tag, and, unless its archive is there already, build and export.

image_cache=$cache_root/images

# build_image NAME: prints NAME IMAGE ARCHIVE
build_image() {
  local name=$1 context tag image archive
  context=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$context'" EXIT
  make_context "$name" "$context"
  tag=$(content_tag "$name" "$context")
  image=localhost/tidewatch/$(repository_of "$name"):$tag
  archive=$image_cache/$(repository_of "$name")-$tag.tar
  if [[ -f $archive ]]; then
    say "$name: built before, $(basename "$archive")"
  else
    build_locked "$name" "$context" "$image" "$archive"
  fi
  rm -rf "$context"
  printf '%s %s %s\n' "$name" "$image" "$archive"
}

build_locked() {
  local builder start
  mkdir -p "$image_cache"
  exec {image_lock}>"$image_cache/.lock"
  flock -n "$image_lock" || { say 'another build is under way: waiting for it'; flock "$image_lock"; }
  if [[ ! -f $4 ]]; then
    # what a killed build left
    rm -f "$image_cache"/.*.part
    builder=$(choose_builder) || exit
    start=$(now_ms)
    say "$1: building with $builder (log: $image_cache/$1.log)"
    "build_with_$builder" "$@"
    say "$1: built in $(as_seconds $(($(now_ms) - start))) s, $(($(stat -c %s "$4") >> 20)) MB"
  fi
  exec {image_lock}>&-
}

choose_builder() {
  case ${TIDEWATCH_IMAGES_WITH:-} in
    docker | buildah) printf '%s' "$TIDEWATCH_IMAGES_WITH" ;;
    '') if have docker && docker info >/dev/null 2>&1; then printf docker; else printf buildah; fi ;;
    *) fail "TIDEWATCH_IMAGES_WITH is '$TIDEWATCH_IMAGES_WITH'" 'it names the builder' 'take docker or buildah, or leave it out' ;;
  esac
}

# build_with_docker NAME CONTEXT IMAGE ARCHIVE
build_with_docker() {
  local log=$image_cache/$1.log part=$image_cache/.$1.part
  { docker build --file "$(dockerfile_of "$1")" --tag "$3" "$2" && docker save --output "$part" "$3"; } >"$log" 2>&1 </dev/null ||
    broken "docker could not build $1" "$log"
  mv "$part" "$4"
}

# Forgets what no source asks for any more.
prune_archives() {
  local name archive newest
  for name in "${image_names[@]}" "${named_images[@]}"; do
    newest=$(find "$image_cache" -name "$(repository_of "$name")-*.tar" -printf '%T@ %p\n' 2>/dev/null | sort -rn | sed -n '1s/^[^ ]* //p')
    for archive in "$image_cache/$(repository_of "$name")"-*.tar; do
      [[ $archive == "$newest" || ! -f $archive ]] && continue
      say "removing $archive"
      rm -f "$archive"
    done
  done
}
