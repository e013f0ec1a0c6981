#!/bin/sh
# The log of a unit: journalctl -u NAME.
. /run/host/shared/doubles/record.sh
record journalctl "$@"
while [ $# -gt 0 ] && [ "$1" != -u ]; do shift; done
unit=${2:-rke2-server}
tail -n 20 "/run/host/own/logs/${unit%.service}" 2>/dev/null || echo '-- No entries --'
