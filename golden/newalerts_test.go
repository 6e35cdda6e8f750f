package golden

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

var (
	seriesText  = regexp.MustCompile(`([\w:]*)\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}`)
	matcherText = regexp.MustCompile(`(\w+)\s*(=~|!=|=)\s*("(?:[^"\\]|\\.)*")`)
)

// matcher is a condition on a label, or a label of a series.
type matcher struct{ name, operator, value string }

// matchers reads what stands in the braces of each series or selector of a text, the name among it.
func matchers(t *testing.T, text string) (all [][]matcher) {
	t.Helper()
	for _, found := range seriesText.FindAllStringSubmatch(text, -1) {
		var labels []matcher
		if found[1] != "" {
			labels = append(labels, matcher{"__name__", "=", found[1]})
		}
		for _, one := range matcherText.FindAllStringSubmatch(found[2], -1) {
			value, err := strconv.Unquote(one[3])
			if err != nil {
				t.Fatal(err)
			}
			labels = append(labels, matcher{one[1], one[2], value})
		}
		all = append(all, labels)
	}
	return all
}

// holds reports whether a series is as the condition says.
func (m matcher) holds(series []matcher) bool {
	value := ""
	for _, label := range series {
		if label.name == m.name {
			value = label.value
		}
	}
	switch m.operator {
	case "=":
		return value == m.value
	case "!=":
		return value != m.value
	}
	return regexp.MustCompile("^(?:" + m.value + ")$").MatchString(value)
}

// alerts asks a service that has answered its calls for its metrics: the rules must find each series that they look for, by
// the names and labels that it really has. Failures are left out, for there were none.
func (f *fresh) alerts(t *testing.T, module, admin string) {
	answer, err := http.Get("http://" + admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	scraped, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	series := matchers(t, string(scraped))
	text, err := os.ReadFile(filepath.Join(module, "deploy", "alerts", "alerts.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var rules struct {
		Groups []struct{ Rules []struct{ Expr string } }
	}
	if err := yaml.Unmarshal(text, &rules); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			for _, selector := range matchers(t, r.Expr) {
				if strings.HasPrefix(selector[0].value, "operation:") || slices.Contains(selector, matcher{"error_type", "!=", ""}) {
					continue // what is recorded, and failures
				}
				seen++
				if !slices.ContainsFunc(series, func(one []matcher) bool {
					return !slices.ContainsFunc(selector, func(m matcher) bool { return !m.holds(one) })
				}) {
					t.Errorf("no series is as %v says", selector)
				}
			}
		}
	}
	if seen < 20 || len(series) < 50 {
		t.Errorf("%d selectors, %d series", seen, len(series))
	}
}
