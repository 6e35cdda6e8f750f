package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// pipeline is a checkout with bylaw on the PATH, as a CI server has one.
type pipeline struct {
	t      *testing.T
	folder string // of the checkout
	temp   string // RUNNER_TEMP
	env    []string
}

const ciSpec = `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /v1/orders/{order_id}:
    get:
      operationId: getOrder
      parameters: [{name: order_id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The order.
          content: {application/json: {schema: {type: object, required: [price], properties: {price: {type: number}}}}}
`

// newPipeline makes a repository in which a pull request is merged into its base: it renames the price,
// which breaks consumers, and has a mistake of its own beside an old one.
func newPipeline(t *testing.T) *pipeline {
	t.Helper()
	for _, program := range []string{"bash", "git", "curl", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no %s", program)
		}
	}
	if runtime.GOOS == "windows" {
		t.Skip("the steps are scripts of a shell")
	}
	p := &pipeline{t: t, folder: t.TempDir(), temp: t.TempDir()}
	bin := t.TempDir()
	self, err := os.Executable() // which is bylaw when it is called so
	if err == nil {
		err = os.Symlink(self, filepath.Join(bin, "bylaw"))
	}
	if err != nil {
		t.Fatal(err)
	}
	p.env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "RUNNER_TEMP="+p.temp,
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GITHUB_REPOSITORY=acme/shop", "GITHUB_RUN_ID=7",
		"GITHUB_STEP_SUMMARY="+filepath.Join(p.temp, "summary.md"), "GITHUB_OUTPUT="+filepath.Join(p.temp, "output"))
	p.must("git init -q -b main && git config user.email a@b.c && git config user.name A")
	p.write("openapi.yaml", ciSpec)
	p.must("git add . && git commit -qm old && git checkout -q -b topic")
	p.write("openapi.yaml", strings.Replace(ciSpec, "required: [price], properties: {price:", "required: [fee], properties: {fee:", 1))
	p.must("git commit -qam topic && git checkout -q main && git commit -q --allow-empty -m other && git merge -q --no-ff -m merge topic")
	return p
}

