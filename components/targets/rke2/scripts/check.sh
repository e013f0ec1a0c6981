# Looks whether RKE2 can run on the machine, reports all that is missing at once, and prints the machine's host name.

PROBLEMS=0

problem() {
  say "$@"
  PROBLEMS=$((PROBLEMS + 1))
}

# Not every distribution has the program hostname.
host_name() { uname -n | tr '[:upper:]' '[:lower:]'; }

# The argument is the time of the machine that runs Pulumi, in seconds since 1970.
check() {
  [ "$(id -u)" -eq 0 ] || die "the user is not root. Write a user that may use sudo without a password, or root."
  check_system
  check_kernel
  check_clock "${1:-}"
  check_ports
  check_disk
  check_others
  [ -z "$CIS" ] || [ -n "$PREPARE" ] || check_cis
  [ -z "$GPU" ] || check_gpu
  [ "$PROBLEMS" -eq 0 ] || exit 1
  if [ "$(sed 1d /proc/swaps 2>/dev/null | wc -l)" -gt 0 ] && [ -z "$PREPARE" ]; then
    say "note: swap is on, and Kubernetes does not count it. prepareHosts: true turns it off."
  fi
  host_name
}

check_system() {
  case "$(uname -m)" in
    x86_64 | aarch64 | s390x) ;;
    *) problem "RKE2 is not built for its processor, $(uname -m)." ;;
  esac
  command -v systemctl >/dev/null 2>&1 || problem "has no systemd, with which RKE2 runs."
  if [ -z "$AIRGAP" ] && ! command -v curl >/dev/null 2>&1 && ! command -v wget >/dev/null 2>&1; then
    problem "has neither curl nor wget. Install one, or write airGapFolder."
  fi
  name=$(host_name)
  case "$name" in
    '' | localhost* | *[!a-z0-9.-]* | [!a-z0-9]* | *[!a-z0-9] | ????????????????????????????????????????????????????????????????*)
      [ -n "$HOSTNAME_GIVEN" ] || problem "its host name \"$name\" is no name for a node. Change it, or write hostname."
      ;;
  esac
}

check_kernel() {
  release=$(uname -r)
  major=${release%%.*}
  rest=${release#*.}
  minor=${rest%%[!0-9]*}
  if [ "$major" -lt 4 ] || { [ "$major" -eq 4 ] && [ "$minor" -lt 18 ]; }; then
    problem "its Linux $release is too old: at least 4.18 is needed."
  fi
  # From 1.35, kubelet does not start with cgroups of version 1, in which this folder is a tmpfs.
  if [ -n "$CGROUPS2" ] && [ "$(stat -f -c %T /sys/fs/cgroup 2>/dev/null)" = tmpfs ]; then
    problem "it uses cgroups v1, and Kubernetes 1.35 and newer need v2. Boot it with systemd.unified_cgroup_hierarchy=1."
  fi
  [ -n "$PREPARE" ] && return 0
  for module in overlay br_netfilter; do
    modprobe -n "$module" >/dev/null 2>&1 || [ -d "/sys/module/$module" ] ||
      problem "its kernel has no module $module. Install the modules of its kernel."
  done
}

# etcd and certificates need clocks that agree. Other programs than timesyncd, such as chrony, tell the kernel that they synchronize.
check_clock() {
  [ -z "$1" ] || compare_clock "$1"
  [ -n "$PREPARE" ] && return 0
  command -v timedatectl >/dev/null 2>&1 || return 0
  synchronized=$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)
  service=$(timedatectl show -p NTP --value 2>/dev/null || true)
  if [ "$synchronized" = no ] && [ "$service" = no ]; then
    problem "nothing synchronizes its clock. Run timedatectl set-ntp true, or write prepareHosts: true."
  fi
}

# A slow connection must not count as a wrong clock.
compare_clock() {
  off=$(($(date +%s) - $1))
  side="ahead of"
  if [ "$off" -lt 0 ]; then
    off=$((-off))
    side=behind
  fi
  [ "$off" -le 300 ] ||
    problem "its clock is $off seconds $side that of the machine that runs Pulumi, so certificates would not be valid. Set the wrong one."
}

# Ports that listen, in hexadecimal, as the kernel lists them: state 0A is LISTEN.
listens() {
  hex=$(printf "%04X" "$1")
  # Without IPv6 there is no second file.
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    awk -v port=":$hex\$" '$4 == "0A" && $2 ~ port { found = 1 } END { exit !found }'
}

check_ports() {
  # An earlier run may have started RKE2 already.
  is_owned && return 0
  ports=10250
  [ "$ROLE" = agent ] || ports="6443 9345 2379 2380 2381 10250"
  for port in $ports; do
    ! listens "$port" || problem "something else listens at its port $port, which RKE2 needs."
  done
}

check_disk() {
  is_owned && return 0
  # The folder of RKE2 may be a disk of its own.
  folder=/var/lib/rancher/rke2
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  free=$(df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1048576) }')
  [ "${free:-0}" -ge 5 ] || problem "has ${free:-0} GiB free at $folder, and RKE2 needs at least 5."
}

check_others() {
  foreign=$(foreigner)
  [ -z "$foreign" ] || problem "$foreign"
  [ ! -d /etc/rancher/k3s ] || problem "k3s is on this machine. Remove it with k3s-uninstall.sh."
  [ ! -e /etc/kubernetes/ssl/kubecfg-kube-node.yaml ] ||
    problem "a node of RKE is on this machine. Remove it with rke remove, which deletes its data."
  [ ! -e /etc/kubernetes/kubelet.conf ] || problem "a node of kubeadm is on this machine. Remove it with kubeadm reset."
  for firewall in firewalld ufw; do
    ! systemctl is-active --quiet "$firewall" 2>/dev/null ||
      say "note: $firewall is active. It must let the nodes reach each other; RKE2 advises to turn it off."
  done
  # No setting of NetworkManager keeps it off the interfaces of pods.
  ! systemctl is-active --quiet nm-cloud-setup.timer 2>/dev/null ||
    problem "its nm-cloud-setup changes the routes of pods. Run systemctl disable --now nm-cloud-setup.timer nm-cloud-setup.service."
}

check_cis() {
  if [ "$ROLE" = server ] && ! id etcd >/dev/null 2>&1; then
    problem "cisProfile needs a user etcd. Run useradd -r -c 'etcd user' -s /sbin/nologin -M etcd -U, or write prepareHosts: true."
  fi
  for setting in vm.panic_on_oom=0 vm.overcommit_memory=1 kernel.panic=10 kernel.panic_on_oops=1; do
    [ "$(sysctl -n "${setting%%=*}" 2>/dev/null)" = "${setting#*=}" ] ||
      problem "cisProfile needs the kernel setting $setting. Write it to /etc/sysctl.d/, or write prepareHosts: true."
  done
}

check_gpu() {
  [ -r /proc/driver/nvidia/version ] || command -v nvidia-smi >/dev/null 2>&1 ||
    problem "gpu needs NVIDIA's driver. Install it, for example with ubuntu-drivers install --gpgpu."
  # RKE2 looks for it in these folders when it starts.
  [ -x /usr/bin/nvidia-container-runtime ] || [ -x /usr/local/nvidia/toolkit/nvidia-container-runtime ] ||
    problem "gpu needs NVIDIA's container runtime. Install the package nvidia-container-toolkit."
}
