#!/bin/sh
# systemd of a host: starts and stops RKE2's units (`rancher/rke2`, bundle/lib/systemd/system). Exit codes as in systemctl(1).
. /run/host/shared/doubles/record.sh
record systemctl "$@"
units=/run/host/own/units logs=/run/host/own/logs
mkdir -p "$units" "$logs"

verb='' names='' now='' wait=yes quiet=''
for word in "$@"; do
  case $word in
    --now) now=yes ;;
    --no-block) wait='' ;;
    -q | --quiet) quiet=yes ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else names="$names ${word%.service}"; fi ;;
  esac
done

file_of() {
  for folder in /etc/systemd/system /usr/local/lib/systemd/system; do
    [ ! -f "$folder/$1.service" ] || { echo "$folder/$1.service" && return; }
  done
}

link_of() { echo "/etc/systemd/system/multi-user.target.wants/$1.service"; }

is_running() { [ -s "$units/$1.pid" ] && kill -0 "$(cat "$units/$1.pid")" 2>/dev/null; }

state_of() {
  if is_running "$1"; then
    [ -e "$units/$1.ready" ] && echo active || echo activating
  elif [ -e "$units/$1.failed" ]; then echo failed; else echo inactive; fi
}

# Units of type notify: the command waits until the program says that it is ready, or ends.
start() {
  [ "$(state_of "$1")" != active ] || return 0
  file=$(file_of "$1")
  if [ -z "$file" ]; then
    echo "Failed to start $1.service: Unit $1.service not found." >&2
    return 5
  fi
  rm -f "$units/$1.ready" "$units/$1.failed"
  command=$(sed -n 's/^ExecStart=//p' "$file")
  # shellcheck disable=SC2086
  NOTIFY_FILE=$units/$1.ready setsid $command </dev/null >>"$logs/$1" 2>&1 9>&- & # a service has nothing of whoever starts it
  echo $! >"$units/$1.pid"
  [ -n "$wait" ] || return 0
  while [ ! -e "$units/$1.ready" ]; do
    if ! is_running "$1"; then
      : >"$units/$1.failed"
      echo "Job for $1.service failed because the control process exited with error code." >&2
      echo "See \"systemctl status $1.service\" and \"journalctl -xeu $1.service\" for details." >&2
      return 1
    fi
    sleep 0.05
  done
}

stop() {
  if is_running "$1"; then
    kill "$(cat "$units/$1.pid")"
    while is_running "$1"; do sleep 0.02; done
  fi
  rm -f "$units/$1.pid" "$units/$1.ready" "$units/$1.failed"
}

code=0
for name in $names; do
  case $verb in
    enable)
      file=$(file_of "$name")
      if [ -z "$file" ]; then
        echo "Failed to enable unit: Unit file $name.service does not exist." >&2
        exit 1
      fi
      mkdir -p "$(dirname "$(link_of "$name")")"
      ln -sf "$file" "$(link_of "$name")"
      [ -z "$now" ] || start "$name" || code=$?
      ;;
    disable)
      if [ ! -L "$(link_of "$name")" ] && [ -z "$(file_of "$name")" ]; then
        echo "Failed to disable unit: Unit file $name.service does not exist." >&2
        code=1
      fi
      rm -f "$(link_of "$name")"
      [ -z "$now" ] || stop "$name"
      ;;
    start) start "$name" || code=$? ;;
    stop) stop "$name" ;;
    restart) stop "$name" && { start "$name" || code=$?; } ;;
    is-active)
      state=$(state_of "$name")
      [ -n "$quiet" ] || echo "$state"
      [ "$state" = active ] || code=3
      ;;
    is-enabled) if [ -L "$(link_of "$name")" ]; then echo enabled; else echo disabled && code=1; fi ;;
    is-failed) [ "$(state_of "$name")" = failed ] || code=1 ;;
    show) printf 'ActiveState=%s\n' "$(state_of "$name")" ;;
    status) printf '%s.service\n   Active: %s\n' "$name" "$(state_of "$name")" ;;
    reset-failed) rm -f "$units/$name.failed" ;;
    reload | try-restart | reload-or-restart) [ -n "$(file_of "$name")" ] || code=5 ;;
    *) echo "Unknown command verb '$verb'." >&2 && code=1 ;;
  esac
done
exit $code