func (p *pipeline) write(name, content string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(content), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// run runs a script in the checkout, and returns what it prints and its exit code.
func (p *pipeline) run(script string, env ...string) (string, int) {
	p.t.Helper()
	command := exec.Command("bash", "-c", script)
	command.Dir, command.Env = p.folder, append(p.env, env...)
	out, err := command.CombinedOutput()
	if exit, ok := err.(*exec.ExitError); ok {
		return string(out), exit.ExitCode()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return string(out), 0
}

func (p *pipeline) must(script string) {
	p.t.Helper()
	if out, code := p.run(script); code != 0 {
		p.t.Fatalf("%s: exit code %d\n%s", script, code, out)
	}
}

func (p *pipeline) read(name string) string {
	p.t.Helper()
	content, err := os.ReadFile(filepath.Join(p.temp, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(content)
}

func projectFile(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestActionChecksPullRequest(t *testing.T) {
	p := newPipeline(t)
	out, code := p.run("bash "+projectFile(t, "ci/github/check.sh"), "ARGS=openapi.yaml\n--rule=float-money,field-removed\n\n")
	if code != exitUsage {
		t.Errorf("--rule takes rules here and changes there, and one of them is unknown to each: exit code %d\n%s", code, out)
	}
	out, code = p.run("bash "+projectFile(t, "ci/github/check.sh"), "ARGS=openapi.yaml\n")
	if code != exitFindings || !strings.Contains(out, "::error file=openapi.yaml,line=11,") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if strings.Contains(out, "title=missing-doc") {
		t.Errorf("an old finding is told:\n%s", out)
	}
	for name, want := range map[string]string{
		"bylaw/lint.sarif": `"float-money"`, "bylaw/breaking.sarif": "field-removed", "bylaw/lint.html": "<!doctype html>", "bylaw/comment.txt": "<!-- bylaw -->\n### ",
		"summary.md": "field-removed", "output": "reports=" + p.temp + "/bylaw\n",
	} {
		if content := p.read(name); !strings.Contains(content, want) {
			t.Errorf("%s lacks %q:\n%s", name, want, content)
		}
	}
	if out, code = p.run("bash "+projectFile(t, "ci/github/check.sh"), "BREAKING=false", "ARGS=--fail-on=off"); code != exitClean {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// The contracts of consumers are an argument of the one command alone, and the comment names who breaks.
func TestActionNamesConsumers(t *testing.T) {
	p := newPipeline(t)
	p.must("mkdir contracts")
	p.write("contracts/billing.yaml", `bylaw: contract/v1
consumer: billing
provider: orders
interactions:
  - description: a price
    request: {method: GET, path: /v1/orders/7}
    response: {status: 200, headers: {Content-Type: application/json}, body: {price: 1.5}}
`)
	out, code := p.run("bash "+projectFile(t, "ci/github/check.sh"), "BREAKING_ARGS=--contracts=contracts\n--fail-on-consumers\n")
	if comment := p.read("bylaw/comment.txt"); code != exitFindings || !strings.Contains(comment, "It breaks billing (1 of 1 interaction).") {
		t.Errorf("exit code %d:\n%s\n%s", code, out, comment)
	}
}

// What is pushed has no merge to tell the base by, and lies in a clone without history.
func TestActionChecksPushInShallowClone(t *testing.T) {
	p := newPipeline(t)
	p.must("git checkout -q topic")
	p.write("openapi.yaml", strings.ReplaceAll(ciSpec, "price", "tax"))
	p.must("git commit -qam more && git checkout -q main")
	clone := t.TempDir()
	p.must("git clone -q --depth 1 --branch topic --no-single-branch file://" + p.folder + " " + clone)
	p.folder = clone
	out, code := p.run("bash " + projectFile(t, "ci/github/check.sh"))
	if code != exitFindings || !strings.Contains(out, "field-removed") || strings.Contains(out, "could not be fetched") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

func TestActionCommentIsShort(t *testing.T) {
	p := newPipeline(t)
	var spec strings.Builder
	spec.WriteString(ciSpec)
	for i := range 900 {
		fmt.Fprintf(&spec, "  /v1/things%d/getThing/{thing_id}:\n    get: {operationId: getThing%d, responses: {'200': {description: %s}}}\n", i, i, strings.Repeat("x", 80))
	}
	p.must("git checkout -q topic")
	p.write("openapi.yaml", spec.String())
	p.must("git commit -qam long && git checkout -q main && git merge -q --no-ff -m merge topic")
	if out, code := p.run("bash " + projectFile(t, "ci/github/check.sh")); code != exitFindings {
		t.Fatalf("exit code %d:\n%.2000s", code, out)
	}
	body := p.read("bylaw/comment.txt")
	if len(body) > 65_536 || !strings.HasPrefix(body, "<!-- bylaw -->\n### ") {
		t.Errorf("a comment of %d bytes: %.300s", len(body), body)
	}
	if len(p.read("summary.md")) > 1<<20 {
		t.Error("the summary is larger than GitHub takes")
	}
}

// gitHub is as much of GitHub's API as a comment needs.
type gitHub struct {
	sync.Mutex
	comments []map[string]any
	status   int // of whoever wants to write; 0: it may
	calls    []string
}

func (g *gitHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.Lock()
	defer g.Unlock()
	g.calls = append(g.calls, r.Method+" "+r.URL.Path)
	if r.Header.Get("Authorization") != "Bearer t0ken" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method != http.MethodGet && g.status != 0 {
		w.WriteHeader(g.status)
		return
	}
	var body map[string]any
	if content, _ := io.ReadAll(r.Body); len(content) > 0 && json.Unmarshal(content, &body) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch r.Method {
	case http.MethodPost:
		body["id"] = len(g.comments) + 1
		g.comments = append(g.comments, body)
	case http.MethodPatch:
		g.comments[len(g.comments)-1]["body"] = body["body"]
	}
	_ = json.NewEncoder(w).Encode(g.comments)
}

func TestActionComments(t *testing.T) {
	p := newPipeline(t)
	api := &gitHub{comments: []map[string]any{{"id": 1, "body": "looks good <!-- bylaw -->"}}}
	server := httptest.NewServer(api)
	defer server.Close()
	event := filepath.Join(p.temp, "event.json")
	if err := os.WriteFile(event, []byte(`{"pull_request": {"number": 12}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	env := []string{"GITHUB_EVENT_PATH=" + event, "GITHUB_API_URL=" + server.URL, "GITHUB_TOKEN=t0ken"}
	script := "bash " + projectFile(t, "ci/github/comment.sh")
	if out, code := p.run(script, env...); code != 0 || len(api.calls) > 0 {
		t.Errorf("nothing was checked: exit code %d, calls %v\n%s", code, api.calls, out)
	}
	if err := os.MkdirAll(filepath.Join(p.temp, "bylaw"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"first \"quoted\"\n$(id) `id`", "second"} {
		if err := os.WriteFile(filepath.Join(p.temp, "bylaw", "comment.txt"), []byte("<!-- bylaw -->\n"+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, code := p.run(script, env...); code != 0 || out != "" {
			t.Errorf("exit code %d:\n%s", code, out)
		}
		if len(api.comments) != 2 || api.comments[1]["body"] != "<!-- bylaw -->\n"+text+"\n" {
			t.Fatalf("after %d: %v", i+1, api.comments)
		}
	}
	if _, err := os.Stat(filepath.Join(p.temp, "bylaw", "token")); err == nil {
		t.Error("the token stays on the disk")
	}
	api.status = http.StatusForbidden
	if out, code := p.run(script, env...); code != 0 || !strings.Contains(out, "::notice title=bylaw::no comment was written") {
		t.Errorf("a fork's token: exit code %d:\n%s", code, out)
	}
}

func TestGitLabTemplate(t *testing.T) {
	p := newPipeline(t)
	content, err := os.ReadFile(projectFile(t, "ci/gitlab.yml"))
	if err != nil {
		t.Fatal(err)
	}
	type job struct {
		BeforeScript []string `yaml:"before_script"`
		Script       []string
		Extends      string
		Artifacts    struct {
			Paths   []string
			Reports map[string]string
		}
	}
	var jobs map[string]job
	if err := yaml.Unmarshal(content, &jobs); err != nil {
		t.Fatal(err)
	}
	for name, finding := range map[string]string{"bylaw-lint": "float-money", "bylaw-breaking": "field-removed"} {
		j := jobs[name]
		lines := append(jobs[j.Extends].BeforeScript, j.Script...)
		out, code := p.run("set -e\n"+strings.Join(lines, "\n"), "CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD^1", "BYLAW_ARGS=", "BYLAW_BREAKING_ARGS=--level wire_json", "BYLAW_VERSION=latest")
		if code != exitFindings || !strings.Contains(out, finding) {
			t.Errorf("%s: exit code %d\n%s", name, code, out)
		}
		for _, file := range append(j.Artifacts.Paths, j.Artifacts.Reports["codequality"], j.Artifacts.Reports["junit"]) {
			if report, err := os.ReadFile(filepath.Join(p.folder, file)); err != nil || !strings.Contains(string(report), finding) {
				t.Errorf("%s lacks %s (%v)", file, finding, err)
			}
		}
	}
}
