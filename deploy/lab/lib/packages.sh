# shellcheck shell=bash
# Programs of the distribution that the size "nodes" needs.

cni_folder() {
  local folder
  for folder in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do
    [[ -x $folder/ptp && -x $folder/host-local ]] && printf '%s' "$folder" && return
  done
  return 1
}

missing_packages() {
  have containerd && have ctr && have containerd-shim-runc-v2 || printf 'containerd '
  have runc || printf 'runc '
  cni_folder >/dev/null || printf 'containernetworking-plugins '
  have iptables || printf 'iptables '
  have conntrack || printf 'conntrack '
  have ip || printf 'iproute2 '
  have prometheus || printf 'prometheus '
  alertmanager_program >/dev/null || printf 'prometheus-alertmanager '
  [[ -x $bin/pause ]] || { have gcc && echo 'int main(){}' | gcc -static -xc - -o /dev/null 2>/dev/null; } || printf 'gcc libc6-dev '
}

# A package must not start a daemon of its own: policy-rc.d forbids it for as long as the installation runs.
install_quietly() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" \
    >"$state/logs/packages.log" 2>&1
)

require_packages() {
  local missing
  read -r -a missing <<<"$(missing_packages)"
  ((${#missing[@]} == 0)) && return
  have apt-get || fail 'programs are missing' "not found: ${missing[*]} (names of Debian packages)" \
    'install them with the package manager of this system, without starting their services'
  say "installing ${missing[*]} (no service is started)"
  mkdir -p "$state/logs"
  install_quietly "${missing[@]}" || { apt-get update >/dev/null 2>&1 && install_quietly "${missing[@]}"; } ||
    fail "the packages ${missing[*]} could not be installed" "apt-get failed, see $state/logs/packages.log" \
      "install them by hand: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
}
