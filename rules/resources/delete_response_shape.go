package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type deleteResponseShapeOptions struct {
	EmptyMessages bool `json:"empty_messages"`
}

var deleteResponseShape = lint.NewWith(lint.Meta{
	ID:       "delete-response-shape",
	Title:    "a delete answers with what no consumer expects",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{135},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, deleteResponseShapeOptions{false}, func(options deleteResponseShapeOptions) lint.Hooks {
	return lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
		entities := entitiesOf(p.Words, api)
		for _, s := range api.Services {
			for _, o := range s.Operations {
				switch {
				case standard.Classify(p.Words, o) != standard.Delete:
				case api.Format == spec.OpenAPI:
					checkDeleteAnswers(p, o)
				case isOddDeletion(p.Words, o, entities, options):
					reportDeletion(p, o)
				}
			}
		}
	}}
})

// isOddDeletion reports whether an rpc that deletes one thing answers with something other than
// nothing, the thing, or the work of deleting it. Deletions of many may say what they did.
func isOddDeletion(l *words.Lexicon, o *spec.Operation, entities map[*spec.Type]bool, options deleteResponseShapeOptions) bool {
	t := answerOf(o)
	switch {
	case t == nil || o.Streaming != 0 || deletesMany(l, o):
		return false
	case o.LongRunning != nil && o.LongRunning.Response == nil: // of a package that isn't there
		return strings.HasSuffix(o.LongRunning.ResponseName, "Response")
	case isBuiltIn(t) || entities[t] || t.Resource != nil:
		return false
	case len(t.AllFields()) == 0:
		return options.EmptyMessages || o.LongRunning != nil
	}
	return !isThingOrWork(o, t) && !slices.ContainsFunc(t.AllFields(), isFlag)
}

func deletesMany(l *words.Lexicon, o *spec.Operation) bool {
	noun := lastWord(o.Name)
	return l.IsPlural(noun) && l.Singular(noun) != noun
}

func isThingOrWork(o *spec.Operation, t *spec.Type) bool {
	noun := words.Split(o.Name)[1:]
	isThing := len(noun) > 0 && slices.Equal(words.Split(t.Name), noun)
	return isThing || slices.Contains([]string{"operation", "job", "task"}, lastWord(t.Name))
}

// isFlag reports whether a field may say whether the deletion worked, which is a mistake of its own.
func isFlag(f *spec.Field) bool { return f.Type.Resolve().Kind == spec.KindBoolean }

func reportDeletion(p *lint.Pass, o *spec.Operation) {
	name, span := answerOf(o).Name, o.Responses[0].NameSpan
	if o.LongRunning != nil {
		name, span = o.LongRunning.ResponseName, o.LongRunning.Span
		if info, ok := o.Attr("(google.longrunning.operation_info)"); ok && info.Value.Get("response_type") != nil {
			span = info.Value.Get("response_type").Span
		}
	}
	p.Report(&o.Node, span,
		fmt.Sprintf("%s answers with %s: tools and clients that know deletions expect nothing, or the resource as it was left", standard.Label(o), name),
		lint.Cure(fmt.Sprintf("return google.protobuf.Empty, or %s if it can still be read or restored", thingOf(o))))
}

// thingOf names what the rpc deletes.
func thingOf(o *spec.Operation) string {
	if noun := words.Split(o.Name)[1:]; len(noun) > 0 {
		return words.Pascal.Join(noun)
	}
	return "the resource"
}

// checkDeleteAnswers looks at what a DELETE answers a success with.
func checkDeleteAnswers(p *lint.Pass, o *spec.Operation) {
	if o.Method() != "DELETE" {
		return
	}
	for _, r := range o.Responses {
		if strings.HasPrefix(r.Status, "2") {
			checkDeleteAnswer(p, o, r)
		}
	}
}
