# Installs a release of RKE2, from the internet or from copied files.

version_of() { "$1" --version 2>/dev/null | sed -n 's/^rke2 version \(v[^ ]*\).*/\1/p' | head -n 1; }

# Installs a release, unless it was installed to the end before. The second argument is the folder with copied files.
install() {
  refuse_foreign
  claim
  bin=$(program rke2)
  if [ -n "$bin" ] && [ "$(version_of "$bin")" = "$1" ] && [ "$(remembered installed)" = "$1" ]; then
    return 0
  fi
  rm -f "$OWN/installed"
  log=$OWN/install.log
  say "installs RKE2 $1"
  if [ -n "${2:-}" ]; then
    [ -f "$2/install.sh" ] || die "airGapFolder has no install.sh. Download it from https://get.rke2.io."
    (umask 022 && INSTALL_RKE2_TYPE=$ROLE INSTALL_RKE2_ARTIFACT_PATH=$2 sh "$2/install.sh") >"$log" 2>&1 || install_failed "$1"
  else
    download https://get.rke2.io "$OWN/install.sh" || die "cannot download https://get.rke2.io. Let it reach the internet, or write airGapFolder."
    (umask 022 && INSTALL_RKE2_TYPE=$ROLE INSTALL_RKE2_VERSION=$1 sh "$OWN/install.sh") >"$log" 2>&1 || install_failed "$1"
    rm -f "$OWN/install.sh"
  fi
  rm -f "$log"
  bin=$(program rke2)
  [ -n "$bin" ] || die "RKE2 is not there after its installation."
  found=$(version_of "$bin")
  [ "$found" = "$1" ] || die "RKE2 $found was installed instead of $1.${2:+ The files in airGapFolder are of another release.}"
  remember installed "$1"
  [ -z "${2:-}" ] || remove_other_files "$2"
}

# The files of a release are larger than a gigabyte.
remove_other_files() {
  for files in "$(dirname "$1")"/*; do
    [ "$files" = "$1" ] || rm -rf "$files"
  done
}

install_failed() {
  tail -n 5 "$OWN/install.log" >&2
  die "the installation of RKE2 $1 failed."
}
