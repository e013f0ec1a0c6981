// Turns a Pulumi package schema into the source of a package for a language, as `pulumi package gen-sdk` does; that command
// needs the hosts of the languages, which cannot be had as Go modules.
//
// Usage: pulumi-sdkgen python|go <schema.json> <folder>
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 4 || generators[os.Args[1]] == nil {
		fail("usage: pulumi-sdkgen python|go <schema.json> <folder>")
	}
	if err := generate(generators[os.Args[1]], os.Args[2], os.Args[3]); err != nil {
		fail(err)
	}
}

type generator func(*schema.Package) (map[string][]byte, error)

var generators = map[string]generator{
	"python": func(pkg *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage("pulumi-sdkgen", pkg, nil, nil)
	},
	"go": func(pkg *schema.Package) (map[string][]byte, error) {
		// A module of its own, as the CLI makes it.
		pkg.SupportPack = true
		return golang.GeneratePackage("pulumi-sdkgen", pkg, nil)
	},
}

func generate(generator generator, schemaFile, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return fmt.Errorf("%s: %w", schemaFile, err)
	}
	// No loader: it would look up the types of other packages, and ours names none.
	pkg, diagnostics, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if diagnostics.HasErrors() {
		return diagnostics
	}
	files, err := generator(pkg)
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func fail(problem any) {
	fmt.Fprintln(os.Stderr, problem)
	os.Exit(1)
}
