#!/bin/sh
# What the real one removes (`rancher/rke2`, bundle/bin/rke2-uninstall.sh), and in which order.
set -e
. /run/host/shared/doubles/record.sh
record rke2-uninstall.sh "$@"
[ "$(id -u)" -eq 0 ] || { echo 'rke2-uninstall.sh: must be run as root' >&2 && exit 1; }
/usr/local/bin/rke2-killall.sh
if fails uninstall; then exit 1; fi
for role in server agent; do
  systemctl disable "rke2-$role" || true
  systemctl reset-failed "rke2-$role" || true
done
systemctl daemon-reload
# With the last server, the cluster is gone, and with it all of its objects.
/run/host/programs/node /run/host/shared/rke2.js gone
rm -f /usr/local/lib/systemd/system/rke2-*.service /etc/systemd/system/rke2-*.service
rm -f /usr/local/bin/rke2 /usr/local/bin/rke2-killall.sh
rm -rf /usr/local/share/rke2
rm -rf /etc/rancher/rke2 /etc/rancher/node /etc/cni /opt/cni/bin /var/lib/cni /var/log/pods /var/log/containers
rmdir /etc/rancher || true
rm -rf /var/lib/kubelet /var/lib/rancher/rke2
rmdir /var/lib/rancher || true
rm -f /usr/local/bin/rke2-uninstall.sh
