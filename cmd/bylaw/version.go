package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the release build: -ldflags "-X main.release=v1.2.3".
var release string

// version returns the release, or what `go install` recorded, or "devel" with the commit.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return "devel-" + setting.Value[:12]
		}
	}
	return "devel"
}

func versionCommand(s streams) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				_, err := fmt.Fprintln(s.out, "bylaw", version())
				return err
			case "json":
				return json.NewEncoder(s.out).Encode(buildOf())
			}
			return fmt.Errorf("--format %s: use text or json", format)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "text or json (`name`)")
	completions(command, map[string][]string{"format": {"text", "json"}})
	return command
}

// build is what is known of the program that runs.
type build struct {
	Version string `json:"version"`
	Commit  string `json:"commit"` // "" where it was not recorded
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

func buildOf() build {
	b := build{Version: version(), Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				b.Commit = setting.Value
			}
		}
	}
	return b
}
