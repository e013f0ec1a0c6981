# Changes the machine so that RKE2 can run, and remembers how it was. Each change can be repeated and undone.

MARK=mlplatform-rke2
MODULES=/etc/modules-load.d/90-$MARK.conf
SYSCTLS=/etc/sysctl.d/90-$MARK.conf
RESOLVED=/etc/systemd/resolved.conf.d/90-$MARK.conf
NETWORK=/etc/NetworkManager/conf.d/90-$MARK.conf
HEAD=/etc/resolvconf/resolv.conf.d/head

prepare() {
  refuse_foreign
  claim
  turn_swap_off
  load_modules
  set_sysctls
  [ -z "$CIS" ] || [ "$ROLE" != server ] || add_etcd_user
  synchronize_clock
  spare_pod_interfaces
  write_hosts
  write_resolvers
  say "is prepared for RKE2"
}

undo() {
  if ! is_owned; then
    say "was not prepared for this cluster"
    return 0
  fi
  restore_resolvers
  block /etc/hosts ''
  if [ -d "$(dirname "$NETWORK")" ]; then
    rm -f "$NETWORK"
    systemctl reload NetworkManager 2>/dev/null || true
  fi
  if [ -n "$(remembered ntp)" ]; then timedatectl set-ntp false || true; fi
  rm -f "$MODULES" "$SYSCTLS"
  turn_swap_on
  rm -f "$OWN/ntp" "$OWN/swap"
  if is_rke2_here; then
    say "keeps its kernel settings as long as RKE2 runs"
    return 0
  fi
  if [ -n "$(remembered etcd-user)" ]; then userdel etcd 2>/dev/null || true; fi
  [ ! -f "$OWN/sysctls" ] || sysctl -p "$OWN/sysctls" >/dev/null 2>&1 || true
  rm -f "$OWN/etcd-user" "$OWN/sysctls"
  say "is as it was before"
}

# Each of these remembers a change before it makes it: this run may end in between, and undoing what was not done does no harm.

# A line of /etc/fstab, of which only the first three fields are needed.
SWAP_LINE='[[:space:]]*[^#[:space:]][^[:space:]]*[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]].*)?'

turn_swap_off() {
  if [ -f /etc/fstab ] && grep -Eq "^$SWAP_LINE\$" /etc/fstab; then
    remember swap yes
    sed -E -i "s|^($SWAP_LINE)\$|# $MARK: \\1|" /etc/fstab
  fi
  [ "$(sed 1d /proc/swaps 2>/dev/null | wc -l)" -eq 0 ] || swapoff -a
}

turn_swap_on() {
  [ -n "$(remembered swap)" ] || return 0
  sed -i "s|^# $MARK: ||" /etc/fstab
  swapon -a || say "note: swapon -a failed; swap is back after a restart."
}

load_modules() {
  printf 'overlay\nbr_netfilter\n' | put "$MODULES"
  for module in overlay br_netfilter; do
    # A module that is built into the kernel needs no file.
    [ -d "/sys/module/$module" ] || modprobe "$module" || die "its kernel has no module $module. Install the modules of its kernel."
  done
}

set_sysctls() {
  settings="net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 net.ipv4.ip_forward=1"
  [ -z "$CIS" ] || settings="$settings vm.panic_on_oom=0 vm.overcommit_memory=1 kernel.panic=10 kernel.panic_on_oops=1"
  before=$(remembered sysctls)
  for setting in $settings; do
    key=${setting%%=*}
    ! printf '%s\n' "$before" | grep -Fq "$key=" || continue
    value=$(sysctl -n "$key" 2>/dev/null) || continue
    before=$(printf '%s\n%s=%s' "$before" "$key" "$value")
  done
  printf '%s\n' "$before" >"$OWN/sysctls.new"
  mv "$OWN/sysctls.new" "$OWN/sysctls"
  for setting in $settings; do printf '%s\n' "$setting"; done | put "$SYSCTLS"
  sysctl -p "$SYSCTLS" >/dev/null || die "could not set the kernel settings of $SYSCTLS."
}

