package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// trialModule is a Go program that is made of generated declarations and decides about values.
type trialModule struct {
	decls  []Decl
	checks []string // expressions of type wire.Check
}

// add puts checks into the program and returns the number of the first.
func (m *trialModule) add(decls []Decl, checks ...string) int {
	m.decls = append(m.decls, decls...)
	m.checks = append(m.checks, checks...)
	return len(m.checks) - len(checks)
}

// trial is a value that a check is to decide about.
type trial struct {
	Check int             `json:"check"`
	Data  json.RawMessage `json:"data"`
}

// program reads trials from its input, one a line, and writes for each what it decides.
const program = `// Command trials holds values against generated checks.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

type trial struct {
	Check int             ` + "`json:\"check\"`" + `
	Data  json.RawMessage ` + "`json:\"data\"`" + `
}

func main() {
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	checks, r := checks(), new(wire.Reader)
	for in.More() {
		var t trial
		if err := in.Decode(&t); err != nil {
			panic(err)
		}
		fmt.Fprintln(out, decide(r, checks[t.Check], t.Data))
	}
}

func decide(r *wire.Reader, check wire.Check, data []byte) (verdict string) {
	defer func() {
		if broken := recover(); broken != nil {
			verdict = fmt.Sprintf("panic: %q", broken)
		}
	}()
	r.Reset(wire.Neutral)
	n, ok := r.ParseJSON(data, wire.Limits{})
	if ok {
		check(r, n)
	}
	if r.OK() {
		return "valid"
	}
	return fmt.Sprintf("invalid %q", r.Violations())
}
`

// run compiles the program and returns its verdicts: "valid", or "invalid" with the violations.
func (m *trialModule) run(t *testing.T, trials []trial) []string {
	t.Helper()
	dir := m.write(t)
	build := exec.Command("go", "build", "-o", "trials", ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("what is generated does not compile: %v\n%.4000s", err, out)
	}
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, one := range trials {
		if err := encoder.Encode(one); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(filepath.Join(dir, "trials"))
	command.Stdin, command.Stderr = &in, os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	verdicts := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(verdicts) != len(trials) {
		t.Fatalf("%d verdicts on %d trials", len(verdicts), len(trials))
	}
	return verdicts
}

func (m *trialModule) write(t *testing.T) string {
	dir := t.TempDir()
	if keep := os.Getenv("BYLAW_KEEP"); keep != "" {
		dir = keep
	}
	support, err := filepath.Abs("../../../templates/support")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"go.mod": "module trials\n\ngo 1.24\n\nrequire github.com/bylaw-dev/bylaw/templates/support v0.0.0\n\n" +
			"replace github.com/bylaw-dev/bylaw/templates/support => " + support + "\n",
		"main.go":   program,
		"checks.go": "package main\n\nimport \"github.com/bylaw-dev/bylaw/templates/support/wire\"\n\n" + m.table(),
		"decls.go":  printed(m.decls),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (m *trialModule) table() string {
	return "func checks() []wire.Check {\n\treturn []wire.Check{\n\t\t" + strings.Join(m.checks, ",\n\t\t") + ",\n\t}\n}\n"
}

// printed writes the declarations as the templates do.
func printed(decls []Decl) string {
	var text strings.Builder
	text.WriteString("package main\n\nimport (\n\t\"regexp\"\n\n\t\"github.com/bylaw-dev/bylaw/templates/support/wire\"\n)\n\nvar _ regexp.Regexp\n")
	for _, d := range decls {
		switch {
		case d.Pattern != nil:
			fmt.Fprintf(&text, "\nvar %s = regexp.MustCompile(%s)\n", d.Name, d.Pattern.RE2)
		case d.Check != nil:
			fmt.Fprintf(&text, "\n// %s\nfunc %s(r *wire.Reader, n wire.Node) {\n\t%s\n}\n", strings.Join(d.Check.Doc, "\n// "), d.Name, strings.Join(d.Check.Body, "\n\t"))
		}
	}
	return text.String()
}
