package pagination

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var partialSuccessShape = lint.New(lint.Meta{
	ID:       "partial-success-shape",
	Title:    "a list that may be incomplete doesn't say what it left out in the way that lists do",
	Group:    "pagination",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{217},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if standard.Classify(p.Words, o) != standard.List {
			return
		}
		unreachable := answered(o, "unreachable")
		if unreachable != nil && !isListOfStrings(unreachable) {
			reportPart(p, &unreachable.Node, standard.Label(o), unreachable.Name, "a list of strings, the names of what couldn't be reached")
		}
		for _, input := range o.Inputs() {
			if words.Snake.Write(input.Name) == "return_partial_success" {
				checkChoice(p, o, &input, saysMissing(o))
			}
		}
	},
})

// checkChoice looks at the input by which callers say that a part of the list will do.
func checkChoice(p *lint.Pass, o *spec.Operation, choice *spec.Input, answered bool) {
	node := standard.Declared(choice)
	switch {
	case choice.Type.Resolve().Kind != spec.KindBoolean:
		reportPart(p, node, standard.Label(o), choice.Name, "a boolean, false by default")
	case !answered:
		p.Report(node, node.NameSpan,
			fmt.Sprintf("%s takes %s and its answer doesn't say what is missing: callers take the part for the whole", standard.Label(o), choice.Name),
			lint.Cure("add unreachable to the answer, a list of the names of what couldn't be reached"))
	}
}

func reportPart(p *lint.Pass, n *spec.Node, label, name, want string) {
	p.Report(n, n.NameSpan,
		fmt.Sprintf("%s of %s has another type than everywhere else: clients that handle incomplete lists can't read it", name, label),
		lint.Cure("declare it as "+want))
}

// saysMissing reports whether an answer can say that something is missing, under whatever name.
func saysMissing(o *spec.Operation) bool {
	t := o.ResponseType()
	return t != nil && slices.ContainsFunc(t.AllFields(), func(f *spec.Field) bool {
		return slices.ContainsFunc(words.Split(f.Name), func(word string) bool {
			switch word {
			case "unreachable", "warning", "warnings", "error", "errors", "failed", "failures", "missing", "incomplete", "partial":
				return true
			}
			return false
		})
	})
}

// answered returns the field of that name in the answer, or nil.
func answered(o *spec.Operation, name string) *spec.Field {
	t := o.ResponseType()
	if t == nil {
		return nil
	}
	for _, f := range t.AllFields() {
		if words.Snake.Write(f.Name) == name {
			return f
		}
	}
	return nil
}

func isListOfStrings(f *spec.Field) bool {
	t := f.Type.Resolve()
	return t.Kind == spec.KindArray && t.Items.Resolve() != nil && t.Items.Resolve().Kind == spec.KindString
}
