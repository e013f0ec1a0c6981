#!/usr/bin/env bash
# After a restart, kwok leaves its machines alone until the leases of the killed process expire.
#
# What:      Each start of kwok takes a new random identity, also on the same host with the same configuration. The leases of its nodes
#            still name the killed process, so the new one manages no node and no pod until they expire: 40 s by default.
# Surprise:  kwok keeps no state, so one expects that it goes on at once. The controller manager takes a node for dead after 50 s without a
#            heartbeat and marks its pods as not ready, which kwok does not undo. Whether that happens depends on when the last
#            lease was renewed, so a test hangs now and then.
# Affected:  Tests that restart kwok, such as to change its stages, which it reads only once.
# Solution:  Delete the leases in `kube-node-lease` before the new process starts. It then manages the nodes at once.
# Versions:  sigs.k8s.io/kwok 0.8.0, Go 1.26
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf 'module example.test/finding\n\ngo 1.26\n\nrequire sigs.k8s.io/kwok v0.8.0\n' >go.mod
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"time"

	coordination "k8s.io/api/coordination/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/kwok/pkg/kwok/controllers"
)

const node, seconds = "node-1", 3

var ctx, client = context.Background(), fake.NewClientset()
var leases = client.CoordinationV1().Leases("kube-node-lease")

func lease(string) (*coordination.Lease, bool) {
	if found, err := leases.Get(ctx, node, meta.GetOptions{}); err == nil {
		return found, true
	}
	return nil, false
}

// One process of kwok, as far as it holds leases. It is killed as soon as it manages the node. Returns how long that took.
func run() time.Duration {
	began := time.Now()
	identity, _ := controllers.Identity()
	managed := make(chan bool, 1)
	holder, _ := controllers.NewNodeLeaseController(controllers.NodeLeaseControllerConfig{
		HolderIdentity: identity, TypedClient: client, GetLease: lease,
		LeaseDurationSeconds: seconds, LeaseParallelism: 1, RenewInterval: time.Second,
		OnNodeManagedFunc: func(string) { managed <- true },
	})
	life, kill := context.WithCancel(ctx)
	defer kill()
	_ = holder.Start(life)
	holder.TryHold(node)
	<-managed
	return time.Since(began)
}

func main() {
	soon := time.Second
	fmt.Println("first process: soon", run() < soon)
	fmt.Println("second process: soon", run() < soon)
	_ = leases.Delete(ctx, node, meta.DeleteOptions{})
	fmt.Println("third process, without the lease: soon", run() < soon)
}
GO
go mod tidy >/dev/null 2>&1
go build -o finding .
actual=$(timeout 60 ./finding 2>/dev/null)
expected="first process: soon true
second process: soon false
third process, without the lease: soon true"
if [ "$actual" = "$expected" ]; then
  echo "ok: a restarted kwok waits until the leases of its killed process expire"
else
  printf 'expected:\n%s\nactual:\n%s\n' "$expected" "$actual"
  exit 1
fi
