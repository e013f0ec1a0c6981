#!/usr/bin/env bash
# KubeSpawner labels the volume of a user as a server, not as storage.
#
# What:      Pods and claims have two labels for what they are. The old one, `component`, tells them apart. The one that Kubernetes
#            recommends, `app.kubernetes.io/component`, is `singleuser-server` on both.
# Surprise:  A selector by the recommended label that is meant for servers also matches the volumes of users, and one for
#            `singleuser-storage` matches nothing.
# Affected:  Who deletes, counts or backs up by app.kubernetes.io/component: the homes of users go with the servers.
# Solution:  Select claims by `component=singleuser-storage`.
# Versions:  jupyterhub-kubespawner 7.0.0 with jupyterhub 5.5.0, Python 3.11
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jupyterhub-kubespawner==7.0.0 jupyterhub==5.5.0

# The spawner wants a kubeconfig, but nothing is asked of a cluster.
cat >"$folder/kubeconfig" <<'END'
apiVersion: v1
kind: Config
current-context: none
contexts: [{ name: none, context: { cluster: none, user: none } }]
clusters: [{ name: none, cluster: { server: "http://127.0.0.1:1" } }]
users: [{ name: none, user: { token: none } }]
END

cat >"$folder/labels.py" <<'END'
import asyncio
from types import SimpleNamespace

from jupyterhub.objects import Hub
from jupyterhub.orm import Spawner
from kubespawner import KubeSpawner


async def main():
    user = SimpleNamespace(name="ada", id=1, url="/user/ada/", escaped_name="ada", settings={}, server=None)
    hub = Hub(ip="hub", port=8081, base_url="/hub/")
    spawner = KubeSpawner(user=user, hub=hub, orm_spawner=Spawner(name=""), _mock=True)
    spawner.cmd = ["jupyterhub-singleuser"]
    for what, manifest in (("claim", spawner.get_pvc_manifest()), ("pod", await spawner.get_pod_manifest())):
        for label in ("component", "app.kubernetes.io/component"):
            print(what, label, manifest.metadata.labels[label])


asyncio.run(main())
END

seen=$(KUBECONFIG="$folder/kubeconfig" "$folder/venv/bin/python" "$folder/labels.py" 2>/dev/null)
expected="claim component singleuser-storage
claim app.kubernetes.io/component singleuser-server
pod component singleuser-server
pod app.kubernetes.io/component singleuser-server"

if [[ $seen == "$expected" ]]; then
  echo "ok: the claim of a user has app.kubernetes.io/component: singleuser-server, as the pod has"
else
  printf 'expected:\n%s\nseen:\n%s\n' "$expected" "$seen"
  exit 1
fi
