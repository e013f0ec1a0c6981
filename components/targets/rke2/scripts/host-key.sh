# Runs on the bastion and prints the public host key of a machine behind it.
host_key() {
  if ! command -v ssh-keyscan >/dev/null 2>&1; then
    [ -n "$EXPECTED" ] || die "the bastion has no ssh-keyscan. Install the client of OpenSSH there, or write hostKey."
    # The login that follows compares it.
    printf '%s\n' "$EXPECTED"
    return 0
  fi
  for try in 1 2 3; do
    # Of the keys, that of ed25519 comes first.
    found=$(ssh-keyscan -T 10 -t ed25519,ecdsa -p "$PORT" "$ADDRESS" 2>/dev/null | grep -v '^#' | cut -d ' ' -f 2,3 | sort -r)
    [ -z "$found" ] || break
    [ "$try" -eq 3 ] || sleep 3
  done
  [ -n "$found" ] ||
    die "the bastion gets no host key from $ADDRESS at port $PORT. Is the machine on, and has its SSH server an ed25519 or ecdsa key?"
  if [ -n "$EXPECTED" ]; then
    printf '%s\n' "$found" | grep -Fxq "$EXPECTED" ||
      die "the SSH server at $ADDRESS has another host key than hostKey. If the key was changed on purpose, write the new one: $(printf '%s\n' "$found" | head -n 1)"
    found=$EXPECTED
  fi
  printf '%s\n' "$found" | head -n 1
}
