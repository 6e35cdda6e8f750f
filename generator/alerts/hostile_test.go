package alerts

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// ruleFile is all that a file of rules may hold.
type ruleFile struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Record, Alert, Expr, For string
			Labels, Annotations      map[string]string
		}
	}
}

// Whatever authors call their operations and teams, it stays a text: no key of YAML, no selector, no template.
func TestHostileText(t *testing.T) {
	for _, text := range []string{
		"a\"} or vector(1) #", "a\nfor: 0s", "a\n      - alert: Mine", "{{ query \"up\" }}", "{{`{{`}}", `\`, `\" b`, "a|.*", "a: b # c", "- x", "'", "\u2028\u0085", "\x7f", "é\U0001F600", "%", "*a", "&a", "!!str x", "\t",
		strings.Repeat("x", 10_000),
	} {
		quoted, err := yaml.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		document := map[string]any{
			"openapi": "3.1.0", "info": map[string]any{"title": "t", "version": "1", "x-bylaw-owner": text},
			"paths": map[string]any{"/a": map[string]any{"get": map[string]any{"operationId": text, "x-bylaw-slo": "99.9% < 300ms", "responses": map[string]any{"200": map[string]any{"description": text}}}}},
		}
		spelt, err := yaml.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		out, _ := rules(t, load(t, "openapi.yaml", string(spelt)))
		var file ruleFile
		decoder := yaml.NewDecoder(strings.NewReader(out))
		decoder.KnownFields(true)
		if err := decoder.Decode(&file); err != nil {
			t.Fatalf("%.40q: %v\n%s", text, err, out)
		}
		if len(file.Groups) != 2 || len(file.Groups[0].Rules) != 22 || len(file.Groups[1].Rules) != 5 {
			t.Errorf("%.40q makes %d groups, or other rules", quoted, len(file.Groups))
			continue
		}
		record, alert, process := file.Groups[0].Rules[0], file.Groups[0].Rules[7], file.Groups[1].Rules[0]
		if record.Labels["team"] != text || alert.For != "" || alert.Alert != "AvailabilityBudgetBurn" {
			t.Errorf("%.40q: %q %+v", text, record.Labels, alert)
		}
		if strings.Contains(process.Labels["team"], "{{ query") || process.For != "5m" {
			t.Errorf("%.40q: Prometheus would run %q", text, process.Labels["team"])
		}
		if err := promtool(t, out, ""); err != nil {
			t.Errorf("%.40q: %v\n%s", text, err, out)
		}
	}
}
