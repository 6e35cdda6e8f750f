package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

// TestLSPSuppressions has one finding of each rule suppressed in real documents, by the action that
// editors are offered, and looks whether it is gone and nothing is wrong with the suppression.
func TestLSPSuppressions(t *testing.T) {
	root := filepath.Join("..", "..", "testdata")
	corpus := sharedtest.Corpus(t)
	for _, file := range []string{
		filepath.Join(root, "demo", "orders.proto"), filepath.Join(root, "demo", "orders.yaml"), filepath.Join(root, "openapi", "everything.yaml"),
		filepath.Join(corpus, "openapi", "stripe.yaml"), filepath.Join(corpus, "openapi", "api.github.com.json"),
		filepath.Join(corpus, "googleapis", "google", "pubsub", "v1", "pubsub.proto"), filepath.Join(corpus, "googleapis", "google", "pubsub", "v1", "schema.proto"),
	} {
		t.Run(filepath.Base(file), func(t *testing.T) { suppressEach(t, file) })
	}
}

func suppressEach(t *testing.T, file string) {
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := startLSP(t, t.TempDir())
	defer c.to.Close()
	name := filepath.Base(file)
	c.write(name, string(content))
	c.initialize([]string{"lazy"})
	c.opened(name, string(content))
	c.settle()
	suppressed := 0
	all := c.shown[name]
	for _, d := range onePerRule(all) {
		if len(content) > 1<<20 && suppressed == 3 {
			break // each takes a second
		}
		if c.suppresses(name, d, count1(all, d)) {
			suppressed++
		}
	}
	if suppressed < 2 {
		t.Errorf("only %d findings could be suppressed", suppressed)
	}
}

// onePerRule returns the first diagnostic of each rule.
func onePerRule(diagnostics []any) (kept []map[string]any) {
	seen := map[any]bool{}
	for _, item := range diagnostics {
		if d := item.(map[string]any); !seen[d["code"]] {
			seen[d["code"]] = true
			kept = append(kept, d)
		}
	}
	return kept
}

// suppresses takes the action, looks what comes of it, and takes it back.
func (c *lspClient) suppresses(name string, d map[string]any, before int) bool {
	text := c.open[name]
	answer := c.request("textDocument/codeAction", map[string]any{
		"textDocument": c.document(name), "range": d["range"], "context": map[string]any{"diagnostics": []any{}, "only": []string{"quickfix"}},
	})
	for _, item := range answer["result"].([]any) {
		a := item.(map[string]any)
		if a["title"] != fmt.Sprintf("suppress %s here, with a reason", d["code"]) || a["diagnostics"].([]any)[0].(map[string]any)["message"] != d["message"] {
			continue
		}
		c.log.Reset()
		for _, edits := range editsOf(a["edit"].(map[string]any)) {
			c.say("%s", compact(edits))
			c.change(name, c.edited(text, edits))
		}
		c.settle()
		if after := count1(c.shown[name], d); after >= before || strings.Contains(c.log.String(), "-suppression:") || strings.Contains(c.log.String(), "error syntax") {
			c.t.Errorf("%s at %s is not suppressed by\n%s", d["code"], span(d["range"]), c.log.String()[:min(c.log.Len(), 3000)])
		}
		c.change(name, text)
		return true
	}
	return false
}

// count1 returns how often the message of a diagnostic stands among others.
func count1(diagnostics []any, d map[string]any) (n int) {
	for _, item := range diagnostics {
		if other := item.(map[string]any); other["code"] == d["code"] && other["message"] == d["message"] {
			n++
		}
	}
	return n
}
