"""
Configures a real hub from the values of a Helm release, as the file of the chart does that the hub's pod runs
(zero-to-jupyterhub-k8s 4.4.0, jupyterhub/files/hub/jupyterhub_config.py). It knows the values that our component writes.

HUB_TEST names a JSON file: `values` are those of the release with the chart's defaults below them, `hubUrl` and `proxyApiUrl`
are where the hub and the API of the proxy listen, `database` is the hub's file, `release` and `namespace` are those of the
release, and `startsPods` says whether KUBECONFIG names a cluster. The token of the proxy comes in CONFIGPROXY_AUTH_TOKEN, as
in the pod.
"""

import json
import os
from pathlib import Path

test = json.loads(Path(os.environ["HUB_TEST"]).read_text())
values = test["values"]
hub, singleuser = values["hub"], values["singleuser"]


def set_given(target, traits):
    """The chart sets no trait whose value is null: the class's own default then holds."""
    for name, value in traits.items():
        if value is not None:
            setattr(target, name, value)


c = get_config()  # noqa: F821

# To load KubeSpawner takes two seconds, and it must reach a cluster when it is created.
c.JupyterHub.spawner_class = "kubespawner.KubeSpawner" if test["startsPods"] else "simple"
c.JupyterHub.hub_bind_url = c.JupyterHub.hub_connect_url = test["hubUrl"]
c.JupyterHub.cleanup_servers = False
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
c.JupyterHub.db_url = f"sqlite:///{test['database']}"
set_given(c.JupyterHub, {"base_url": hub.get("baseUrl")})
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = test["proxyApiUrl"]

image, storage = singleuser["image"], singleuser["storage"]
volume = storage["dynamic"]["volumeNameTemplate"]
c.KubeSpawner.namespace = test["namespace"]
c.KubeSpawner.common_labels = {
    "app": "jupyterhub",
    "app.kubernetes.io/name": "jupyterhub",
    "release": test["release"],
    "app.kubernetes.io/instance": test["release"],
    "app.kubernetes.io/managed-by": "kubespawner",
}
c.KubeSpawner.image = f"{image['name']}:{image['tag']}"
set_given(
    c.KubeSpawner,
    {
        "cpu_guarantee": singleuser["cpu"].get("guarantee"),
        "cpu_limit": singleuser["cpu"].get("limit"),
        "mem_guarantee": singleuser["memory"].get("guarantee"),
        "mem_limit": singleuser["memory"].get("limit"),
        "node_selector": singleuser.get("nodeSelector"),
        "environment": singleuser.get("extraEnv"),
        "extra_labels": singleuser.get("extraLabels"),
        "fs_gid": singleuser.get("fsGid"),
        "profile_list": singleuser.get("profileList"),
        "start_timeout": singleuser.get("startTimeout"),
        "tolerations": values["scheduling"]["userPods"]["tolerations"] + singleuser.get("extraTolerations", []),
        "uid": singleuser.get("uid"),
    },
)
if storage["type"] == "dynamic":
    c.KubeSpawner.storage_pvc_ensure = True
    set_given(
        c.KubeSpawner,
        {
            "pvc_name_template": storage["dynamic"].get("pvcNameTemplate"),
            "storage_access_modes": storage["dynamic"].get("storageAccessModes"),
            "storage_capacity": storage.get("capacity"),
            "storage_class": storage["dynamic"].get("storageClass"),
            "storage_extra_labels": storage.get("extraLabels"),
        },
    )
    c.KubeSpawner.volumes = {
        volume: {"name": volume, "persistentVolumeClaim": {"claimName": "{pvc_name}"}}
    }
    c.KubeSpawner.volume_mounts = {
        volume: {"name": volume, "mountPath": storage["homeMountPath"]}
    }
c.Spawner.cmd = singleuser["cmd"]
set_given(c.Spawner, {"default_url": singleuser.get("defaultUrl")})

roles = hub.get("loadRoles", {})
c.JupyterHub.load_roles = [{"name": name, **role} for name, role in roles.items()]

# The chart takes these three out of the classes and passes them as texts of the Secret `hub`.
given = hub["config"]
c.JupyterHub.cookie_secret = hub.get("cookieSecret") or given["JupyterHub"]["cookie_secret"]
c.CryptKeeper.keys = given["CryptKeeper"]["keys"]
passed_otherwise = {
    "JupyterHub": ["cookie_secret", "proxy_auth_token", "services"],
    "ConfigurableHTTPProxy": ["auth_token"],
    "CryptKeeper": ["keys"],
}
for name, traits in given.items():
    others = passed_otherwise.get(name, [])
    c[name].update({trait: value for trait, value in traits.items() if trait not in others})

for _, code in sorted(hub.get("extraConfig", {}).items()):
    exec(code)
