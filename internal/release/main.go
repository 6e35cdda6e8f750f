// Command release makes what a release of bylaw consists of: an archive for each platform, their checksums,
// what they are made of (CycloneDX), and a formula for Homebrew. The same source gives the same bytes, from
// whatever folder and whenever: whoever doubts an archive makes it again.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	version := flags.String("version", "", "the version, as in v1.2.3")
	out := flags.String("out", "dist", "the folder to write to")
	only := flags.String("only", "", "build for these platforms alone, as in linux/amd64,darwin/arm64")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if !semver.IsValid(*version) || semver.Canonical(*version) != *version {
		return fmt.Errorf("-version %q is no version: write it like v1.2.3", *version)
	}
	targets, err := choose(*only)
	if err != nil {
		return err
	}
	return release(ctx, *version, *out, targets)
}

// platform is what an archive is for.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

// platforms are those that there are archives for.
func platforms() []platform {
	return []platform{{"darwin", "amd64"}, {"darwin", "arm64"}, {"linux", "amd64"}, {"linux", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"}}
}

func choose(only string) ([]platform, error) {
	if only == "" {
		return platforms(), nil
	}
	var chosen []platform
	for _, name := range strings.Split(only, ",") {
		found := false
		for _, p := range platforms() {
			if p.String() == name {
				chosen, found = append(chosen, p), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there are no archives for %s: use %v", name, platforms())
		}
	}
	return chosen, nil
}

// release writes everything beside each other.
func release(ctx context.Context, version, out string, targets []platform) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	sums := map[string]string{}
	add := func(name string, content []byte) error {
		sums[name] = sum(content)
		fmt.Println(filepath.Join(out, name))
		return os.WriteFile(filepath.Join(out, name), content, 0o644)
	}
	for _, p := range targets {
		binary, err := build(ctx, version, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		files, err := packed(p, binary)
		if err != nil {
			return err
		}
		content, err := archive(p, files)
		if err != nil {
			return err
		}
		if err := add(archiveName(version, p), content); err != nil {
			return err
		}
		bill, err := sbom(version, p, binary)
		if err != nil {
			return err
		}
		if err := add(stem(version, p)+".cdx.json", bill); err != nil {
			return err
		}
	}
	formula, err := formula(version, sums)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "bylaw.rb"), formula, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "checksums.txt"), checksums(sums), 0o644)
}

// stem is what the files for a platform are called, without their extension.
func stem(version string, p platform) string {
	return fmt.Sprintf("bylaw_%s_%s_%s", strings.TrimPrefix(version, "v"), p.os, p.arch)
}

func archiveName(version string, p platform) string {
	if p.os == "windows" {
		return stem(version, p) + ".zip"
	}
	return stem(version, p) + ".tar.gz"
}
