package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// requests is the folder of the module that compares what one request costs, and that pins the
// generators which bylaw is compared with.
const requests = "request"

// generation is what the generators write from one spec: types, a server and a client. What a run
// before has written is deleted first, so that every run writes all of it.
func generation(p *peers, spec string) ([]command, error) {
	dir := filepath.Join(p.dir, "generated")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/generated\n\ngo 1.24\n"), 0o644); err != nil {
		return nil, err
	}
	bylaw := p.bylaw(dir, "generate", "--fail-on", "off", spec, "--out", "bylaw", "--package", "api", "--outputs", "types,server,client")
	oapi := p.generator(dir, "oapi-codegen", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen",
		"-generate", "types,std-http-server,strict-server,client", "-package", "api", "-o", "oapi-codegen/api.go", spec)
	ogen := p.generator(dir, "ogen", "github.com/ogen-go/ogen/cmd/ogen", "--target", "ogen", "--package", "api", "--clean", spec)
	return []command{into(bylaw, "bylaw"), into(oapi, "oapi-codegen"), into(ogen, "ogen")}, nil
}

// generator is a peer that the module of requests pins as a tool.
func (p *peers) generator(dir, name, pkg string, args ...string) command {
	path := filepath.Join(p.dir, "bin", name)
	err := p.once(path, func() error { return run(requests, nil, "go", "build", "-o", path, pkg) })
	return command{name: name, dir: dir, argv: append([]string{path}, args...), err: err}
}

// into has the command write to an empty folder, whose lines are counted afterwards.
func into(c command, folder string) command {
	c.clean = filepath.Join(c.dir, folder)
	return c
}

// lines counts the lines of the Go files in a folder.
func lines(folder string) (int, error) {
	count := 0
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		content, err := os.ReadFile(path)
		count += bytes.Count(content, []byte("\n"))
		return err
	})
	return count, err
}

// compared is a module that compares what one request costs.
type compared struct{ folder, what, target string }

func comparisons() []compared {
	return []compared{
		{requests, "One validated request, a POST with 104 bytes of JSON, in process, and one with four violations: the same contract, body and\n" +
			"handler (`request/`). bylaw validates its answers too, as it does unless told otherwise; the others don't.",
			"at most 3.5 µs and 22 allocations good, at most 4 µs bad with all violations"},
		{"transcode", "The same request to a gRPC service over REST, in process (`transcode/`): messages of protobuf, routes of google.api.http, rules of\n" +
			"buf.validate; the peer is grpc-gateway with protovalidate before the implementation.",
			"faster than the peer, with fewer allocations"},
	}
}

// table runs the benchmarks of a module and returns what they printed.
func (c compared) table() string {
	var text strings.Builder
	fmt.Fprintf(&text, "\n## %s\n\n%s\n\nTarget: %s\n\n```\n", c.folder, c.what, c.target)
	out, err := c.benchmark()
	text.WriteString(out)
	if err != nil {
		fmt.Fprintf(&text, "missing: %s\n", firstLine(err.Error()))
	}
	text.WriteString("```\n")
	return text.String()
}

func (c compared) benchmark() (string, error) {
	if err := run(c.folder, nil, "go", "generate", "./..."); err != nil {
		return "", err
	}
	cmd := exec.Command("go", "test", "-bench", ".", "-benchmem", "-count", "3")
	cmd.Dir = c.folder
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(out)))
	}
	return string(out), nil
}

// rulesTable runs the command that measures compiled rules and returns what it printed.
func rulesTable() string {
	const what = "\n## rules\n\nRules of `buf.validate` compiled to Go, held against protovalidate's conformance suite, against its run time on random\n" +
		"messages, and measured beside it (`go run ./rules`).\n\nTarget: every case right, at least 5 times as fast, no allocation for a good message\n\n"
	out, err := exec.Command("go", "run", "./rules").Output()
	if err != nil && len(out) == 0 {
		return what + "missing: " + firstLine(err.Error()) + "\n"
	}
	return what + string(out)
}
