package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/rules/internal/words"
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
		entities := entitiesOf(api)
		for _, s := range api.Services {
			for _, o := range s.Operations {
				switch {
				case standard.Classify(o) != standard.Delete:
				case api.Format == spec.OpenAPI:
					checkDeleteAnswers(p, o)
				case isOddDeletion(o, entities, options):
					reportDeletion(p, o)
				}
			}
		}
	}}
})

// isOddDeletion reports whether an rpc that deletes one thing answers with something other than
// nothing, the thing, or the work of deleting it. Deletions of many may say what they did.
func isOddDeletion(o *spec.Operation, entities map[*spec.Type]bool, options deleteResponseShapeOptions) bool {
	t := answerOf(o)
	if t == nil || o.Streaming != 0 || isBuiltIn(t) || entities[t] || t.Resource != nil || !isOneOf(lastWord(o.Name)) {
		return false
	}
	fields := t.AllFields()
	if len(fields) == 0 {
		return options.EmptyMessages
	}
	noun := words.Split(o.Name)[1:]
	isThing := len(noun) > 0 && slices.Equal(words.Split(t.Name), noun)
	isWork := lastWord(t.Name) == "operation" || lastWord(t.Name) == "job" || lastWord(t.Name) == "task"
	// What says whether it worked is a mistake of its own.
	isFlag := slices.ContainsFunc(fields, func(f *spec.Field) bool { return f.Type.Resolve().Kind == spec.KindBoolean })
	return !isThing && !isWork && !isFlag
}

func isOneOf(noun string) bool { return !words.IsPlural(noun) || words.Singular(noun) == noun }

func reportDeletion(p *lint.Pass, o *spec.Operation) {
	t, span := answerOf(o), o.Responses[0].NameSpan
	if o.LongRunning != nil {
		span = o.LongRunning.Span
		if info, ok := o.Attr("(google.longrunning.operation_info)"); ok && info.Value.Get("response_type") != nil {
			span = info.Value.Get("response_type").Span
		}
	}
	p.Report(&o.Node, span,
		fmt.Sprintf("%s answers with %s: tools and clients that know deletions expect nothing, or the resource as it was left", standard.Label(o), t.Name),
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
