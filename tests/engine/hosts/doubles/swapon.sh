#!/bin/sh
# Turns on what fstab names.
. /run/host/shared/doubles/record.sh
record swapon "$@"
echo 'Filename Type Size Used Priority' >/run/host/own/swaps
awk '$1 !~ /^#/ && $3 == "swap" { print $1, "file 2097148 0 -2" }' /etc/fstab >>/run/host/own/swaps
