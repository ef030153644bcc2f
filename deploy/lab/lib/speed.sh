# shellcheck shell=bash
# A compressed clock: at speed N a nominal minute takes 60/N seconds, and every period of the control loops with it.
# Periods that follow the machine, not the clock, are as short as it bears.

speed() { recorded speed || printf 1; }

# nominal SECONDS: of the compressed clock, in milliseconds
nominal() { printf '%dms' "$(($1 * 1000 / $(speed)))"; }

compressed() { (($(speed) > 1)); }

scrape_seconds() { if compressed; then printf 3; else printf 5; fi; }

# One nominal minute, but never less than four scrapes, for a rate to have enough of them.
rate_window_seconds() {
  local step=$((60 / $(speed))) least=$((4 * $(scrape_seconds)))
  printf '%d' "$((step > least ? step : least))"
}

autoscaler_flags() {
  printf -- '--horizontal-pod-autoscaler-sync-period=%s\n--horizontal-pod-autoscaler-downscale-stabilization=%s\n' \
    "$(nominal 15)" "$(nominal 300)"
  printf -- '--horizontal-pod-autoscaler-initial-readiness-delay=%s\n--horizontal-pod-autoscaler-cpu-initialization-period=%s\n' \
    "$(nominal 30)" "$(nominal 300)"
}

adapter_periods() {
  if compressed; then
    printf -- '--metrics-relist-interval=12s\n--metrics-max-age=12s\n'
  else
    printf -- '--metrics-relist-interval=30s\n--metrics-max-age=60s\n'
  fi
}

prometheus_periods() {
  compressed || return 0
  printf -- '--query.lookback-delta=15s\n--scrape.discovery-reload-interval=1s\n'
}

# move_to_speed [N]: who has periods of the old speed starts anew; without N the lab keeps its speed
move_to_speed() {
  [[ -n $1 && $1 != "$(speed)" ]] || { record speed "$(speed)"; return; }
  record speed "$1"
  stop kube-controller-manager prometheus prometheus-adapter
}
