#!/bin/sh
. /run/host/shared/doubles/record.sh
record kubectl "$@"
exec /run/host/programs/kubectl "$@"
