#!/bin/sh
# The first process of a host, in namespaces of its own: gives it a root file system over that of this machine, and becomes its SSH
# server. What the host writes goes to memory.
# $1 the host's folder, $2 the folder that all hosts share, $3 the lower layer with what this host has, $4 the hostname
set -eu
own=$1 shared=$2 layer=$3
hostname "$4"
mount --make-rprivate /
memory=$own/memory
mkdir -p "$memory"
# Larger than the memory of this machine: RKE2's requirements for disks are for real ones.
mount -t tmpfs -o size=100g tmpfs "$memory"
mkdir "$memory/upper" "$memory/work" "$memory/root"
cp -a "$layer" "$memory/layer" # an overlay refuses a layer that is inside of another
root=$memory/root
mount -t overlay -o "lowerdir=$memory/layer:/,upperdir=$memory/upper,workdir=$memory/work" overlay "$root"
# Nothing of these folders of this machine is the host's.
for folder in tmp run home root; do mount -t tmpfs tmpfs "$root/$folder"; done
chmod 1777 "$root/tmp"
chmod 700 "$root/root"
mkdir -p "$root/run/host/own" "$root/run/host/shared" "$root/run/host/upper" "$root/run/host/usr" "$root/run/sshd"
mount --bind "$own/files" "$root/run/host/own"
mount --bind "$shared" "$root/run/host/shared"
mount --bind "$memory/upper" "$root/run/host/upper"
mount --bind /usr "$root/run/host/usr" # the real programs behind the doubles
mkdir "$root/run/host/programs"
for link in "$shared"/programs/*; do
  [ -L "$link" ] || continue
  : >"$root/run/host/programs/$(basename "$link")"
  mount --bind "$(readlink -f "$link")" "$root/run/host/programs/$(basename "$link")"
done
mount --rbind /dev "$root/dev"
mount -t sysfs sysfs "$root/sys"
mount -t proc proc "$root/proc"
chmod 644 "$own/files/swaps"
mount --bind "$own/files/swaps" "$root/proc/swaps"
cd "$root"
mkdir run/host/before
pivot_root . run/host/before
umount -l /run/host/before
rmdir /run/host/before
mkdir -p /home/ubuntu/.ssh
cp /run/host/own/authorized_keys /home/ubuntu/.ssh/authorized_keys
chown -R 1000:1000 /home/ubuntu
chmod -R go= /home/ubuntu
exec /usr/sbin/sshd -D -e -f /run/host/own/sshd_config
