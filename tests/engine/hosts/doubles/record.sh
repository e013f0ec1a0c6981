# Every double writes down first how it was called, in the order of all hosts, and all command lines that can be seen meanwhile.
# $1 the program, then its arguments
record() (
  read -r host </proc/sys/kernel/hostname
  line="$host	$*"
  # Few programs are started here: ten hosts share the processors of this machine.
  case $line in *"
"*) line=$(printf '%s' "$line" | tr '\n' ' ') ;; esac
  printf '%s\n' "$line" >>/run/host/shared/commands
  { cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0\n' '  ' && echo; } >>/run/host/shared/command-lines
)

# A setting of the test for this host, or for all.
setting() { cat "/run/host/own/$1" 2>/dev/null || cat "/run/host/shared/$1" 2>/dev/null || :; }

# Whether the test wants this to fail on this host: once, unless its file says `always`.
fails() {
  [ -e "/run/host/own/fail-$1" ] || return 1
  [ "$(cat "/run/host/own/fail-$1")" = always ] || rm "/run/host/own/fail-$1"
}
