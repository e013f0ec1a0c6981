# Runs on a server and changes a node of the cluster, TARGET, through the API server.

# Labels and taints that this package set, by which a later run finds those to remove.
LABELS_NOTE=mlplatform-rke2/labels
TAINTS_NOTE=mlplatform-rke2/taints
DRAINED_NOTE=mlplatform-rke2/drained

# Waits until the node is ready, and gives it its labels and taints.
join() {
  within 600 is_there || die "did not register as $TARGET within 10 minutes. See journalctl -u $SERVICE on it."
  kube wait --for=condition=Ready "node/$TARGET" --timeout=600s >/dev/null ||
    die "is not ready after 10 minutes. See kubectl describe node $TARGET."
  mark
}

is_there() { kube get node "$TARGET" >/dev/null 2>&1; }

note() { kube get node "$TARGET" -o "jsonpath={.metadata.annotations['$1']}"; }

# Words of the first list that are not in the second.
without() {
  for word in $1; do
    case " $2 " in
      *" $word "*) ;;
      *) printf '%s ' "$word" ;;
    esac
  done
}

mark() {
  is_there || die "is not in the cluster as $TARGET. Remove the node, run up, and add it again."
  keys=$(for label in $LABELS; do printf '%s ' "${label%%=*}"; done)
  kinds=$(for taint in $TAINTS; do printf '%s:%s ' "${taint%%[=:]*}" "${taint##*:}"; done)
  gone=$(without "$(note "$LABELS_NOTE")" "$keys")
  left=$(without "$(note "$TAINTS_NOTE")" "$kinds")
  for key in $gone; do kube label node "$TARGET" "$key-" >/dev/null; done
  # kubectl fails for a taint that is not there, as after a run that ended here.
  now=$(kube get node "$TARGET" -o 'jsonpath={range .spec.taints[*]}{.key}:{.effect} {end}')
  for kind in $left; do
    case " $now " in *" $kind "*) kube taint node "$TARGET" "$kind-" >/dev/null ;; esac
  done
  # shellcheck disable=SC2086
  [ -z "$LABELS" ] || kube label node "$TARGET" --overwrite $LABELS >/dev/null
  # shellcheck disable=SC2086
  [ -z "$TAINTS" ] || kube taint node "$TARGET" --overwrite $TAINTS >/dev/null
  [ -z "$keys$kinds$gone$left" ] ||
    kube annotate node "$TARGET" --overwrite "$LABELS_NOTE=${keys% }" "$TAINTS_NOTE=${kinds% }" >/dev/null
}

# Whether other nodes could take the pods of this one.
has_others() {
  kube get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.spec.unschedulable}{"\n"}{end}' |
    awk -v target="$TARGET" '$1 != target && $2 != "true" { found = 1 } END { exit !found }'
}

is_ready() {
  [ "$(kube get node "$TARGET" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]
}

# Moves the pods of the node to others, before it is upgraded.
drain() {
  before=$(kube get node "$TARGET" -o 'jsonpath={.status.nodeInfo.kubeletVersion}')
  if [ "$before" = "$1" ]; then
    # The release was written back after an upgrade to another one failed.
    release_pods
    return 0
  fi
  refuse_step "$before" "$1"
  if ! has_others; then
    say "is not drained, as no other node could take its pods"
    return 0
  fi
  if [ "$(kube get node "$TARGET" -o 'jsonpath={.spec.unschedulable}')" != true ]; then
    kube annotate node "$TARGET" --overwrite "$DRAINED_NOTE=yes" >/dev/null
  fi
  say "is drained"
  evict || die "its pods did not leave it within 10 minutes. See kubectl get pods -A --field-selector spec.nodeName=$TARGET and their PodDisruptionBudgets, then run up again."
}

evict() { kube drain "$TARGET" --ignore-daemonsets --delete-emptydir-data --force --timeout=600s >/dev/null; }

# Lets pods run on the node again, if `drain` kept them away.
uncordon() {
  within 600 is_upgraded "$1" || die "does not run $1 and is not ready after 10 minutes. See kubectl describe node $TARGET."
  release_pods
}

release_pods() {
  [ "$(note "$DRAINED_NOTE")" = yes ] || return 0
  kube uncordon "$TARGET" >/dev/null
  kube annotate node "$TARGET" "$DRAINED_NOTE-" >/dev/null
  say "takes pods again"
}

is_upgraded() { [ "$(kube get node "$TARGET" -o 'jsonpath={.status.nodeInfo.kubeletVersion}')" = "$1" ] && is_ready; }

# Takes the node out of the cluster. RKE2 then takes a server out of etcd too.
forget() {
  if ! is_there; then
    say "is not in the cluster any more"
    return 0
  fi
  if is_ready && has_others; then
    evict || die "its pods did not leave it within 10 minutes. See kubectl get pods -A --field-selector spec.nodeName=$TARGET and their PodDisruptionBudgets, then run up again."
  fi
  kube delete node "$TARGET" --timeout=300s >/dev/null || die "could not be removed from the cluster. See kubectl describe node $TARGET."
  say "was removed from the cluster"
}
