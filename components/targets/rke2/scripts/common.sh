# What all scripts use. A script arrives on standard input, behind variables with its data, and its last line calls a
# function of it. So nothing secret is an argument or an exported variable, which other users of the machine could see.
set -eu
umask 077

# Where this package keeps what it must remember of the machine: whose it is, and what was before it was prepared.
OWN=/var/lib/mlplatform-rke2
SERVICE="rke2-${ROLE:-server}"

say() { printf '%s: %s\n' "$NODE" "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# The first of these programs that is there. RKE2 is installed in one of these folders.
program() {
  for folder in /usr/local/bin /opt/rke2/bin /usr/bin; do
    if [ -x "$folder/$1" ]; then
      printf '%s\n' "$folder/$1"
      return 0
    fi
  done
}

remembered() { cat "$OWN/$1" 2>/dev/null || true; }

remember() { printf '%s\n' "$2" >"$OWN/$1"; }

# Takes the machine for this node of this cluster.
claim() {
  mkdir -p "$OWN"
  remember owner "$OWNER $KEY"
}

is_owned() { [ "$(remembered owner)" = "$OWNER $KEY" ]; }

# Whether RKE2 is installed, or has run. Its folders alone may be mounts, or hold registries.yaml or images that were put there before.
is_rke2_here() {
  [ -z "$(program rke2)" ] || return 0
  for left in /etc/rancher/rke2/config.yaml /var/lib/rancher/rke2/server/db /var/lib/rancher/rke2/agent/kubelet.kubeconfig; do
    [ ! -e "$left" ] || return 0
  done
  return 1
}

# Whose RKE2 is on the machine, if it is not that of this node.
foreigner() {
  owner=$(remembered owner)
  if ! is_rke2_here || is_owned; then
    return 0
  elif [ "${owner% *}" = "$OWNER" ]; then
    echo "it already is the node ${owner#* } of this cluster. Keep the hostname and address of that node, or remove the node, run up, and add it again."
  else
    echo "RKE2 of another cluster is on it. Remove that with rke2-uninstall.sh, or use another machine."
  fi
}

refuse_foreign() {
  foreign=$(foreigner)
  [ -z "$foreign" ] || die "$foreign"
}

# The parts of a version as one number each: 1 35 7 of v1.35.7+rke2r1.
parts() { printf '%s\n' "$1" | sed 's/^v//; s/[+-].*//; s/\./ /g'; }

# A step back, and for servers one over a minor version, would break the cluster.
refuse_step() {
  # shellcheck disable=SC2046
  set -- $(parts "$1") $(parts "$2") "$1" "$2"
  if [ "$4" -lt "$1" ] || { [ "$4" -eq "$1" ] && [ "$5" -lt "$2" ]; } ||
    { [ "$4" -eq "$1" ] && [ "$5" -eq "$2" ] && [ "$6" -lt "$3" ]; }; then
    die "runs RKE2 $7, and cannot go back to $8. Restore a snapshot of etcd instead."
  fi
  if [ "$ROLE" = server ] && [ "$5" -gt $(($2 + 1)) ]; then
    die "runs RKE2 $7, and Kubernetes cannot skip a minor version to $8. Write 1.$(($2 + 1)) first."
  fi
}

# Gets a file from the internet.
download() {
  if command -v curl >/dev/null 2>&1; then
    curl -sfL --retry 3 --connect-timeout 20 --max-time 300 -o "$2" "$1"
  else
    wget -q -t 3 -T 20 -O "$2" "$1"
  fi
}

# Whether something answers HTTPS at this URL.
answers() {
  if command -v curl >/dev/null 2>&1; then
    curl -sk --connect-timeout 3 --max-time 5 -o /dev/null "$1"
  else
    wget -q --no-check-certificate -t 1 -T 3 -O /dev/null "$1"
  fi
}

# The cache of kubectl would stay in root's home.
kube() {
  /var/lib/rancher/rke2/bin/kubectl --kubeconfig /etc/rancher/rke2/rke2.yaml --cache-dir "$OWN/kube-cache" "$@"
}

# Runs a command until it succeeds, for so many seconds.
within() {
  deadline=$(($(date +%s) + $1))
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 2
  done
}

# Calls a function with its arguments. One at a time changes the machine: what an interrupted run has started goes on without it.
call() {
  case $1 in
    prepare | undo | install | start | configure | upgrade | uninstall | clean) wait_for_others ;;
  esac
  "$@"
}

# What this script starts keeps the lock too, so it lasts until all of that has ended. No file is left of a lock of a folder.
wait_for_others() {
  command -v flock >/dev/null 2>&1 || return 0
  exec 9</var/lib
  ! flock -n 9 || return 0
  say "waits for what an interrupted run has started on it"
  flock -w 1800 9 ||
    die "what an interrupted run has started is still at work on it. End it, which ps -ef shows as sh -s --, and run again."
}
