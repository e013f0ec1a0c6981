// The Kubernetes provider of Pulumi. The main package of its module does not compile from the module proxy: it embeds two
// generated files that the module does not contain. The provider reads its schema only to import an object or to get one.
package main

import (
	"runtime/debug"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4"

func main() {
	provider.Serve("kubernetes", version(), []byte(`{"name":"kubernetes"}`), []byte(`{}`))
}

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
