# Prints the kubeconfig of the cluster, and nothing of it unless all is there: an error of the command shows what it printed.
kubeconfig() {
  file=/etc/rancher/rke2/rke2.yaml
  [ -s "$file" ] && grep -q '^clusters:' "$file" || die "has no kubeconfig. Is $SERVICE running?"
  sed -E -e "s#https://127\\.0\\.0\\.1:6443#https://$API_ADDRESS:6443#" \
    -e "s#^(.*(name|cluster|user|current-context): )\"?default\"?\$#\\1$CLUSTER#" "$file"
}
