# shellcheck shell=bash
# Without Docker: buildah, which needs no daemon, on a base that debootstrap makes, because there need be no registry.
# Its storage is a folder of the cache, so that nothing of this machine's own containers is touched.

base_image=localhost/tidewatch/debian:bookworm
debian_mirror=${TIDEWATCH_DEBIAN_MIRROR:-http://deb.debian.org/debian}

# build_with_buildah NAME CONTEXT IMAGE ARCHIVE
build_with_buildah() {
  local log=$image_cache/$1.log part=$image_cache/.$1.part
  require_buildah
  make_base
  # --layers keeps the slow steps (packages, runtime) for the next build
  in_storage bud --isolation chroot --layers --build-arg "BASE=$base_image" --file "$(dockerfile_of "$1")" --tag "$3" "$2" >"$log" 2>&1 ||
    broken "buildah could not build $1" "$log"
  in_storage push "$3" "docker-archive:$part:$3" >>"$log" 2>&1 || broken "the image $1 could not be exported" "$log"
  in_storage rmi "$3" >>"$log" 2>&1
  mv "$part" "$4"
}

in_storage() {
  buildah --root "$cache_root/buildah/storage" --runroot "$cache_root/buildah/run" --storage-driver overlay \
    "$1" ${signature_needed[$1]:+--signature-policy "$docker_source/lib/policy.json"} "${@:2}" </dev/null
}
declare -A signature_needed=([bud]=1 [push]=1)

require_buildah() {
  local missing=()
  have buildah || missing+=(buildah)
  have debootstrap || missing+=(debootstrap)
  ((${#missing[@]} == 0)) && require_build_root && return
  { [[ $(id -u) == 0 ]] && have apt-get; } ||
    fail 'images cannot be built' "Docker does not answer, and not found: ${missing[*]}" \
      'start Docker, or install them as root: apt-get install --no-install-recommends buildah debootstrap'
  say "installing ${missing[*]}"
  install_builders "${missing[@]}" ||
    fail "the packages ${missing[*]} could not be installed" "apt-get failed, see $image_cache/packages.log" \
      "install them by hand: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
}

require_build_root() {
  [[ $(id -u) == 0 ]] ||
    fail 'images cannot be built' "Docker does not answer, and user $(id -un) may not change the root of a process" \
      'start Docker, or run this as root (sudo -E)'
}

# No package may start a service: policy-rc.d forbids it for as long as the installation runs.
install_builders() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  {
    apt-get -o DPkg::Lock::Timeout=300 update
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
  } >"$image_cache/packages.log" 2>&1 </dev/null
)

# The base: Debian's smallest, without documentation and package lists; made once, kept as an archive.
make_base() {
  local tar=$cache_root/buildah/bookworm.tar
  in_storage inspect --type image "$base_image" >/dev/null 2>&1 && return
  mkdir -p "$cache_root/buildah"
  [[ -f $tar ]] || bootstrap "$tar"
  printf 'FROM scratch\nADD bookworm.tar /\n' >"$cache_root/buildah/Dockerfile"
  in_storage bud --isolation chroot --file "$cache_root/buildah/Dockerfile" --tag "$base_image" "$cache_root/buildah" \
    >"$image_cache/base.log" 2>&1 || broken 'the Debian base could not be imported' "$image_cache/base.log"
}

# bootstrap ARCHIVE
bootstrap() {
  local root=$cache_root/buildah/rootfs
  say 'making the Debian base (once; about a minute)'
  rm -rf --one-file-system "$root"
  debootstrap --variant=minbase bookworm "$root" "$debian_mirror" >"$image_cache/base.log" 2>&1 </dev/null ||
    broken 'debootstrap could not make the Debian base' "$image_cache/base.log"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \
    "$root"/usr/share/{doc,man,info,locale,lintian}/* "${root:?}"/dev/*
  # nobody reads documentation in a container
  printf 'path-exclude /usr/share/%s/*\n' doc man info locale >"$root/etc/dpkg/dpkg.cfg.d/lean"
  tar -C "$root" --sort=name --numeric-owner -cf "$1.part" . && mv "$1.part" "$1"
  rm -rf --one-file-system "$root"
}
