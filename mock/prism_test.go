package mock

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// prismVersion is the one that the verdicts were compared with.
const prismVersion = "5.14.2"

// TestLikePrism sends the same requests to Prism's mock and to ours: both find the same ones valid, but
// for those that Prism can't tell for a reason that is listed.
func TestLikePrism(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("installs Prism from npm and takes a minute: run with BYLAW_PROOF=1")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm isn't there to install Prism with: apt-get install npm")
	}
	for _, file := range []string{"../golden/shop/orders.yaml", "testdata/shop.yaml", "testdata/forms.yaml"} {
		content, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		absolute, err := filepath.Abs(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		s := serve(t, "openapi.yaml", string(content), Options{Logger: slog.New(slog.DiscardHandler)})
		p := startPrism(t, absolute)
		p.compare(t, s, requests(t, s))
	}
}

// prism is a mock of Prism's that runs.
type prism struct{ base string }

func startPrism(t *testing.T, spec string) *prism {
	t.Helper()
	dir := filepath.Join(os.TempDir(), "bylaw-prism-"+prismVersion)
	command := filepath.Join(dir, "node_modules", ".bin", "prism")
	if _, err := os.Stat(command); err != nil {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "@stoplight/prism-cli@"+prismVersion)
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			t.Fatalf("npm: %v\n%s", err, out)
		}
	}
	port := freePort(t)
	ctx, cancel := context.WithCancel(t.Context())
	run := exec.CommandContext(ctx, command, "mock", "--errors", "--host", "127.0.0.1", "--port", port, spec)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); run.Wait() })
	p := &prism{"http://127.0.0.1:" + port}
	for range 300 {
		if connection, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			connection.Close()
			return p
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("Prism doesn't listen")
	return nil
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
}

// compare sends the requests to both, and tells whose verdicts differ without a reason.
func (p *prism) compare(t *testing.T, s *Server, all []exchange) {
	t.Helper()
	valid, invalid, differ := 0, 0, 0
	reasons := map[string]int{}
	for _, e := range all {
		ours, theirs, text := call(s, &e.Request, nil).Code < 400, false, ""
		if theirs, text = p.finds(t, &e); text == "" && !theirs {
			continue // net/http can't send it
		}
		switch reason := excused(&e); {
		case ours && theirs:
			valid++
		case !ours && !theirs:
			invalid++
		case reason != "":
			reasons[reason]++
		case differ < 20:
			differ++
			t.Errorf("%s: %s %.150s %s %.200q: valid for us is %v, for Prism %v: %.300s", e.Why, e.Request.Method, e.Request.Target, e.Request.ContentType, e.Request.Body, ours, theirs, text)
		}
	}
	t.Logf("%d requests: both find %d valid and %d invalid; Prism differs because it %v", len(all), valid, invalid, reasons)
	if valid < 5 || invalid < len(all)/2 {
		t.Errorf("only %d valid and %d invalid requests are agreed on: are both mocks answering?", valid, invalid)
	}
}

// finds reports whether Prism finds a request valid, and what it says if not.
func (p *prism) finds(t *testing.T, e *exchange) (bool, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), e.Request.Method, p.base+e.Request.Target, strings.NewReader(string(e.Request.Body)))
	if err != nil {
		return false, ""
	}
	if e.Request.ContentType != "" {
		r.Header.Set("Content-Type", e.Request.ContentType)
	}
	for _, h := range e.Request.Header {
		r.Header.Set(h.Name, h.Value)
	}
	client := http.Client{Timeout: 10 * time.Second} // some malformed bodies it never answers
	response, err := client.Do(r)
	if err != nil {
		return false, ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	text := string(body)
	if strings.Contains(text, "prism/errors#VIOLATIONS") { // of requests, or of the answers that Prism has made up
		return !strings.Contains(text, `"location":["request"`), text
	}
	return response.StatusCode < 400, text
}

// excused names why Prism decides otherwise about a request; "" if there is no reason. The list is closed.
func excused(e *exchange) string {
	has := func(part string) bool { return strings.Contains(e.Why, part) }
	switch {
	case len(e.Request.Body) > 1<<20:
		return "bounds no body"
	case has("query filter"):
		return "checks no parameter with content"
	case has("query ") && strings.HasSuffix(e.Why, "="):
		return "takes an empty parameter for an absent one"
	case has("=%zz"), has("=%ff"):
		return "passes over a malformed percent-encoding"
	case has("=a%2Cb"):
		return "splits lists after decoding"
	case has("query ") && has(" twice"):
		return "takes one of several values where one is declared"
	case has("=99999999999999999999"):
		return "rounds integers"
	case e.Why == "no query" && strings.HasPrefix(e.Request.Target, "/things/"):
		return "demands the members of an absent deepObject"
	case strings.Contains(string(e.Request.Body), `"pair":["`), e.Request.Target == "/loose":
		return "knows no prefixItems and no unevaluatedProperties"
	case e.Request.Target == "/things" && string(e.Request.Body) == "null":
		return "takes null for no body"
	case e.Request.ContentType == "text/plain":
		return "takes every text/plain for a string"
	case e.Request.ContentType == "application/x-www-form-urlencoded":
		return "takes a list of one in a form for no list"
	}
	return ""
}
