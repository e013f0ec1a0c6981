#!/bin/sh
# Stands in for https://get.rke2.io (`rancher/rke2`, install.sh): its variables, its checks, and where a release goes by tar.
set -e
. /run/host/shared/doubles/record.sh
type=${INSTALL_RKE2_TYPE:-${INSTALL_RKE2_EXEC:-server}}
record install.sh "$type" "${INSTALL_RKE2_VERSION:-}" ${INSTALL_RKE2_ARTIFACT_PATH:+"$INSTALL_RKE2_ARTIFACT_PATH"}
fatal() { echo "[ERROR]  $*" >&2 && exit 1; }
[ "$(id -u)" -eq 0 ] || fatal "You need to be root to perform this install"
case $type in server | agent) ;; *) fatal "unknown type $type" ;; esac
version=${INSTALL_RKE2_VERSION:-}
if [ -n "${INSTALL_RKE2_ARTIFACT_PATH:-}" ]; then
  archive=$INSTALL_RKE2_ARTIFACT_PATH/rke2.linux-amd64.tar.gz
  expected=$(awk '$2 == "rke2.linux-amd64.tar.gz" { print $1 }' "$INSTALL_RKE2_ARTIFACT_PATH/sha256sum-amd64.txt")
  actual=$(sha256sum "$archive" | cut -d ' ' -f 1)
  [ "$expected" = "$actual" ] || fatal "download sha256 does not match $expected, got $actual"
  version=$(cat "$archive") # the test's archive is the name of its release
fi
# The real one would take the newest stable release: every caller here must pin one.
[ -n "$version" ] || fatal "no version is pinned"
sleep "0$(setting seconds-install)"
if fails install; then
  mkdir -p /usr/local/bin
  echo half >/usr/local/bin/rke2
  fatal "download failed"
fi
mkdir -p /usr/local/bin /usr/local/lib/systemd/system /usr/local/share/rke2
{
  echo '#!/bin/sh'
  echo "export RKE2_VERSION='$version'"
  cat /run/host/shared/doubles/rke2.sh
} >/usr/local/bin/rke2.new
chmod 755 /usr/local/bin/rke2.new
mv /usr/local/bin/rke2.new /usr/local/bin/rke2
cp /run/host/shared/doubles/rke2-uninstall.sh /usr/local/bin/rke2-uninstall.sh
printf '#!/bin/sh\nsystemctl stop rke2-server.service\nsystemctl stop rke2-agent.service\n' >/usr/local/bin/rke2-killall.sh
chmod 755 /usr/local/bin/rke2-uninstall.sh /usr/local/bin/rke2-killall.sh
echo license >/usr/local/share/rke2/LICENSE.txt
for role in server agent; do # both units are in the archive
  printf '[Service]\nType=notify\nExecStart=/usr/local/bin/rke2 %s\n' "$role" >"/usr/local/lib/systemd/system/rke2-$role.service"
done
[ -n "${INSTALL_RKE2_SKIP_RELOAD:-}" ] || systemctl daemon-reload
