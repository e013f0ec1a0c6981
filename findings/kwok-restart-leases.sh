#!/usr/bin/env bash
# After a restart, kwok leaves its machines alone until the leases of the killed process expire.
#
# What:      Each start of kwok takes a new random identity, also on the same host with the same configuration. The leases of its nodes
#            still name the killed process, so the new one manages no node and no pod until they expire: 40 s by default.
# Surprise:  It looks like a controller without state that goes on where it was killed. The controller manager takes a node
#            for dead after 50 s without a heartbeat (its default) and marks the pods as not ready; kwok does not make them ready again.
#            Whether that happens depends on when the last lease was renewed, so a test hangs now and then.
# Affected:  Tests that restart kwok, such as to change its stages, which it reads only once.
# Solution:  Delete the leases in `kube-node-lease` before the new process starts. It then manages the nodes at once.
# Versions:  sigs.k8s.io/kwok 0.8.0, Go 1.26
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	coordination "k8s.io/api/coordination/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/kwok/pkg/kwok/controllers"
)

const node, seconds = "node-1", 3

var client = fake.NewClientset()

func lease() (*coordination.Lease, bool) {
	found, err := client.CoordinationV1().Leases("kube-node-lease").Get(context.Background(), node, meta.GetOptions{})
	if err != nil {
		return nil, false
	}
	return found, true
}

// Starts what holds the leases in a process of kwok; returns when it manages the node, and its end without a release.
func start() (time.Time, context.CancelFunc) {
	identity, err := controllers.Identity()
	if err != nil {
		log.Fatal(err)
	}
	managed := make(chan time.Time, 10)
	holder, err := controllers.NewNodeLeaseController(controllers.NodeLeaseControllerConfig{
		HolderIdentity:       identity,
		TypedClient:          client,
		LeaseDurationSeconds: seconds,
		LeaseParallelism:     1,
		RenewInterval:        time.Second,
		GetLease:             func(string) (*coordination.Lease, bool) { return lease() },
		OnNodeManagedFunc:    func(string) { managed <- time.Now() },
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, kill := context.WithCancel(context.Background())
	_ = holder.Start(ctx)
	holder.TryHold(node)
	return <-managed, kill
}

func main() {
	_, kill := start()
	kill()
	time.Sleep(time.Second / 2)
	first, _ := lease()
	second, kill := start()
	expired := first.Spec.RenewTime.Add(seconds * time.Second)
	fmt.Println("restarted: managed before the old lease expired:", second.Before(expired))
	kill()
	time.Sleep(time.Second / 2)
	last, _ := lease()
	_ = client.CoordinationV1().Leases("kube-node-lease").Delete(context.Background(), node, meta.DeleteOptions{})
	third, kill := start()
	kill()
	fmt.Println("restarted without the old lease: managed before it would have expired:", third.Before(last.Spec.RenewTime.Add(seconds*time.Second)))
}
GO
cat >go.mod <<'MOD'
module example.test/finding

go 1.26

require sigs.k8s.io/kwok v0.8.0
MOD
go mod tidy >/dev/null 2>&1
go build -o finding .
actual=$(timeout 60 ./finding 2>/dev/null)
expected="restarted: managed before the old lease expired: false
restarted without the old lease: managed before it would have expired: true"
if [ "$actual" = "$expected" ]; then
  echo "ok: a restarted kwok waits until the leases of its killed process expire"
else
  printf 'expected:\n%s\nactual:\n%s\n' "$expected" "$actual"
  exit 1
fi
