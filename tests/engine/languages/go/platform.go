package main

import (
	"example.com/pulumi-mlplatform/sdk/go/mlplatform"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// What the program is told.
type Settings struct {
	Kubeconfig        string   `json:"kubeconfig"`
	Context           string   `json:"context"`
	KubernetesVersion string   `json:"kubernetesVersion"`
	SourceRanges      []string `json:"sourceRanges"`
	Mirror            string   `json:"mirror"`
	Certificate       string   `json:"certificate"`
	Key               string   `json:"key"`
	CanaryTraffic     *float64 `json:"canaryTraffic"`
	IstioVersion      string   `json:"istioVersion"`
}

// What somebody would write who uses the package from Go.
func platform(ctx *pulumi.Context, settings Settings) error {
	ml, err := mlplatform.NewMlCluster(ctx, "ml", &mlplatform.MlClusterArgs{
		Existing: &mlplatform.ExistingClusterArgs{
			Kubeconfig: pulumi.ToSecret(settings.Kubeconfig),
			Context:    pulumi.String(settings.Context),
		},
		KubernetesVersion: &settings.KubernetesVersion,
	})
	if err != nil {
		return err
	}
	// A provider is no output, so every language makes its own.
	provider, err := kubernetes.NewProvider(ctx, "kubernetes", &kubernetes.ProviderArgs{
		Kubeconfig:        ml.Kubeconfig,
		ClusterIdentifier: ml.ClusterIdentifier,
	})
	if err != nil {
		return err
	}
	k8s := pulumi.Provider(provider)

	ingress, err := mlplatform.NewIngressLayer(ctx, "ingress", &mlplatform.IngressLayerArgs{
		Cluster:      ml,
		Istio:        &mlplatform.IstioArgs{},
		Charts:       istioCharts(settings.IstioVersion),
		SourceRanges: inputs(settings.SourceRanges),
		Mirror:       &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}
	_, err = mlplatform.NewIngressLayer(ctx, "partners", &mlplatform.IngressLayerArgs{
		Cluster:      ml,
		Istio:        &mlplatform.IstioArgs{ControlPlane: ingress},
		SourceRanges: inputs([]string{"198.51.100.0/24"}),
		Hosts:        []string{"partners.example.org"},
		Replicas:     pulumi.Float64(2),
		Namespace:    &mlplatform.NamespaceArgs{Name: ref("partners")},
		Mirror:       &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}

	seldon, err := mlplatform.NewSeldonCore(ctx, "seldon", &mlplatform.SeldonCoreArgs{
		Cluster:         ml,
		Ingress:         ingress,
		ModelNamespaces: []string{"models"},
		Mirror:          &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}
	canaryTraffic := settings.CanaryTraffic
	if canaryTraffic == nil {
		canaryTraffic = ref(25.0)
	}
	iris, err := mlplatform.NewModelDeployment(ctx, "iris", &mlplatform.ModelDeploymentArgs{
		Seldon:    seldon,
		Namespace: "models",
		Predictors: []mlplatform.PredictorArgs{
			{
				Name:     "main",
				Server:   ref(mlplatform.ModelServerSklearn),
				ModelUri: pulumi.String("gs://models/iris"),
				Traffic:  ref(75.0),
			},
			{
				Name:    "canary",
				Image:   pulumi.String("registry.example.org/iris:2"),
				Traffic: canaryTraffic,
			},
		},
	}, k8s)
	if err != nil {
		return err
	}
	// The Service need not exist, and this namespace exists as soon as routes do.
	notebooks, err := mlplatform.NewRoute(ctx, "notebooks", &mlplatform.RouteArgs{
		Ingress:   ingress,
		Namespace: "istio-system",
		Host:      "lab.example.org",
		Path:      ref("/lab"),
		Service:   mlplatform.RouteServiceArgs{Name: "proxy-public", Port: 80},
	}, k8s)
	if err != nil {
		return err
	}

	hub, err := mlplatform.NewJupyterHub(ctx, "hub", &mlplatform.JupyterHubArgs{
		Cluster: ml,
		Login: mlplatform.JupyterHubLoginArgs{
			SharedPassword: &mlplatform.JupyterHubSharedPasswordArgs{},
			AllowedUsers:   []string{"ada"},
			AdminUsers:     []string{"root"},
		},
		Service:    &mlplatform.JupyterHubServiceArgs{Type: ref(mlplatform.JupyterHubServiceTypeClusterIP)},
		Reach:      &mlplatform.JupyterHubReachArgs{Seldon: seldon},
		DeleteData: ref(true),
		Mirror:     &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}
	pachyderm, err := mlplatform.NewPachydermStore(ctx, "pachyderm", &mlplatform.PachydermStoreArgs{
		Cluster:    ml,
		SeaweedFs:  &mlplatform.SeaweedFsStoreArgs{},
		Service:    &mlplatform.PachydermServiceArgs{Type: ref(mlplatform.PachydermServiceTypeClusterIP)},
		DeleteData: ref(true),
		Mirror:     &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}
	rancher, err := mlplatform.NewRancherServer(ctx, "rancher", &mlplatform.RancherServerArgs{
		Cluster:           ml,
		Host:              "rancher.example.org",
		KubernetesIngress: &mlplatform.RancherIngressArgs{},
		Tls: &mlplatform.RancherTlsArgs{
			Secret: &mlplatform.RancherCertificateArgs{
				Certificate: pulumi.String(settings.Certificate),
				Key:         pulumi.ToSecret(pulumi.String(settings.Key)).(pulumi.StringOutput),
			},
		},
		Replicas: pulumi.Float64(1),
		CleanUp:  &mlplatform.RancherCleanUpArgs{Enabled: ref(false)},
		Mirror:   &settings.Mirror,
	}, k8s)
	if err != nil {
		return err
	}

	ctx.Export("modelUrl", iris.RestUrl)
	ctx.Export("notebooksUrl", notebooks.Ready)
	ctx.Export("kubeconfig", ml.Kubeconfig)
	ctx.Export("host", ingress.Host)
	ctx.Export("url", ingress.Url)
	ctx.Export("hubNamespace", hub.Namespace)
	ctx.Export("connect", pachyderm.ConnectCommand)
	ctx.Export("rancherUrl", rancher.Url)
	return nil
}

// Another version of Istio's charts, if there is one.
func istioCharts(version string) map[string]mlplatform.ChartArgs {
	if version == "" {
		return nil
	}
	charts := map[string]mlplatform.ChartArgs{}
	for _, name := range []string{"istio-base", "istiod", "istio-gateway"} {
		charts[name] = mlplatform.ChartArgs{Version: &version}
	}
	return charts
}

// Optional inputs that decide what is created are pointers.
func ref[Value any](value Value) *Value { return &value }

func inputs(texts []string) []pulumi.StringInput {
	all := make([]pulumi.StringInput, len(texts))
	for i, text := range texts {
		all[i] = pulumi.String(text)
	}
	return all
}
