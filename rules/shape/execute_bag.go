package shape

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type executeBagOptions struct {
	Actions []string `json:"actions"`
	Kinds   []string `json:"kinds"`
}

var executeBag = lint.NewWith(lint.Meta{
	ID:       "execute-bag",
	Title:    "one operation does many things, told apart by a field, with the fields of all of them",
	Group:    "shape",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{136},
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, executeBagDefaults(), func(options executeBagOptions) lint.Hooks {
	return lint.Hooks{
		API: func(p *lint.Pass, api *spec.API) {
			seen := map[*spec.Type]bool{}
			for _, s := range api.Services {
				for _, o := range s.Operations {
					checkRequest(p, o, options, seen)
				}
			}
		},
	}
})

func executeBagDefaults() executeBagOptions {
	return executeBagOptions{
		Actions: []string{"action", "operation", "command", "verb", "op", "cmd"},
		Kinds:   []string{"type", "kind", "mode", "event"},
	}
}

// isBag reports whether execute-bag speaks of the operation's request already.
func isBag(l *words.Lexicon, o *spec.Operation) bool {
	return o.Kind == spec.Call && o.Method() != "GET" && o.Method() != "HEAD" && findBag(l, o, executeBagDefaults()) != nil
}

// checkRequest looks at each request type once, however many operations share it.
func checkRequest(p *lint.Pass, o *spec.Operation, options executeBagOptions, seen map[*spec.Type]bool) {
	request := o.RequestType()
	if o.Kind != spec.Call || o.Method() == "GET" || o.Method() == "HEAD" || seen[request] {
		return
	}
	if request != nil {
		seen[request] = true
	}
	if found := findBag(p.Words, o, options); found != nil {
		found.report(p)
	}
}

// bag is a request in which one field decides what the others mean.
type bag struct {
	operation *spec.Operation
	selector  selector
	actions   []action
	ties      []tie         // the fields that belong to some of the actions
	loose     []*spec.Field // optional fields of which nothing is known
}

// findBag returns the operation's bag, or nil.
func findBag(l *words.Lexicon, o *spec.Operation, options executeBagOptions) *bag {
	if isUnion(o.RequestType()) {
		return nil
	}
	fields := bodyAndQuery(o)
	for _, s := range selectorsOf(fields, options) {
		if b := newBag(l, o, s, optional(fields, s.Field)); b.isEvident() || b.isNamedSo() {
			return b
		}
	}
	return nil
}

// maxFields and maxActions bound what is compared with each other. No one writes larger requests by
// hand.
const (
	maxFields  = 500
	maxActions = 100
)

func newBag(l *words.Lexicon, o *spec.Operation, s selector, siblings []*spec.Field) *bag {
	b := &bag{operation: o, selector: s}
	if len(siblings) < 2 || len(siblings) > maxFields {
		return b
	}
	b.actions = actionsOf(s.Field, siblings)
	for _, f := range siblings {
		if t, ok := tieOf(l, f, b); ok {
			b.ties = append(b.ties, t)
		} else if !isCommon(f.Name) {
			b.loose = append(b.loose, f)
		}
	}
	return b
}

// isEvident weighs what ties the fields to their actions. Two fields must belong to some actions
// only. Names alone can be chance: they count where the selector says what to do, and for two
// actions. Where the selector's own name is doubtful, three fields have to depend on it by name.
func (b *bag) isEvident() bool {
	var documented, explicit int
	var used []int
	for _, t := range b.ties {
		if t.evidence >= byDoc {
			documented++
		}
		if t.evidence == bySelector {
			explicit++
		}
		used = append(used, t.actions...)
	}
	slices.Sort(used)
	switch {
	case len(b.actions) < 2:
		return false
	case b.selector.doubt:
		return explicit >= 3
	case b.selector.verbs && len(b.ties) >= 2 && len(slices.Compact(used)) >= 2:
		return true
	}
	return documented >= 2
}

// isNamedSo reports whether the operation's very name says that it does anything, beside a field
// that says what.
func (b *bag) isNamedSo() bool {
	return b.selector.verbs && len(b.ties)+len(b.loose) >= 2 && doesAnything(b.operation) && !runsCommands(b.loose)
}

func (b *bag) report(p *lint.Pass) {
	p.Report(&b.selector.Node, b.selector.NameSpan, b.message(), lint.Cure(b.cure(p.API.Format)))
}

// room is how many bytes of a message or cure a list may take.
const room = 120

func (b *bag) message() string {
	if len(b.ties) < 2 {
		return fmt.Sprintf("%s does whatever %s says, and nothing tells callers or generated code which of %s goes with what",
			standard.Label(b.operation), b.selector.Name, phrase.And(phrase.Fit(fieldNames(b.loose), room)))
	}
	var parts []string
	for _, t := range b.ties {
		parts = append(parts, t.field.Name+" for "+phrase.Or(phrase.Fit(b.names(t.actions), room/4)))
	}
	return fmt.Sprintf("%s decides which other fields count (%s), and no type stops a caller from mixing them or leaving one out",
		b.selector.Name, phrase.And(phrase.Fit(parts, room)))
}

func (b *bag) cure(format spec.Format) string {
	union := "a oneof with a message for each"
	if format == spec.OpenAPI {
		union = fmt.Sprintf("oneOf with a discriminator {propertyName: %s}", b.selector.Name)
	}
	if !b.selector.verbs {
		return fmt.Sprintf("declare %s: %s", union, phrase.And(phrase.Fit(b.branches(), room)))
	}
	if len(b.actions) < 2 {
		return "declare one operation for each action, with the fields that it needs, or " + union
	}
	return fmt.Sprintf("declare %s, or %s", phrase.And(phrase.Fit(b.operations(), room)), union)
}
