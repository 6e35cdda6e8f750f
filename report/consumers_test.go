package report

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
)

func consumersSummary(t *testing.T) *Summary {
	s := changeSummary(t)
	s.Findings[0].Consumers = &Consumers{
		Breaks: []Consumer{
			{Name: "billing", Interactions: 5, Descriptions: []string{"a", "b", "c", "d"}, Paths: []string{"$.total"}},
			{Name: "<b>|crm", Interactions: 1, Descriptions: []string{"an order\x1b[31m"}, Paths: []string{"$.a", "$.b", "$.c", "$.d", "$.e"}},
		},
		Pending: []Consumer{{Name: "desk", Interactions: 1, Descriptions: []string{"p"}}},
		AtRisk:  []Consumer{{Name: "erp", Interactions: 1, Descriptions: []string{"r"}, Paths: []string{"parameter status"}}},
		Uses:    []Consumer{{Name: "shop", Interactions: 2, Descriptions: []string{"u", "v"}, Paths: []string{"$.total"}}},
		Unknown: []Consumer{{Name: "legacy", Why: "it could not be read whole"}},
	}
	s.Findings[1].Consumers = &Consumers{}
	return s
}

// What is said of consumers stands in every format for people, a line each.
func TestConsumers(t *testing.T) {
	want := []string{
		`breaks billing: 5 interactions, $.total ("a", "b", "c", 2 more)`,
		`breaks <b>|crm: 1 interaction, $.a, $.b, $.c and 2 more ("an order\x1b[31m")`,
		`breaks what is pending of desk: 1 interaction ("p")`,
		`puts erp at risk: 1 interaction, parameter status: what it needs is no longer promised ("r")`,
		`used by shop: 2 interactions, $.total; it is not found to break them`,
		`not known for legacy: its contract: it could not be read whole`,
	}
	s := consumersSummary(t)
	if got := s.Findings[0].Consumers.lines(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for name, write := range map[string]Reporter{"text": Text, "markdown": Markdown, "html": HTML, "github": GitHub, "sarif": SARIF, "junit": JUnit, "rdjson": RDJSON, "gitlab": GitLab, "checkstyle": Checkstyle} {
		got := printed(t, write, s, Options{Width: 200})
		for _, part := range []string{"billing: 5 interactions, $.total", "no known consumer uses it", "not known for legacy"} {
			if !strings.Contains(html.UnescapeString(got), part) {
				t.Errorf("%s lacks %q:\n%s", name, part, got)
			}
		}
		if (name == "markdown" || name == "html") && strings.Contains(got, "<b>|crm") {
			t.Errorf("%s has a name as markup", name)
		}
	}
}

func TestConsumersInJSON(t *testing.T) {
	var got struct {
		Findings []struct {
			Consumers map[string][]struct {
				Name, Why           string
				Interactions        int
				Descriptions, Paths []string
			}
		}
	}
	if err := json.Unmarshal([]byte(printed(t, JSON, consumersSummary(t), Options{})), &got); err != nil {
		t.Fatal(err)
	}
	all := got.Findings[0].Consumers
	if len(all["breaks"]) != 2 || all["breaks"][0].Name != "billing" || all["breaks"][0].Interactions != 5 || all["at_risk"][0].Paths[0] != "parameter status" || all["unknown"][0].Why == "" {
		t.Errorf("got %v", all)
	}
	if none := got.Findings[1].Consumers; len(none) != 5 || none["uses"] == nil || len(none["uses"]) != 0 {
		t.Errorf("nobody: got %v, want five empty lists", none)
	}
	if len(got.Findings) > 2 && got.Findings[2].Consumers != nil {
		t.Errorf("a finding without contracts has consumers: %v", got.Findings[2].Consumers)
	}
}
