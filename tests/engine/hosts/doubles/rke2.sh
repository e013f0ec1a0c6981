. /run/host/shared/doubles/record.sh
record rke2 "$@"
case ${1:-} in
  --version | -v) printf 'rke2 version %s (0123456789abcdef0123456789abcdef01234567)\ngo version go1.26.3\n' "$RKE2_VERSION" ;;
  server | agent)
    # ExecCondition of the agent's unit
    if [ "$1" = agent ] && systemctl is-active --quiet rke2-server; then echo 'Error: rke2-server is running!' && exit 1; fi
    if fails start; then echo 'level=fatal msg="the test wants it to fail"' && exit 1; fi
    exec /run/host/programs/node /run/host/shared/rke2.js "$1"
    ;;
  *) echo "flag provided but not defined: ${1:-}" >&2 && exit 1 ;;
esac