add_etcd_user() {
  if ! id etcd >/dev/null 2>&1; then
    remember etcd-user yes
    useradd -r -c 'etcd user' -s /sbin/nologin -M -U etcd || die "could not create the user etcd, which cisProfile needs."
  fi
}

synchronize_clock() {
  command -v timedatectl >/dev/null 2>&1 || return 0
  [ "$(timedatectl show -p NTP --value 2>/dev/null || true)" = no ] || return 0
  [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)" = no ] || return 0
  remember ntp yes
  if ! timedatectl set-ntp true; then
    rm -f "$OWN/ntp"
    say "note: nothing synchronizes its clock."
  fi
}

# NetworkManager would change the routes of the interfaces of pods.
spare_pod_interfaces() {
  [ -d /etc/NetworkManager/conf.d ] || return 0
  names=
  for name in 'cali*' 'flannel*' 'cilium*' 'tunl*' vxlan.calico vxlan-v6.calico wireguard.cali wg-v6.cali; do
    names="$names${names:+;}interface-name:$name"
  done
  printf '[keyfile]\nunmanaged-devices=%s\n' "$names" | put "$NETWORK"
  systemctl reload NetworkManager 2>/dev/null || true
}

write_hosts() { block /etc/hosts "$HOSTS"; }

write_resolvers() {
  [ -n "$NAMESERVERS" ] || {
    restore_resolvers
    return 0
  }
  remember resolvers yes
  if [ -d /etc/resolvconf/resolv.conf.d ] && command -v resolvconf >/dev/null 2>&1; then
    block "$HEAD" "$(resolver_lines)"
    resolvconf -u || die "resolvconf -u failed, which writes /etc/resolv.conf."
  elif systemctl is-active --quiet systemd-resolved 2>/dev/null; then
    printf '[Resolve]\nDNS=%s\n' "$NAMESERVERS" | put "$RESOLVED"
    systemctl restart systemd-resolved
  elif [ -f /etc/resolv.conf ] && [ ! -L /etc/resolv.conf ]; then
    block /etc/resolv.conf "$(resolver_lines)" first
  else
    die "nameservers needs systemd-resolved, resolvconf or a plain /etc/resolv.conf. Leave nameservers out."
  fi
}

resolver_lines() { for server in $NAMESERVERS; do printf 'nameserver %s\n' "$server"; done; }

restore_resolvers() {
  [ -n "$(remembered resolvers)" ] || return 0
  rm -f "$RESOLVED"
  rmdir /etc/systemd/resolved.conf.d 2>/dev/null || true
  block "$HEAD" ''
  [ -L /etc/resolv.conf ] || block /etc/resolv.conf ''
  ! systemctl is-active --quiet systemd-resolved 2>/dev/null || systemctl restart systemd-resolved || true
  ! command -v resolvconf >/dev/null 2>&1 || resolvconf -u || true
  rm -f "$OWN/resolvers"
}

# Writes a file of its own from standard input, readable by all, unless it has this content already.
put() {
  (umask 022 && mkdir -p "$(dirname "$1")")
  cat >"$1.new"
  chmod 644 "$1.new"
  mv "$1.new" "$1"
}

# Replaces the lines of this package in a file by these, or removes them. The file stays the same one, as it may be a mount.
block() {
  [ -f "$1" ] || [ -n "$2" ] || return 0
  if [ -z "$2" ] && ! grep -q "^# $MARK begin" "$1"; then return 0; fi
  [ -f "$1" ] || : >"$1"
  rest=$(sed "/^# $MARK begin/,/^# $MARK end/d" "$1")
  lines=$(printf '# %s begin\n%s\n# %s end' "$MARK" "$2" "$MARK")
  if [ -z "$2" ]; then
    printf '%s\n' "$rest" >"$1"
  elif [ "${3:-last}" = first ]; then
    printf '%s\n%s\n' "$lines" "$rest" >"$1"
  else
    printf '%s\n%s\n' "$rest" "$lines" >"$1"
  fi
}
