package breaking_test

import (
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// removal is a change that takes something away in a file: it breaks old consumers on the axes.
func removal(path string, verdicts breaking.Verdicts) breaking.Change {
	return breaking.Change{
		Check: "field", Kind: breaking.Removed, Format: spec.Proto, Backward: verdicts, Message: "gone",
		New: source.NewFile(path, []byte("message M {}")).Span(0, 1),
	}
}

const (
	safe  = breaking.Safe
	risky = breaking.Risky
	broke = breaking.Breaking
)

func TestPolicySeverity(t *testing.T) {
	all, source := breaking.Verdicts{broke, broke, broke, broke}, breaking.Verdicts{safe, safe, broke, safe}
	deprecated := func(sunset string) func(*breaking.Change) {
		return func(c *breaking.Change) { c.Deprecated = &spec.Deprecation{Sunset: sunset} }
	}
	unstable := func(c *breaking.Change) { c.Unstable = true }
	override := func(severity report.Severity) func(*breaking.Policy) {
		return func(p *breaking.Policy) { p.Changes = map[string]report.Severity{"field-removed": severity} }
	}
	relaxed := func(p *breaking.Policy) { p.Unstable = report.Warning }
	both := func(edits ...func(*breaking.Policy)) func(*breaking.Policy) {
		return func(p *breaking.Policy) {
			for _, edit := range edits {
				edit(p)
			}
		}
	}
	tests := []struct {
		name     string
		verdicts breaking.Verdicts
		change   func(*breaking.Change)
		policy   func(*breaking.Policy)
		want     report.Severity
	}{
		{"breaks", all, nil, nil, report.Error},
		{"breaks nothing", breaking.Verdicts{}, nil, nil, report.Off},
		{"risky", breaking.Verdicts{safe, risky, safe, safe}, nil, nil, report.Warning},
		{"risky on an axis that weighs less", breaking.Verdicts{safe, risky, safe, safe}, nil, func(p *breaking.Policy) { p.Severities[1] = report.Info }, report.Info},
		{"severity of the axis", source, nil, func(p *breaking.Policy) { p.Severities[2] = report.Warning }, report.Warning},
		{"axis that is off", source, nil, func(p *breaking.Policy) { p.Severities[2] = report.Off }, report.Off},
		{"axis below the level", source, nil, func(p *breaking.Policy) { p.Level = breaking.WireJSONLevel }, report.Off},

		{"override", all, nil, override(report.Warning), report.Warning},
		{"override that is off", all, nil, override(report.Off), report.Off},
		{"override of what breaks nothing", breaking.Verdicts{}, nil, override(report.Error), report.Off},
		{"override that raises", breaking.Verdicts{risky, safe, safe, safe}, nil, override(report.Error), report.Error},
		{"override of another kind", all, func(c *breaking.Change) { c.Kind = breaking.Added }, override(report.Info), report.Error},
		{"override where the level looks at nothing", source, nil, both(override(report.Error), func(p *breaking.Policy) { p.Level = breaking.WireLevel }), report.Off},

		{"unstable, not relaxed", all, unstable, nil, report.Error},
		{"unstable, relaxed", all, unstable, relaxed, report.Warning},
		{"stable under the same policy", all, nil, relaxed, report.Error},
		{"unstable and overridden", all, unstable, both(relaxed, override(report.Error)), report.Warning},
		{"unstable is off", all, unstable, func(p *breaking.Policy) { p.Unstable = report.Off }, report.Off},

		{"sunset that has passed", all, deprecated("2026-11-20"), nil, report.Info},
		{"sunset that is today", all, deprecated("2026-11-21"), nil, report.Error},
		{"sunset that is no day", all, deprecated("soon"), nil, report.Error},
		{"deprecated without a day", all, deprecated(""), nil, report.Error},
		{"deprecation is enough", all, deprecated(""), func(p *breaking.Policy) { p.Removal = breaking.AfterDeprecation }, report.Info},
		{"nothing is enough", all, deprecated("2026-11-20"), func(p *breaking.Policy) { p.Removal = breaking.NoRemoval }, report.Error},
		{"announced and overridden", all, deprecated("2026-11-20"), override(report.Error), report.Info},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			policy := breaking.DefaultPolicy()
			policy.Today = "2026-11-21"
			change := removal("a.proto", test.verdicts)
			if test.policy != nil {
				test.policy(&policy)
			}
			if test.change != nil {
				test.change(&change)
			}
			if got := policy.Severity(&change); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestPolicies lets each change be judged where it is shown, and the headline speak for all of them.
func TestPolicies(t *testing.T) {
	strict, wire, off := breaking.DefaultPolicy(), breaking.DefaultPolicy(), breaking.DefaultPolicy()
	wire.Level = breaking.WireLevel
	off.Changes = map[string]report.Severity{"field-removed": report.Off}
	choose := breaking.Policies(func(path string) *breaking.Policy {
		switch path {
		case "wire.proto":
			return &wire
		case "off.proto":
			return &off
		}
		return &strict
	})
	source := breaking.Verdicts{safe, safe, broke, safe}
	tests := []struct {
		paths, found, headline string
	}{
		{"", "", "Nothing changed"},
		{"wire.proto", "", "Fully compatible"},
		{"off.proto", "", "Fully compatible"},
		{"a.proto", "a.proto", "Only forward compatible"},
		{"wire.proto b.proto off.proto a.proto", "a.proto b.proto", "Only forward compatible"},
	}
	for _, test := range tests {
		var changes []breaking.Change
		for _, path := range strings.Fields(test.paths) {
			changes = append(changes, removal(path, source))
		}
		var found []string
		for _, f := range choose.Findings(changes) {
			found = append(found, f.Span.Path())
		}
		if got := strings.Join(found, " "); got != test.found {
			t.Errorf("%s: found in %s, want %s", test.paths, got, test.found)
		}
		if got := choose.Headline(changes); !strings.HasPrefix(got, test.headline) {
			t.Errorf("%s: %s", test.paths, got)
		}
	}
}

func TestParseRemoval(t *testing.T) {
	for i, name := range breaking.Removals() {
		if got, ok := breaking.ParseRemoval(name); !ok || got != breaking.Removal(i) {
			t.Errorf("%s is %d", name, got)
		}
	}
	if got, ok := breaking.ParseRemoval("later"); ok || got != breaking.AfterSunset {
		t.Errorf("later is %d", got)
	}
}
