package schema

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/templates"
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

var w = new(wire.Writer)

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
	w.Reset(nil, wire.Neutral)
	n, ok := r.ParseJSON(data, wire.Limits{})
	if ok {
		check(r, n)
	}
	if r.OK() && w.Err() == nil {
		return "valid" + string(w.Bytes())
	}
	return fmt.Sprintf("invalid %q %v", r.Violations(), w.Err())
}
`

// run compiles the program and returns its verdicts: "valid" with the text that was written of what was
// read as Go, if anything was, or "invalid" with the violations.
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

// write puts the program into a folder that goes with the test; BYLAW_KEEP names one that stays.
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
		"go.mod":  "module trials\n\ngo 1.24\n\nrequire " + supportModule + " v0.0.0\n\nreplace " + supportModule + " => " + support + "\n",
		"main.go": program,
		"checks.go": imported("package main\n\nimport (\n)\n\nfunc checks() []wire.Check {\n\treturn []wire.Check{\n\t\t" +
			strings.Join(m.checks, ",\n\t\t") + ",\n\t}\n}\n"),
		"types.go": m.printed(t, "types.go.tmpl"),
		"json.go":  m.printed(t, "json.go.tmpl"),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const supportModule = "github.com/bylaw-dev/bylaw/templates/support"

// printed writes the declarations with the templates that users' packages are printed with.
func (m *trialModule) printed(t *testing.T, file string) string {
	t.Helper()
	all, err := template.ParseFS(templates.Go(), "imports.go.tmpl", file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	data := struct {
		Package string
		Imports []struct{ Name, Path string }
		Decls   []Decl
	}{"main", nil, m.decls}
	if err := all.ExecuteTemplate(&out, file, data); err != nil {
		t.Fatal(err)
	}
	return imported(out.String())
}

// imported fills in what a file imports.
func imported(text string) string {
	var imports strings.Builder
	for _, path := range []string{"regexp", "time", supportModule + "/value", supportModule + "/wire"} {
		if regexp.MustCompile(`\b` + filepath.Base(path) + `\.[A-Z]`).MatchString(text) {
			imports.WriteString("\n\t\"" + path + "\"")
		}
	}
	return strings.Replace(text, "import (\n)", "import ("+imports.String()+"\n)", 1)
}

// trialNames returns a scope in which the program's own names are taken.
func trialNames() *naming.Scope {
	return naming.NewScope("w", "checks", "main", "trial", "decide", "wire", "value", "regexp", "time", "json", "fmt", "bufio", "os")
}

// addAll lowers a schema in all the ways that generated code may use it: as a check, and read as a Go
// value. It returns the numbers of the checks, or why the schema is refused.
func (m *trialModule) addAll(api *spec.API, names *naming.Scope, o Options) (checks []int, refusal *report.Finding) {
	types := New(api, names, o)
	s := api.Types[0]
	expressions := []string{types.checkOf(s, "Subject")}
	slot := types.Slot(s, "Subject", true, nil)
	read := names.Claim("readSubject", nil)
	body := append([]string{"var x " + slot.Go, "_ = &x"}, slot.Read("x", "n")...)
	body = append(body, block("if r.OK() {", slot.Write("x", nil))...)
	expressions = append(expressions, read, slot.Shape.Check())
	decls, findings := types.Decls()
	if f := firstError(findings); f != nil {
		return nil, f
	}
	if slot.Shape.Nullable {
		expressions = expressions[:2] // Check has no room for null
	}
	decls = append(decls, Decl{Name: read, Check: &CheckDecl{Body: body}})
	first := m.add(decls, expressions...)
	for i := range expressions {
		checks = append(checks, first+i)
	}
	return checks, nil
}
