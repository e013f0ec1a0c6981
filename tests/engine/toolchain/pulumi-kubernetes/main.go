// The Kubernetes provider of Pulumi. The main package of its module does not compile from the module proxy: it embeds two
// generated files that the module does not contain. The provider reads its schema only to import an object or to get one.
// Programs in YAML are checked by it, so it has the inputs of the provider that they write.
package main

import (
	"runtime/debug"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4"

func main() {
	provider.Serve("kubernetes", version(), []byte(schema), []byte(`{}`))
}

const schema = `{
  "name": "kubernetes",
  "provider": {
    "inputProperties": { "kubeconfig": { "type": "string" }, "clusterIdentifier": { "type": "string" } }
  }
}`

// The version of the module that this program was built with.
func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return ""
}
