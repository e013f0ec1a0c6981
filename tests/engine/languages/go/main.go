// The platform on an existing cluster, from Go.
//
// `program up|preview|destroy` runs the operation with the settings that stand on standard input, and prints what came of it,
// both as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type order struct {
	Stack      string            `json:"stack"`
	Project    string            `json:"project"`
	WorkDir    string            `json:"workDir"`
	Home       string            `json:"home"`
	PulumiRoot string            `json:"pulumiRoot"`
	Env        map[string]string `json:"env"`
	Program    Settings          `json:"program"`
}

type report struct {
	Events  []apitype.EngineEvent `json:"events"`
	Outputs map[string]output     `json:"outputs,omitempty"`
	Error   string                `json:"error,omitempty"`
}

type output struct {
	Value any `json:"value"`
}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(operation string) error {
	var given order
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		return err
	}
	ctx := context.Background()
	stack, err := stackOf(ctx, given)
	if err != nil {
		return err
	}

	// The SDK closes it when the operation ends.
	channel := make(chan events.EngineEvent)
	told := make(chan []apitype.EngineEvent)
	go func() {
		all := []apitype.EngineEvent{}
		for event := range channel {
			all = append(all, event.EngineEvent)
		}
		told <- all
	}()
	outputs, err := operate(ctx, stack, operation, channel)
	result := report{Events: <-told, Outputs: outputs}
	if err != nil {
		result.Error = err.Error()
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}

func stackOf(ctx context.Context, given order) (auto.Stack, error) {
	command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{Root: given.PulumiRoot})
	if err != nil {
		return auto.Stack{}, err
	}
	program := func(ctx *pulumi.Context) error { return platform(ctx, given.Program) }
	// The plugins stand in Pulumi.yaml of the folder.
	return auto.UpsertStackInlineSource(ctx, given.Stack, given.Project, program,
		auto.WorkDir(given.WorkDir), auto.PulumiHome(given.Home), auto.Pulumi(command), auto.EnvVars(given.Env))
}

func operate(
	ctx context.Context, stack auto.Stack, operation string, channel chan events.EngineEvent,
) (map[string]output, error) {
	switch operation {
	case "up":
		result, err := stack.Up(ctx, optup.EventStreams(channel), optup.Color("never"))
		outputs := map[string]output{}
		for name, one := range result.Outputs {
			outputs[name] = output{one.Value}
		}
		return outputs, err
	case "preview":
		_, err := stack.Preview(ctx, optpreview.EventStreams(channel), optpreview.Color("never"))
		return nil, err
	case "destroy":
		_, err := stack.Destroy(ctx, optdestroy.EventStreams(channel), optdestroy.Color("never"))
		return nil, err
	default:
		return nil, fmt.Errorf("%s is not up, preview or destroy", operation)
	}
}
