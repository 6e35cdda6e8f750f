package batch

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var batchMixedResults = lint.New(lint.Meta{
	ID:       "batch-mixed-results",
	Title:    "an item of a batch's answer can hold a result and an error at once",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{233, 234},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, lint.Hooks{
	API: func(p *lint.Pass, api *spec.API) {
		seen := map[*spec.Type]bool{} // operations share their items
		for _, service := range api.Services {
			for _, o := range service.Operations {
				if answersItems(p, o) {
					checkItems(p, o, seen)
				}
			}
		}
	},
})

// answersItems reports whether the operation works on many things, and isn't about a BatchJob.
func answersItems(p *lint.Pass, o *spec.Operation) bool {
	if o.Kind != spec.Call || !family.IsBatch(o) {
		return false
	}
	m := standard.Classify(p.Words, o)
	return m != standard.Get && m != standard.List
}

func checkItems(p *lint.Pass, o *spec.Operation, seen map[*spec.Type]bool) {
	for _, item := range itemsAnswered(o) {
		result, failure := mixed(item)
		if failure == nil || seen[item] {
			continue
		}
		seen[item] = true
		p.Report(&failure.Node, failure.NameSpan,
			fmt.Sprintf("each item of %s can hold %s and %s at once, or neither: callers can't tell what failed without guessing which to believe",
				o.Name, result.Name, failure.Name),
			lint.Cure(cureFor(p.API.Format, result, failure)))
	}
}

func cureFor(format spec.Format, result, failure *spec.Field) string {
	if format == spec.Proto {
		return fmt.Sprintf("put them into a oneof: oneof outcome {%s, %s}", result.Name, failure.Name)
	}
	return fmt.Sprintf("declare oneOf two schemas: one that requires %s, one that requires %s", result.Name, failure.Name)
}

// itemsAnswered returns the types of what a success lists, at its top.
func itemsAnswered(o *spec.Operation) []*spec.Type {
	answer := o.ResponseType()
	if o.LongRunning != nil {
		answer = o.LongRunning.Response.Resolve()
	}
	switch {
	case answer == nil:
		return nil
	case answer.Kind == spec.KindArray:
		return []*spec.Type{answer.Items.Resolve()}
	}
	var items []*spec.Type
	for _, f := range answer.AllFields() {
		if t := f.Type.Resolve(); t.Kind == spec.KindArray || t.Kind == spec.KindMap {
			items = append(items, t.Items.Resolve())
		}
	}
	return items
}

// mixed returns the field that holds what an item became, and the one that holds why it failed, if
// nothing says that only one of them is there.
func mixed(item *spec.Type) (result, failure *spec.Field) {
	if item == nil || item.Kind != spec.KindObject || item.Resource != nil || item.Schema != nil && len(item.Schema.OneOf)+len(item.Schema.AnyOf) > 0 {
		return nil, nil
	}
	fields := item.AllFields()
	at, of := slices.IndexFunc(fields, isFailure), slices.IndexFunc(fields, isResult)
	if at < 0 || of < 0 || fields[at].OneOf != nil && fields[at].OneOf == fields[of].OneOf {
		return nil, nil
	}
	return fields[of], fields[at]
}

// isResult reports whether a field holds what an item became, and not what was asked for or is said
// about it.
func isResult(f *spec.Field) bool {
	t, name := f.Type.Resolve(), words.Split(f.Name)
	about := slices.ContainsFunc(name, func(word string) bool {
		switch word {
		case "input", "request", "config", "context", "metadata", "time", "stats":
			return true
		}
		return false
	})
	return t.Kind == spec.KindObject && !about && !isFailure(f)
}

// isFailure reports whether a field says why something failed.
func isFailure(f *spec.Field) bool {
	t := f.Type.Resolve()
	switch words.Snake.Write(f.Name) {
	case "error", "failure", "error_message", "failure_reason", "error_details":
		return true
	case "errors", "failures":
		return t.Kind == spec.KindArray
	}
	return t.ID() == "google.rpc.Status"
}
