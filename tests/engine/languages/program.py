"""The platform on an existing cluster, from Python.

`program.py up|preview|destroy` runs the operation with the settings that stand on standard input, and prints what came
of it, both as JSON.
"""

import json
import sys

import pulumi
import pulumi_kubernetes as kubernetes
import pulumi_mlplatform as mlplatform
from pulumi import automation as auto


def platform(settings):
    """What somebody would write who uses the package from Python."""
    ml = mlplatform.MlCluster(
        "ml",
        existing=mlplatform.ExistingClusterArgs(
            kubeconfig=pulumi.Output.secret(settings["kubeconfig"]),
            context=settings["context"],
        ),
        kubernetes_version=settings["kubernetesVersion"],
    )
    # A provider is no output, so every language makes its own.
    provider = kubernetes.Provider(
        "kubernetes", kubeconfig=ml.kubeconfig, cluster_identifier=ml.cluster_identifier
    )
    k8s = pulumi.ResourceOptions(provider=provider)
    ingress = mlplatform.IngressLayer(
        "ingress",
        cluster=ml,
        istio=mlplatform.IstioArgs(),
        charts=istio_charts(settings.get("istioVersion")),
        source_ranges=settings["sourceRanges"],
        mirror=settings["mirror"],
        opts=k8s,
    )
    seldon = mlplatform.SeldonCore(
        "seldon",
        cluster=ml,
        ingress=ingress,
        model_namespaces=["models"],
        mirror=settings["mirror"],
        opts=k8s,
    )
    mlplatform.IngressLayer(
        "partners",
        cluster=ml,
        istio=mlplatform.IstioArgs(control_plane=ingress),
        source_ranges=["198.51.100.0/24"],
        hosts=["partners.example.org"],
        replicas=2,
        namespace=mlplatform.NamespaceArgs(name="partners"),
        mirror=settings["mirror"],
        opts=k8s,
    )
    iris = mlplatform.ModelDeployment(
        "iris",
        seldon=seldon,
        namespace="models",
        predictors=[
            mlplatform.PredictorArgs(
                name="main",
                server=mlplatform.ModelServer.SKLEARN,
                model_uri="gs://models/iris",
                traffic=75,
            ),
            mlplatform.PredictorArgs(
                name="canary",
                image="registry.example.org/iris:2",
                traffic=settings.get("canaryTraffic", 25),
            ),
        ],
        opts=k8s,
    )
    # The Service need not exist, and this namespace exists as soon as routes do.
    notebooks = mlplatform.Route(
        "notebooks",
        ingress=ingress,
        namespace="istio-system",
        host="lab.example.org",
        path="/lab",
        service=mlplatform.RouteServiceArgs(name="proxy-public", port=80),
        opts=k8s,
    )
    hub = mlplatform.JupyterHub(
        "hub",
        cluster=ml,
        login=mlplatform.JupyterHubLoginArgs(
            shared_password=mlplatform.JupyterHubSharedPasswordArgs(),
            allowed_users=["ada"],
            admin_users=["root"],
        ),
        service=mlplatform.JupyterHubServiceArgs(type=mlplatform.JupyterHubServiceType.CLUSTER_IP),
        reach=mlplatform.JupyterHubReachArgs(seldon=seldon),
        delete_data=True,
        mirror=settings["mirror"],
        opts=k8s,
    )
    pachyderm = mlplatform.PachydermStore(
        "pachyderm",
        cluster=ml,
        seaweed_fs=mlplatform.SeaweedFsStoreArgs(),
        service=mlplatform.PachydermServiceArgs(type=mlplatform.PachydermServiceType.CLUSTER_IP),
        delete_data=True,
        mirror=settings["mirror"],
        opts=k8s,
    )
    rancher = mlplatform.RancherServer(
        "rancher",
        cluster=ml,
        host="rancher.example.org",
        kubernetes_ingress=mlplatform.RancherIngressArgs(),
        tls=mlplatform.RancherTlsArgs(
            secret=mlplatform.RancherCertificateArgs(
                certificate=settings["certificate"], key=pulumi.Output.secret(settings["key"])
            )
        ),
        replicas=1,
        clean_up=mlplatform.RancherCleanUpArgs(enabled=False),
        mirror=settings["mirror"],
        opts=k8s,
    )
    pulumi.export("notebooksUrl", notebooks.ready)
    pulumi.export("modelUrl", iris.rest_url)
    pulumi.export("kubeconfig", ml.kubeconfig)
    pulumi.export("host", ingress.host)
    pulumi.export("url", ingress.url)
    pulumi.export("hubNamespace", hub.namespace)
    pulumi.export("connect", pachyderm.connect_command)
    pulumi.export("rancherUrl", rancher.url)


def program(settings):
    """The platform, or another program whose code is given."""
    if "example" in settings:
        exec(settings["example"], {})
    else:
        platform(settings)


def istio_charts(version):
    """Another version of Istio's charts, if there is one."""
    if version is None:
        return None
    names = ["istio-base", "istiod", "istio-gateway"]
    return {name: mlplatform.ChartArgs(version=version) for name in names}


def main():
    settings = json.load(sys.stdin)
    # The SDK's own project settings have no plugins: Pulumi.yaml in the folder names them.
    stack = auto.create_or_select_stack(
        stack_name=settings["stack"],
        project_name=settings["project"],
        program=lambda: program(settings["program"]),
        opts=auto.LocalWorkspaceOptions(
            work_dir=settings["workDir"],
            pulumi_home=settings["home"],
            pulumi_command=auto.PulumiCommand(settings["pulumiRoot"]),
            env_vars=settings["env"],
        ),
    )
    report = {"events": []}
    operation = getattr(stack, sys.argv[1])
    try:
        result = operation(on_event=lambda event: report["events"].append(told(event)), color="never")
        report["outputs"] = {key: {"value": output.value} for key, output in getattr(result, "outputs", {}).items()}
    except auto.CommandError as error:
        report["error"] = str(error)
    json.dump(report, sys.stdout)


def told(event):
    """An event as the engine's own JSON has it, as far as tests look into it."""
    steps = {
        "resourcePreEvent": event.resource_pre_event,
        "resOutputsEvent": event.res_outputs_event,
        "resOpFailedEvent": event.res_op_failed_event,
    }
    line = event.diagnostic_event
    return {
        "sequence": event.sequence,
        **{
            kind: {"metadata": {"urn": step.metadata.urn, "op": step.metadata.op}}
            for kind, step in steps.items()
            if step is not None
        },
        **(
            {}
            if line is None
            else {
                "diagnosticEvent": {
                    "severity": line.severity,
                    "message": line.message,
                    "urn": line.urn or "",
                    "ephemeral": bool(line.ephemeral),
                }
            }
        ),
    }


if __name__ == "__main__":
    main()
