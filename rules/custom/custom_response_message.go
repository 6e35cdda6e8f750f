package custom

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var customResponseMessage = lint.New(lint.Meta{
	ID:       "custom-response-message",
	Title:    "a custom method answers with a message that is neither called after it nor the resource",
	Group:    "custom",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{136, 152, 162, 164, 165, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.AIP,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		a, ok := answerOf(o)
		if p.API.Format != spec.Proto || !ok || o.Streaming != 0 || !isCustom(p.Words, o) || standard.Classify(p.Words, o) == standard.Delete {
			return
		}
		if want := wantedAnswer(p, o, a); want != "" {
			p.Report(&o.Node, a.span(o),
				fmt.Sprintf("%s answers with %s, not %s (AIP-%d): who knows such methods of other APIs looks for it in vain", o.Name, a.name, want, aipOf(p.Words, o)),
				lint.Cure("answer with "+want))
		}
	},
})

// answer is what an rpc answers with in the end.
type answer struct {
	name    string
	message *spec.Type // nil: not resolved
	later   bool       // it comes out of a long-running operation
}

func answerOf(o *spec.Operation) (answer, bool) {
	t := o.ResponseType()
	switch {
	case t == nil:
		return answer{}, false
	case t.ID() != "google.longrunning.Operation":
		return answer{t.Name, t, false}, true
	case o.LongRunning == nil || o.LongRunning.ResponseName == "":
		return answer{}, false
	}
	name := o.LongRunning.ResponseName
	return answer{name[strings.LastIndexByte(name, '.')+1:], o.LongRunning.Response.Resolve(), true}, true
}

// span returns the name of the answer where the rpc writes it.
func (a answer) span(o *spec.Operation) source.Span {
	if !a.later {
		return o.Responses[0].NameSpan
	}
	if info, ok := o.Attr("(google.longrunning.operation_info)"); ok && info.Value.Get("response_type") != nil {
		return info.Value.Get("response_type").Span
	}
	return o.LongRunning.Span
}

// wantedAnswer returns what the rpc should answer with; "" if nothing is wrong with what it does.
func wantedAnswer(p *lint.Pass, o *spec.Operation, a answer) string {
	own := o.Name + "Response"
	m, _ := family.Of(p.Words, o)
	switch m.Family {
	case family.Undelete, family.Revision:
		if a.isThing(p.Words, o) || a.isWork() {
			return ""
		}
		return m.Resource()
	case family.Batch:
		if a.name == own || a.name == "Empty" && m.Name == "batch delete" {
			return ""
		}
	case family.Purge:
		if a.name == own || a.isWork() {
			return ""
		}
	case family.RunJob:
		if a.later && (a.name == own || a.name == "Empty") {
			return ""
		}
		return "a google.longrunning.Operation that ends in " + own
	default:
		if isNamedAfter(a.name, "Response", o) || a.isThing(p.Words, o) || a.isWork() || a.message == nil || a.message.Parent != &p.API.Node {
			return ""
		}
	}
	return own
}

// isThing reports whether the answer is a resource, or what the rpc's name says it is about.
func (a answer) isThing(l *words.Lexicon, o *spec.Operation) bool {
	name, noun := singular(l, words.Split(o.Name)), singular(l, words.Split(a.name))
	return a.message != nil && a.message.Resource != nil || len(noun) > 0 && slices.Contains(name, noun[len(noun)-1])
}

// isWork reports whether the answer is the work that has begun, in a message of the API's own.
func (a answer) isWork() bool { return !a.later && strings.HasSuffix(a.name, "Operation") }

// isCustom reports whether an rpc is no standard method, or one of a family that looks like one.
func isCustom(l *words.Lexicon, o *spec.Operation) bool {
	_, known := family.Of(l, o)
	return o.Kind == spec.Call && (known || standard.Classify(l, o) == standard.Custom)
}

// aipOf returns the AIP that describes a custom method.
func aipOf(l *words.Lexicon, o *spec.Operation) int {
	if m, known := family.Of(l, o); known {
		return m.AIP
	}
	return 136
}

// isNamedAfter reports whether a message is called after the rpc and its half of the call, with or
// without other words between them.
func isNamedAfter(message, half string, o *spec.Operation) bool {
	return strings.HasSuffix(message, half) && isWithin(words.Split(o.Name), words.Split(message))
}
