#!/bin/sh
# The kernel is that of this machine and keeps its settings: what the host sets is in a folder of its own.
. /run/host/shared/doubles/record.sh
record sysctl "$@"
kernel=/run/host/own/kernel
mkdir -p "$kernel"
set_one() { printf '%s\n' "${1#*=}" | sed 's/^ *//' >"$kernel/$(printf '%s' "${1%%=*}" | tr -d ' ')"; }
from_file() { while read -r line; do case $line in '' | '#'*) ;; *=*) set_one "$line" ;; esac; done <"$1"; }
get() {
  if [ -f "$kernel/$1" ]; then cat "$kernel/$1"; return; fi
  case $1 in
    net.bridge.*) if [ -f /run/host/own/modules ] && grep -q br_netfilter /run/host/own/modules; then echo 0; else
      echo "sysctl: cannot stat /proc/sys/$(echo "$1" | tr . /): No such file or directory" >&2 && return 255
    fi ;;
    *) cat "/proc/sys/$(echo "$1" | tr . /)" ;;
  esac
}
mode=''
for word in "$@"; do
  case $word in
    -n) ;;
    -w) mode=write ;;
    -p*) mode=file && [ "$word" = -p ] || from_file "${word#-p}" ;;
    --system) for file in /etc/sysctl.d/*.conf; do [ ! -f "$file" ] || from_file "$file"; done ;;
    -*) ;;
    *=*) set_one "$word" ;;
    *) if [ "$mode" = file ]; then from_file "$word"; else get "$word" || exit; fi ;;
  esac
done
