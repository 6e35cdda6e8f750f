package types

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

type booleanStatesOptions struct {
	Flags int `json:"flags"` // how many of them make a state
}

// Validate refuses numbers by which any flag would be one of several.
func (o booleanStatesOptions) Validate() error {
	if o.Flags < 2 {
		return fmt.Errorf("flags must be 2 or more, not %d", o.Flags)
	}
	return nil
}

var booleanStates = lint.NewWith(lint.Meta{
	ID:       "boolean-states",
	Title:    "several booleans stand for one state",
	Group:    "types",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{126, 216},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, booleanStatesOptions{3}, func(options booleanStatesOptions) lint.Hooks {
	return lint.Hooks{Type: func(p *lint.Pass, t *spec.Type) {
		if len(t.Fields) < options.Flags {
			return
		}
		var flags []*spec.Field
		var names []string
		for _, f := range t.Fields {
			if f.Deprecated == nil && f.Type.Resolve().Kind == spec.KindBoolean && isState(f.Name) {
				flags, names = append(flags, f), append(names, f.Name)
			}
		}
		if len(flags) < options.Flags {
			return
		}
		p.Report(&flags[0].Node, flags[0].NameSpan,
			fmt.Sprintf("%s are flags for one state: they can contradict each other, and the next state needs another flag that no consumer knows", phrase.And(phrase.Fit(names, 120))),
			lint.Cure("declare one enum of the states, such as state"))
	}}
})

// isState reports whether a name is that of a state in a life: draft, is_published, paused. Two words say of what else it is the
// state (email_verified, merge_pending).
func isState(name string) bool {
	all := words.Split(name)
	if len(all) > 1 && (all[0] == "is" || all[0] == "has" || all[0] == "was") {
		all = all[1:]
	}
	if len(all) != 1 {
		return false
	}
	switch all[0] {
	case "draft", "published", "active", "inactive", "pending", "paused", "suspended", "cancelled", "canceled", "completed", "complete",
		"failed", "succeeded", "running", "finished", "expired", "approved", "rejected", "accepted", "declined", "opened", "closed", "queued",
		"deleted", "archived", "started", "stopped", "done", "submitted", "paid", "refunded", "shipped", "delivered", "terminated":
		return true
	}
	return false
}
