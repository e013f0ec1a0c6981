#!/bin/sh
. /run/host/shared/doubles/record.sh
record modprobe "$@"
for word in "$@"; do
  case $word in
    -n | --dry-run) exit 0 ;;
    -*) ;;
    *) echo "$word" >>/run/host/own/modules ;;
  esac
done
