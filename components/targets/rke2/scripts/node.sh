# Starts RKE2 on the machine, changes its settings, upgrades it and removes it.

CONFIG_FILE=/etc/rancher/rke2/config.yaml

# Joins the cluster, or starts it if it is the first server. Behind the release and the folder with files: the other servers.
start() {
  install "$1" "$2"
  shift 2
  refuse_other_role
  [ -z "$FIRST" ] || refuse_second_cluster "$@"
  write_config
  systemctl enable "$SERVICE" >/dev/null 2>&1 || die "systemctl enable $SERVICE failed."
  activate start
}

# A first server without state would start a second cluster if the others already have one.
refuse_second_cluster() {
  [ ! -d /var/lib/rancher/rke2/server/db/etcd ] || return 0
  for other in "$@"; do
    ! answers "https://$other:9345/ping" ||
      die "is the first server in the list, but the server $other already runs. Write this one behind it."
  done
}

refuse_other_role() {
  before=$(remembered role)
  [ -z "$before" ] || [ "$before" = "$ROLE" ] ||
    die "is a running $before, and its role cannot be changed. Remove the node, run up, and add it again as $ROLE."
  remember role "$ROLE"
}

write_config() {
  mkdir -p /etc/rancher/rke2
  printf '%s' "$CONFIG" >"$CONFIG_FILE.new"
  mv "$CONFIG_FILE.new" "$CONFIG_FILE"
}

# What of the settings needs a restart. Labels and taints only count when a node registers.
fingerprint() { printf '%s' "$CONFIG" | grep -v '^node-\(label\|taint\): ' | sha256sum | cut -d ' ' -f 1; }

configure() {
  is_owned && [ -n "$(program rke2)" ] ||
    die "RKE2 is not on this machine any more. Remove the node, run up, and add it again."
  refuse_other_role
  refuse_fixed_changes
  write_config
  if [ "$(remembered config)" = "$(fingerprint)" ]; then
    systemctl is-active --quiet "$SERVICE" || activate start
    return 0
  fi
  say "restarts RKE2 with other settings"
  activate restart
}

# Settings of a cluster for its whole life.
refuse_fixed_changes() {
  [ -f "$CONFIG_FILE" ] || return 0
  for key in cluster-cidr service-cidr cluster-dns cluster-domain cni node-name; do
    before=$(sed -n "s/^$key: //p" "$CONFIG_FILE")
    now=$(printf '%s' "$CONFIG" | sed -n "s/^$key: //p")
    [ "$before" = "$now" ] ||
      die "its setting $key is ${before:-not written} and cannot become ${now:-not written}: a cluster keeps it for life."
  done
}

# Starts or restarts the service. The unit of RKE2 waits without limit until RKE2 is ready, and starts it again when it fails.
activate() {
  deadline=$(($(date +%s) + 900))
  verb=$1
  tries=0
  until timeout 900 systemctl "$verb" "$SERVICE" >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 20 ] || [ "$(date +%s)" -ge "$deadline" ]; then
      journalctl -u "$SERVICE" -n 15 --no-pager -o cat >&2 2>/dev/null || true
      die "$SERVICE does not start. The last lines of its log are above; the servers must be reachable at the ports 9345 and 6443."
    fi
    verb=start
    sleep 5
  done
  if [ "$ROLE" = server ]; then
    within 300 api_is_ready || die "the API server is not ready after 5 minutes. See journalctl -u $SERVICE."
  fi
  remember config "$(fingerprint)"
  remember running "$(version_of "$(program rke2)")"
}

api_is_ready() { kube get --raw /readyz >/dev/null 2>&1; }

upgrade() {
  is_owned && [ -n "$(program rke2)" ] ||
    die "RKE2 is not on this machine any more. Remove the node, run up, and add it again."
  before=$(remembered running)
  [ "$before" != "$1" ] || return 0
  refuse_step "${before:-$(version_of "$(program rke2)")}" "$1"
  install "$1" "$2"
  activate restart
  say "runs RKE2 $1, before it $before"
}

# Removes RKE2 from the machine, if it is that of this cluster.
uninstall() {
  if ! is_owned; then
    say "has nothing of this cluster"
    return 0
  fi
  script=$(program rke2-uninstall.sh)
  if [ -n "$script" ]; then
    log=$OWN/uninstall.log
    if ! "$script" >"$log" 2>&1; then
      tail -n 5 "$log" >&2
      die "rke2-uninstall.sh failed. Run it by hand to see why, then run this again."
    fi
    rm -f "$log"
  else
    remove_unpacked
  fi
  for folder in /etc/rancher/rke2 /var/lib/rancher/rke2; do
    # A mount cannot be removed, only what is in it.
    rm -rf "$folder" 2>/dev/null || [ -z "$(ls -A "$folder")" ] ||
      die "what is in $folder cannot be removed. Unmount what is below it, then run this again."
  done
  rmdir /etc/rancher /var/lib/rancher 2>/dev/null || true
  for file in installed running config role install.sh install.log; do rm -f "$OWN/$file"; done
  say "has no RKE2 any more"
}

# An installation that stopped half-way has no script to undo it, but may have unpacked some of its archive (rancher/rke2, install.sh).
remove_unpacked() {
  for folder in /usr/local /opt/rke2; do
    for file in rke2 rke2-killall.sh rke2-uninstall.sh; do rm -f "$folder/bin/$file"; done
    rm -f "$folder"/lib/systemd/system/rke2-server.* "$folder"/lib/systemd/system/rke2-agent.*
    rm -rf "$folder/share/rke2"
  done
}

# Leaves nothing of this cluster on the machine. The argument is the folder with copied files.
clean() {
  uninstall
  undo
  if is_owned; then rm -rf "$OWN"; fi
  [ -z "${1:-}" ] || rm -rf "$1"
}
